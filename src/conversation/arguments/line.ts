/**
 * What is left of a slash form while its arguments are read. What stood in quotation marks is kept aside as it was typed,
 * and a character of its own stands for it in the text.
 */
export type Line = { text: string; quoted: readonly string[] };

/** Characters of the private use area stand for quotations; those below are for what a sentence mentions. */
const first = 0xf000;
const last = 0xf8ff;
const privateUse = /[\uE000-\uF8FF]/;

/** What closes a quotation, by what opens it: first what belongs to it, then what keyboards put in its place. */
const closing: ReadonlyMap<string, readonly string[]> = new Map([
  ['"', ['"', '“”＂']],
  ['＂', ['＂', '"“”']],
  ['“', ['”', '"“＂']],
  ['„', ['“”', '"']],
  ['«', ['»', '"']],
  ['»', ['«', '"']],
  ['「', ['」', '"']],
  ['『', ['』', '"']],
]);

/** A line with its quotations set aside; in straight quotation marks `""` is one of them. A mark that opens none stays. */
export function setAside(typed: string): Line {
  const quoted: string[] = [];
  let text = '';
  for (let at = 0; at < typed.length; at++) {
    const character = typed.charAt(at);
    const end = endOfQuotation(typed, at);
    if (end === undefined) {
      text += privateUse.test(character) ? ' ' : character;
      continue;
    }
    text += first + quoted.length <= last ? String.fromCharCode(first + quoted.length) : ' ';
    const inside = typed.slice(at + 1, end);
    quoted.push((character === '"' ? inside.replaceAll('""', '"') : inside).trim());
    at = end;
  }
  return { text, quoted };
}

function endOfQuotation(typed: string, start: number): number | undefined {
  const opener = typed.charAt(start);
  for (const closers of closing.get(opener) ?? []) {
    for (let at = start + 1; at < typed.length; at++) {
      if (opener === '"' && typed.startsWith('""', at)) at++;
      else if (closers.includes(typed.charAt(at))) return at;
    }
  }
  return undefined;
}

const sign = /[\uF000-\uF8FF]/g;

/** The one quotation that a text is; undefined where it is anything else. */
export function quotationIn(text: string, { quoted }: Line): string | undefined {
  const only = text.trim();
  return only.length === 1 ? quoted[only.charCodeAt(0) - first] : undefined;
}

/** The text of a value: the one quotation that it is, as it was typed, or whatever stands there. */
export function valueIn(text: string, line: Line): { value: string; quoted: boolean } {
  const quotation = quotationIn(text, line);
  return { value: quotation ?? written(text, line), quoted: quotation !== undefined };
}

/** A text with its quotations back in their places, without the marks. */
export function written(text: string, { quoted }: Line): string {
  return text
    .replace(sign, (each) => ` ${quoted[each.charCodeAt(0) - first] ?? ''} `)
    .replaceAll('"', ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** A text without its quotations. */
export const unquoted = (text: string): string => text.replace(sign, ' ');

/** A value in straight quotation marks, so that it is read back as it is. */
export function inQuotationMarks(value: string): string {
  return `"${value.replaceAll('"', '""')}"`;
}

const separators = new Set([...' ,;、']);

/** A text without spaces, commas and semicolons around it. */
export function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && separators.has(text.charAt(start))) start++;
  while (end > start && separators.has(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}
