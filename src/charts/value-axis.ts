import { scale } from 'vega';
import { z } from 'zod';
import type { Locale } from '../access/principal.ts';
import { tickLabels, type ValueFormat } from './value-format.ts';

const numbers = z.array(z.number());

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
  const inside = numbers.parse(scale('linear')().domain([low, high]).ticks(count));
  const [first = low, second = high] = inside;
  const last = inside.at(-1) ?? high;
  const step = second - first;
  return [...(low < first ? [first - step] : []), ...inside, ...(high > last ? [last + step] : [])];
}

/** A Vega expression that gives each value of an axis its label; a label of several lines is an array. */
export function labelExpression(
  labels: readonly (readonly [number | string, string | readonly string[]])[],
): string {
  return `${JSON.stringify(Object.fromEntries(labels))}[datum.value]`;
}
