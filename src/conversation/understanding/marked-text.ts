/** Signs of the private use area stand for what was found in a text, so that the words around it stay as they are. */
const first = 0xe000;

/** A text in which what was found is marked: one sign each, and what each sign stands for. */
export type MarkedText = { text: string; marks: string[] };

/** Replaces a stretch of the text by a mark of a kind such as `customer`. */
export function mark(
  { text, marks }: MarkedText,
  start: number,
  end: number,
  kind: string,
): MarkedText {
  const sign = String.fromCharCode(first + marks.length);
  return { text: `${text.slice(0, start)} ${sign} ${text.slice(end)}`, marks: [...marks, kind] };
}

/** The kind a sign stands for; undefined for an ordinary sign. */
export function kindOf({ marks }: MarkedText, sign: string): string | undefined {
  return marks[sign.charCodeAt(0) - first];
}

/** Matches the signs of marks, for a regular expression with the u flag. */
export const markSigns = '\\uE000-\\uF8FF';
