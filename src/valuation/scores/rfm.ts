/** What an RFM score is computed from, one entry a customer; times and amounts in any one unit. */
export type RfmBehaviour = {
  /** Time since the last transaction, ≥ 0; less is better. `NaN` where there was none. */
  recency: Float64Array;
  /** Transactions in the period; more is better. */
  frequency: Float64Array;
  /** Amount in the period; more is better. */
  monetary: Float64Array;
};

/** Quintiles 1 (worst) to 5 (best), one entry a customer. */
export type RfmScore = { recency: Uint8Array; frequency: Uint8Array; monetary: Uint8Array };

/**
 * RFM quintiles (Hughes 1994): each customer's fifth of the bank by recency, frequency and monetary
 * value. Equal values always get the same score: the fifth of their middle rank. `NaN` scores 1.
 */
export function rfmScore(behaviour: RfmBehaviour): RfmScore {
  return {
    recency: quintiles(behaviour.recency.map((age) => -age)),
    frequency: quintiles(behaviour.frequency),
    monetary: quintiles(behaviour.monetary),
  };
}

function quintiles(values: Float64Array): Uint8Array {
  return Uint8Array.from(percentileRanks(values), (rank) =>
    Number.isNaN(rank) ? 1 : Math.min(5, 1 + Math.floor(rank * 5)),
  );
}

/**
 * The percentile rank of every value among the known ones: the share of smaller values plus half the
 * share of equal ones.
 *
 * @returns numbers between 0 and 1; `NaN` where the value is `NaN`
 */
export function percentileRanks(values: Float64Array): Float64Array {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  return values.map((value) =>
    Number.isNaN(value)
      ? Number.NaN
      : (firstWhere(sorted, (other) => other >= value) +
          firstWhere(sorted, (other) => other > value)) /
        2 /
        sorted.length,
  );
}

/** The place of the first of ascending values that passes a test all later ones pass, too; their number where none does. */
function firstWhere(sorted: Float64Array, passes: (value: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (passes(sorted[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
