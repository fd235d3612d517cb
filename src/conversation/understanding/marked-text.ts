/** Characters of the private use area stand for what was found in a text, so that the words around it stay as they are. */
const first = 0xe000;

/** A text in which what was found is marked: one character each, and what each of them stands for. */
export type MarkedText = { text: string; marks: string[] };

/** Replaces a stretch of the text by a mark of a kind such as `customer`. */
export function mark(
  { text, marks }: MarkedText,
  start: number,
  end: number,
  kind: string,
): MarkedText {
  const character = String.fromCharCode(first + marks.length);
  return {
    text: `${text.slice(0, start)} ${character} ${text.slice(end)}`,
    marks: [...marks, kind],
  };
}

/** The kind that a character stands for; undefined for an ordinary one. */
export function kindOf({ marks }: MarkedText, character: string): string | undefined {
  return marks[character.charCodeAt(0) - first];
}

/** The characters of marks, for a character class. */
export const markCharacters = '\\uE000-\\uF8FF';
