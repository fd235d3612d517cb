import anyAscii from 'any-ascii';

/** Letters that none of the chart fonts has. */
const foreign =
  /[^\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Arabic}\p{Script=Thai}\p{Script=Devanagari}\p{Script=Common}\p{Script=Inherited}]+/gu;
const emoji = /(\p{Emoji_Presentation})(?:\p{Emoji_Modifier}|\u{FE0F}|\u{200D}|\u{20E3})*/gu;

/**
 * A text in letters that the chart fonts have: those they lack are written in Latin ones, as 한국 → HanGug, and emoji by
 * their names, as 🏦 → :bank:. Neither brings a quotation mark or a backslash into a text that had none.
 */
export function inOurLetters(text: string): string {
  const latin = (letters: string) => anyAscii(letters).replace(/["\\]/g, '');
  return text
    .replace(foreign, (letters) => {
      const spelt = latin(letters);
      return spelt.charAt(0).toUpperCase() + spelt.slice(1);
    })
    .replace(emoji, (_, sign: string) => latin(sign));
}

/** A copy of a chart's specification, or of any part of one, with every text in letters that the chart fonts have. */
export function withOurLetters<T>(part: T): T;
export function withOurLetters(part: unknown): unknown {
  if (typeof part === 'string') return inOurLetters(part);
  if (Array.isArray(part)) return part.map((each: unknown) => withOurLetters(each));
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(
    Object.entries(part).map(([key, value]: [string, unknown]) => [key, withOurLetters(value)]),
  );
}
