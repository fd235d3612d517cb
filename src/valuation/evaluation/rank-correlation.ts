import { percentileRanks } from '../scores/rfm.ts';

/**
 * Spearman's rank correlation ρ: Pearson's correlation of the ranks, equal values sharing their middle
 * rank (Spearman 1904).
 *
 * @returns −1 to 1; 0 where all values of one side are equal, since they then have no order
 * @throws RangeError when the sizes differ, or a value is missing
 */
export function rankCorrelation(a: Float64Array, b: Float64Array): number {
  if (a.length !== b.length) {
    throw new RangeError(`There are ${a.length} values on one side and ${b.length} on the other.`);
  }
  const missing = a.findIndex((value, row) => Number.isNaN(value + b[row]!));
  if (missing >= 0) throw new RangeError(`Row ${missing} is missing a value; give it a number.`);
  const ranksOfA = percentileRanks(a);
  const ranksOfB = percentileRanks(b);
  // The mean of percentile ranks is a half, whatever the ties.
  let product = 0;
  let squaresOfA = 0;
  let squaresOfB = 0;
  for (let row = 0; row < a.length; row++) {
    const fromA = ranksOfA[row]! - 0.5;
    const fromB = ranksOfB[row]! - 0.5;
    product += fromA * fromB;
    squaresOfA += fromA * fromA;
    squaresOfB += fromB * fromB;
  }
  const scale = Math.sqrt(squaresOfA * squaresOfB);
  return scale > 0 ? Math.max(-1, Math.min(1, product / scale)) : 0;
}
