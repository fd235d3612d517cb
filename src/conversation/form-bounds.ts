/** The longest note that a form takes, in characters: a line is read up to 500, and what stands around a note needs some. */
export const longestNote = 380;
