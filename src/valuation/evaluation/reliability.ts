/** Predicted and observed departures among the customers whose probabilities fall in one range. */
export type ReliabilityBin = {
  /** The range of probabilities: from `low` up to `high`, `high` itself only in the last bin. */
  low: number;
  high: number;
  customers: number;
  /** The mean probability. */
  predicted: number;
  /** The share who left. */
  observed: number;
};

/**
 * The points of a reliability diagram: probabilities sorted into bins of equal width (Murphy and
 * Winkler 1977). Bins without customers are left out.
 *
 * @param y 1 left, 0 stayed; one entry a customer
 * @param probability 0 to 1
 * @param bins how many, a whole number ≥ 1
 */
export function reliabilityBins(
  y: ArrayLike<number>,
  probability: Float64Array,
  bins = 10,
): ReliabilityBin[] {
  const found = Array.from({ length: bins }, (_, bin) => ({
    low: bin / bins,
    high: (bin + 1) / bins,
    customers: 0,
    predicted: 0,
    observed: 0,
  }));
  for (let row = 0; row < probability.length; row++) {
    const bin = found[Math.min(bins - 1, Math.floor(probability[row]! * bins))]!;
    bin.customers++;
    bin.predicted += probability[row]!;
    bin.observed += y[row]!;
  }
  return found
    .filter(({ customers }) => customers > 0)
    .map((bin) => ({
      ...bin,
      predicted: bin.predicted / bin.customers,
      observed: bin.observed / bin.customers,
    }));
}

/**
 * The expected calibration error (Naeini, Cooper and Hauskrecht 2015): the mean distance between
 * predicted and observed over ten bins of equal width, each weighted by its customers.
 *
 * @param y 1 left, 0 stayed; one entry a customer
 * @param probability 0 to 1
 * @returns 0 to 1; 0.02 means that probabilities are two percentage points off on average
 */
export function calibrationError(y: ArrayLike<number>, probability: Float64Array): number {
  let sum = 0;
  for (const { customers, predicted, observed } of reliabilityBins(y, probability)) {
    sum += customers * Math.abs(predicted - observed);
  }
  return sum / probability.length;
}

/**
 * Calibration in the large: whether as many left as the probabilities add up to.
 *
 * @param y 1 left, 0 stayed; one entry a customer
 * @param probability 0 to 1
 * @returns both shares, and how many standard errors the realised one lies above the predicted; 0 where
 *   every probability is 0 or 1
 * @throws RangeError when the sizes differ or there is no customer
 */
export function realisedAgainstPredicted(
  y: ArrayLike<number>,
  probability: Float64Array,
): { predicted: number; realised: number; standardErrors: number } {
  const rows = probability.length;
  if (rows === 0 || y.length !== rows) {
    throw new RangeError(
      `Outcomes and probabilities must be as many, and at least one: there are ${y.length} and ${rows}.`,
    );
  }
  let predicted = 0;
  let realised = 0;
  let variance = 0;
  for (let row = 0; row < rows; row++) {
    predicted += probability[row]!;
    realised += y[row]!;
    variance += probability[row]! * (1 - probability[row]!);
  }
  const standardErrors = variance === 0 ? 0 : (realised - predicted) / Math.sqrt(variance);
  return { predicted: predicted / rows, realised: realised / rows, standardErrors };
}
