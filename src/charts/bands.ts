import stringWidth from 'string-width';
import type { Locale } from '../language/locale.ts';
import { sayIn } from '../language/messages.ts';

/** Control characters, line breaks and the marks that turn the writing direction of what follows. */
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu;

/** No name holds it: it is a control character. */
const separator = '\u001f';

/** The most bars that can be told apart on a phone. */
export const mostBars = 15;

/** What to say below the title when only the first bars are drawn; undefined when all are. */
export function firstOf(bars: number, locale: Locale, most = mostBars): string | undefined {
  if (bars <= most) return undefined;
  return sayIn(locale)('charts.firstOf', { bars, most });
}

/** The height in pixels of the area of that many horizontal bars. */
export const bandHeight = (bars: number) => 30 * bars;

const longestName = 190;

/** About how wide texts at the side of bars are, in pixels: a full-width letter is 16 pixels, any other 8. */
export const textWidth = (texts: readonly string[]) =>
  Math.min(longestName, Math.max(...texts.map((text) => Math.ceil(stringWidth(text) * 8.2))));

/**
 * An axis that names horizontal bars by their position from 0, so that two customers of the same name stay two bars.
 * A long name ends in "…".
 */
export function nameAxis(names: readonly string[], limit = longestName) {
  return { ...bandAxis(names), orient: 'left', labelLimit: limit } as const;
}

/** An axis that writes the figures of horizontal bars to their right, one below the other, ending in line. */
export function figureAxis(figures: readonly string[]) {
  const labelPadding = textWidth(figures) + 12;
  return { ...bandAxis(figures), orient: 'right', labelAlign: 'right', labelPadding } as const;
}

/**
 * The texts travel in one literal with separators, because a literal of a Vega expression that is the name of a signal,
 * such as "width", or of a property of every object, such as "constructor", is taken for that.
 */
function bandAxis(texts: readonly string[]) {
  const printable = texts.map((text) => text.replace(unprintable, ' ').trim() || '–');
  return {
    title: null,
    domain: false,
    labelOverlap: false,
    labelExpr: `split(${JSON.stringify(`${printable.join(separator)}${separator}`)}, ${JSON.stringify(separator)})[datum.value]`,
  } as const;
}
