import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import type { Locale } from '../language/locale.ts';
import { sayIn } from '../language/messages.ts';
import { inOurLetters } from './letters.ts';

/** Control characters, line breaks and the marks that turn the writing direction of what follows. */
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu;

/** No name holds them: they are control characters. */
const separator = '\u001f';
const lineSeparator = '\u001e';

/** The most bars that can be told apart on a phone. */
export const mostBars = 15;

/** What to say below the title when only the first bars are drawn; undefined when all are. */
export function firstOf(bars: number, locale: Locale, most = mostBars): string | undefined {
  if (bars <= most) return undefined;
  return sayIn(locale)('charts.firstOf', { bars, most });
}

const longestName = 150;
const letterWidth = 8.7;

/**
 * The height in pixels of the area of horizontal bars with such names at their side.
 * @param limit how wide a name may be, in pixels
 */
export const bandHeight = (names: readonly string[], limit = longestName) =>
  (names.some((name) => wrappedName(name, limit).length > 1) ? 44 : 30) * names.length;

/** A name in at most two lines of a width in pixels; a longer one ends in "…". */
export function wrappedName(name: string, limit: number): string[] {
  const columns = Math.floor(limit / letterWidth);
  const [first = '', ...rest] = wrapAnsi(printable(name), columns, { hard: true }).split('\n');
  if (rest.length === 0) return [first];
  const [second = ''] = rest;
  return [first, rest.length === 1 ? second : `${second}…`];
}

/** A text that an axis can show: something, in letters that there are, and without what would turn or break it. */
const printable = (text: string) => inOurLetters(text.replace(unprintable, ' ').trim()) || '–';

/** About how wide texts at the side of bars are, in pixels: a full-width letter is 17 pixels, any other 8.5. */
export const textWidth = (texts: readonly string[]) =>
  Math.min(
    longestName,
    Math.max(...texts.map((text) => Math.ceil(stringWidth(text) * letterWidth))),
  );

/**
 * An axis that names horizontal bars by their position from 0, so that two customers of the same name stay two bars.
 * A long name takes two lines.
 */
export function nameAxis(names: readonly string[], limit = longestName) {
  const lines = names.map((name) => wrappedName(name, limit));
  return { ...bandAxis(lines), orient: 'left', labelLimit: limit } as const;
}

/** An axis that writes the figures of horizontal bars to their right, one below the other, ending in line. */
export function figureAxis(figures: readonly string[]) {
  const labelPadding = textWidth(figures) + 12;
  const lines = figures.map((figure) => [printable(figure)]);
  return { ...bandAxis(lines), orient: 'right', labelAlign: 'right', labelPadding } as const;
}

/**
 * The texts travel in one literal with separators, because a literal of a Vega expression that is the name of a signal,
 * such as "width", or of a property of every object, such as "constructor", is taken for that.
 */
function bandAxis(texts: readonly (readonly string[])[]) {
  const joined = texts.map((lines) => lines.join(lineSeparator)).join(separator);
  const split = (text: string, by: string) => `split(${text}, ${JSON.stringify(by)})`;
  const own = `${split(JSON.stringify(`${joined}${separator}`), separator)}[datum.value]`;
  return {
    title: null,
    domain: false,
    labelOverlap: false,
    labelExpr: split(own, lineSeparator),
  } as const;
}
