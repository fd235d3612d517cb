import { normalDistribution } from '../numeric/special-functions.ts';

/** How the losses of two models on the same rows compare. */
export type PairedComparison = {
  /** The mean loss of the first less that of the second: below 0 where the first is better. */
  difference: number;
  /** Of the difference. */
  standardError: number;
  /** The probability of a difference at least as large if neither model were better; 0 to 1, two-sided. */
  pValue: number;
};

/**
 * A paired test of two models on the same rows: the mean of the differences between their losses,
 * against its standard error (Diebold and Mariano 1995). Rows of one customer are not independent:
 * with `customer`, a customer's differences are summed before their spread is taken (the
 * cluster-robust variance of Liang and Zeger 1986).
 *
 * @param first loss of each row under the first model, such as its log loss
 * @param second the same rows' losses under the second
 * @param customer the customer of each row, where a customer may have several
 * @throws RangeError for fewer than two rows, or sizes that differ
 */
export function comparePaired(
  first: Float64Array,
  second: Float64Array,
  customer?: ArrayLike<number>,
): PairedComparison {
  const rows = first.length;
  if (rows < 2 || second.length !== rows) {
    throw new RangeError(
      `A paired comparison needs two rows or more, as many from each model: got ${rows} and ${second.length}.`,
    );
  }
  let difference = 0;
  for (let row = 0; row < rows; row++) difference += (first[row]! - second[row]!) / rows;
  const sums = new Map<number, number>();
  for (let row = 0; row < rows; row++) {
    const cluster = customer?.[row] ?? row;
    const excess = first[row]! - second[row]! - difference;
    sums.set(cluster, (sums.get(cluster) ?? 0) + excess);
  }
  let square = 0;
  for (const sum of sums.values()) square += sum * sum;
  const correction = sums.size > 1 ? sums.size / (sums.size - 1) : 1;
  const standardError = Math.sqrt(square * correction) / rows;
  if (standardError === 0) return { difference, standardError, pValue: difference === 0 ? 1 : 0 };
  const pValue = 2 * normalDistribution(-Math.abs(difference) / standardError);
  return { difference, standardError, pValue };
}
