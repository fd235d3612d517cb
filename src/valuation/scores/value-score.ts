import { percentileRanks } from './rfm.ts';

/** The parts of the value score, one entry a customer, each in its own unit; more is better. */
export type ValueParts = {
  revenue: Float64Array;
  transactionFrequency: Float64Array;
  /** `NaN` where the customer was never asked. */
  satisfaction: Float64Array;
};

/** How much each part counts; ≥ 0, in any proportion, not all 0. */
export type ValueWeights = { revenue: number; transactionFrequency: number; satisfaction: number };

const PARTS = ['revenue', 'transactionFrequency', 'satisfaction'] as const;

/**
 * The value score (CVS), 0–100: the parts' percentile ranks in the bank, weighted, the weights
 * normalised to 1. A part that is not known of a customer is left out for them, the others counting
 * more accordingly; a customer of whom nothing is known scores `NaN`.
 *
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

/** One customer's score from the parts' percentile ranks, each in 0–1, `NaN` for not known. */
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
