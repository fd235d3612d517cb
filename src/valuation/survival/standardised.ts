import type { OrderedTimes } from './survival-data.ts';

/** A column's values in the order of times, minus their weighted mean, over their standard deviation. */
export type Standardised = {
  values: Float64Array;
  mean: number;
  /** 1 for a column that is the same everywhere. */
  deviation: number;
};

export function standardised(
  column: Float64Array,
  { rows, weight }: Pick<OrderedTimes, 'rows' | 'weight'>,
): Standardised {
  const values = Float64Array.from(rows, (row) => column[row]!);
  const total = weight.reduce((sum, by) => sum + by, 0);
  const average = (of: (value: number) => number) =>
    values.reduce((sum, value, row) => sum + (weight[row]! / total) * of(value), 0);
  const mean = average((value) => value);
  const spread = values.reduce((most, value) => Math.max(most, Math.abs(value - mean)), 0);
  // Squares of what is left, as a part of the largest of it, neither overflow nor vanish.
  const deviation =
    spread === 0 ? 1 : spread * Math.sqrt(average((value) => ((value - mean) / spread) ** 2));
  // What differs by rounding alone is the same everywhere.
  if (spread <= 1e-13 * Math.abs(mean)) return { values: values.fill(0), mean, deviation: 1 };
  return { values: values.map((value) => (value - mean) / deviation), mean, deviation };
}
