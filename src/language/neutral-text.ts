/**
 * Characters that whatever shows a text obeys instead of showing them: control characters (C0 and C1, escapes of terminals
 * among them), marks that reverse the text after them, separators that break a line where none is seen, and invisible
 * letters (tags), which only a program reads.
 */
const obeyed = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/**
 * A text without what would be obeyed instead of shown, whoever wrote it; the one piece by which every exit shows names and
 * notes. Marks that Arabic and Hebrew need (U+200E, U+200F, U+061C) stay, and so do the joiners of emoji.
 * @param kept the characters of these that the exit shows itself, such as its line breaks
 */
export const neutral = (text: string, kept = ''): string =>
  text.toWellFormed().replace(obeyed, (mark) => (kept.includes(mark) ? mark : ''));

/** What stands between an escape and the text after it where it colours: anything else moves, deletes or names something. */
const colouring = /^\[[\d;]{0,20}m/;
const escapeSign = '\u001b';

/**
 * A text for a terminal: as `neutral`, with line breaks (those of CSV too, of two characters), tabs, and the colours and weights
 * that this program writes.
 */
export const neutralOnTerminal = (text: string): string =>
  text.split('\r\n').map(neutralInLines).join('\r\n');

const neutralInLines = (text: string): string =>
  text
    .split(escapeSign)
    .map((part, at) => (at > 0 && colouring.test(part) ? escapeSign : '') + neutral(part, '\n\t'))
    .join('');

/** A value as JSON on one line, its text told in full: what would be obeyed is written as its code. */
export const neutralJson = (value: unknown): string =>
  JSON.stringify(value).replace(obeyed, (mark) =>
    Array.from({ length: mark.length }, (_, at) => escapeOf(mark.charCodeAt(at))).join(''),
  );

const escapeOf = (unit: number) => `\\u${unit.toString(16).padStart(4, '0')}`;
