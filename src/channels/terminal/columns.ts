import stringWidth from 'string-width';
import { showable } from '../showable-reply.ts';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The text on one line, without characters that a terminal would obey. */
export const printable = (text: string) => showable(text.replace(/\s+/g, ' ')).trim();

/** The text in exactly so many columns: padded with spaces, or truncated with “…”. A full-width character takes two. */
export function inColumns(text: string, columns: number, align: 'start' | 'end' = 'start'): string {
  const shown = truncateTo(text, columns);
  const space = ' '.repeat(columns - stringWidth(shown));
  return align === 'end' ? space + shown : shown + space;
}

function truncateTo(text: string, columns: number): string {
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
