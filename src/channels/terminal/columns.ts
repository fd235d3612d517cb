import stringWidth from 'string-width';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** What a terminal would obey instead of showing: control characters, and marks that turn the writing direction. */
const obeyed = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/** A text that a terminal can only show, on one line. */
export const printable = (text: string) => text.replace(/\s+/g, ' ').replace(obeyed, '').trim();

/** A text in exactly that many columns: padded with spaces, or cut with "…". A full-width letter takes two columns. */
export function inColumns(text: string, columns: number, align: 'start' | 'end' = 'start'): string {
  const cut = cutTo(text, columns);
  const space = ' '.repeat(columns - stringWidth(cut));
  return align === 'end' ? space + cut : cut + space;
}

function cutTo(text: string, columns: number): string {
  if (stringWidth(text) <= columns) return text;
  let kept = '';
  for (const { segment } of graphemes.segment(text)) {
    if (stringWidth(kept + segment) >= columns) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** The width of the widest text, in columns. */
export const widest = (texts: readonly string[]) =>
  texts.reduce((most, text) => Math.max(most, stringWidth(text)), 0);
