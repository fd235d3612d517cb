import type { Locale } from '../language/locale.ts';
import { tickLabels, type ValueFormat } from './value-format.ts';

/** A quantitative axis whose labels are written in the reader's language. */
type ValueAxis = {
  scale: { domain: [number, number]; nice: false };
  axis: { values: number[]; labelExpr: string; labelOverlap: false; domain: false; grid: true };
};

/**
 * The axis for some values: it includes 0, ends on labelled round numbers, and no label is rounded.
 * @param values finite numbers
 */
export function valueAxis(
  values: readonly number[],
  format: ValueFormat,
  currency: string,
  locale: Locale,
): ValueAxis {
  const low = Math.min(0, ...values);
  const high = low === 0 ? Math.max(0, ...values) || 1 : Math.max(0, ...values);
  const few = [4, 3, 2].map((count) => roundTicks(low, high, count));
  const ticks = few.find(({ length }) => length <= 6) ?? [low, high];
  const labels = tickLabels(ticks, format, currency, locale);
  return {
    scale: { domain: [Math.min(...ticks), Math.max(...ticks)], nice: false },
    axis: {
      values: ticks,
      labelExpr: labelExpression(ticks.map((tick, i) => [tick, labels[i] ?? ''])),
      labelOverlap: false,
      domain: false,
      grid: true,
    },
  };
}

/** About `count` round numbers from at or below `low` to at or above `high`. */
function roundTicks(low: number, high: number, count: number): number[] {
  const inside = ticksBetween(low, high, count);
  const [first = low, second = high] = inside;
  const last = inside.at(-1) ?? high;
  const step = second - first;
  return [...(low < first ? [first - step] : []), ...inside, ...(high > last ? [last + step] : [])];
}

/**
 * About `count` round numbers from `low` to `high`, multiples of 1, 2 or 5 times a power of ten: the ticks of d3-scale,
 * without loading it, and all of Vega with it, wherever a chart is only described.
 * @param low below `high`
 */
export function ticksBetween(low: number, high: number, count: number): number[] {
  const rough = (high - low) / count;
  const power = Math.floor(Math.log10(rough));
  const over = rough / 10 ** power;
  const factor =
    over >= Math.sqrt(50) ? 10 : over >= Math.sqrt(10) ? 5 : over >= Math.SQRT2 ? 2 : 1;
  // Dividing by a whole number is exact where multiplying by 0.1 is not.
  const at =
    power < 0
      ? (i: number) => i / (10 ** -power / factor)
      : (i: number) => i * factor * 10 ** power;
  const step = at(1);
  let first = Math.round(low / step);
  let last = Math.round(high / step);
  if (at(first) < low) first++;
  if (at(last) > high) last--;
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => at(first + i));
}

/** A Vega expression that gives each value of an axis its label; a label of several lines is an array. */
export function labelExpression(
  labels: readonly (readonly [number | string, string | readonly string[]])[],
): string {
  return `${JSON.stringify(Object.fromEntries(labels))}[datum.value]`;
}
