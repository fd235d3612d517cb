import { percentileRanks } from './rfm.ts';

/** The parts of the value score, one entry a customer, each in its own unit; more is better. */
export type ValueParts = {
  revenue: Float64Array;
  transactionFrequency: Float64Array;
  /** `NaN` where the customer was never asked. */
  satisfaction: Float64Array;
};

/** The weight of each part, ≥ 0, in any unit, not all 0. */
export type ValueWeights = { revenue: number; transactionFrequency: number; satisfaction: number };

const PARTS = ['revenue', 'transactionFrequency', 'satisfaction'] as const;

/**
 * The value score (CVS): the weighted mean of the parts' percentile ranks in the bank, times 100. A part
 * that is not known of a customer is left out for that customer, with its weight.
 *
 * @returns 0 to 100, one a customer; `NaN` where no part is known
 * @throws RangeError when a weight is negative or not finite, or all are 0
 */
export function valueScore(parts: ValueParts, weights: ValueWeights): Float64Array {
  checkWeights(weights);
  const ranks = {
    revenue: percentileRanks(parts.revenue),
    transactionFrequency: percentileRanks(parts.transactionFrequency),
    satisfaction: percentileRanks(parts.satisfaction),
  };
  return ranks.revenue.map((_, row) =>
    weightedScore(
      {
        revenue: ranks.revenue[row]!,
        transactionFrequency: ranks.transactionFrequency[row]!,
        satisfaction: ranks.satisfaction[row]!,
      },
      weights,
    ),
  );
}

/**
 * One customer's value score.
 *
 * @param ranks the parts' percentile ranks, each from 0 to 1; `NaN` where not known
 * @param weights as {@link valueScore} checks them
 * @returns 0 to 100; `NaN` where no part is known
 */
export function weightedScore(
  ranks: Record<(typeof PARTS)[number], number>,
  weights: ValueWeights,
): number {
  let sum = 0;
  let total = 0;
  for (const part of PARTS) {
    if (Number.isNaN(ranks[part])) continue;
    sum += weights[part] * ranks[part];
    total += weights[part];
  }
  return total > 0 ? (100 * sum) / total : Number.NaN;
}

function checkWeights(weights: ValueWeights): void {
  let total = 0;
  for (const part of PARTS) {
    if (!(Number.isFinite(weights[part]) && weights[part] >= 0)) {
      throw new RangeError(`The weight of ${part} is ${weights[part]}; give a number, 0 or more.`);
    }
    total += weights[part];
  }
  if (total === 0) throw new RangeError('All weights of the value score are 0; give one above 0.');
}
