/** Characters of the private use area stand for what was found in a text, so that the words around it stay as they are. */
const first = 0xe000;

/** What a mark stands for: its kind, such as `customer`, and what was said there. */
export type Mark = { kind: string; said: string };

/** A text in which what was found is marked: one character each, and what each of them stands for. */
export type MarkedText = { text: string; marks: readonly Mark[] };

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
    marks: [...marks, { kind, said: text.slice(start, end) }],
  };
}

/** The kind that a character stands for; undefined for an ordinary one. */
export function kindOf({ marks }: MarkedText, character: string): string | undefined {
  return marks[character.charCodeAt(0) - first]?.kind;
}

/** The characters of marks, for a character class. */
export const markCharacters = '\\uE000-\\uF8FF';

const anyMark = new RegExp(`[${markCharacters}]`, 'g');

/** A piece of a marked text as it was said. */
export function asSaid({ marks }: MarkedText, piece: string): string {
  return piece
    .replace(anyMark, (character) => marks[character.charCodeAt(0) - first]?.said ?? ' ')
    .replace(/\s+/g, ' ')
    .replace(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, '')
    .trim();
}
