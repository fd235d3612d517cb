/** Row numbers from the lowest to the highest score; rows of equal score keep their order. */
export function rowsByScore(scores: Float64Array): Uint32Array {
  const rows = new Uint32Array(scores.length);
  for (let row = 0; row < rows.length; row++) rows[row] = row;
  return rows.sort((a, b) => scores[a]! - scores[b]! || a - b);
}

/**
 * The area under the ROC curve: the chance that a customer who left has a higher score than one who
 * stayed, ties counting half (Hanley and McNeil 1982; mid-ranks of Mann and Whitney).
 *
 * @param y 1 left, 0 stayed
 * @param scores any scale; only their order counts
 * @returns 0 to 1
 * @throws RangeError when nobody left or nobody stayed, or a score is missing
 */
export function rocAuc(y: ArrayLike<number>, scores: Float64Array): number {
  const leavers = countLeavers(y, scores);
  const stayers = scores.length - leavers;
  if (leavers === 0 || stayers === 0) {
    throw new RangeError('The AUC needs at least one customer who left and one who stayed.');
  }
  const rows = rowsByScore(scores);
  let rankSum = 0;
  for (let from = 0; from < rows.length; ) {
    let to = from;
    let tied = 0;
    while (to < rows.length && scores[rows[to]!] === scores[rows[from]!]) tied += y[rows[to++]!]!;
    rankSum += tied * ((from + to + 1) / 2);
    from = to;
  }
  return (rankSum - (leavers * (leavers + 1)) / 2) / (leavers * stayers);
}

/**
 * The area under the precision-recall curve as average precision: Σ (Rₙ − Rₙ₋₁)·Pₙ over the
 * distinct scores from the highest down, rows of equal score taken together.
 *
 * @param y 1 left, 0 stayed
 * @param scores any scale; only their order counts
 * @returns 0 to 1; an uninformative score gets the share who left
 * @throws RangeError when nobody left, or a score is missing
 */
export function averagePrecision(y: ArrayLike<number>, scores: Float64Array): number {
  const leavers = countLeavers(y, scores);
  if (leavers === 0) throw new RangeError('Average precision needs a customer who left.');
  const rows = rowsByScore(scores);
  let area = 0;
  let found = 0;
  for (let to = rows.length; to > 0; ) {
    let from = to;
    let tied = 0;
    while (from > 0 && scores[rows[from - 1]!] === scores[rows[to - 1]!]) tied += y[rows[--from]!]!;
    found += tied;
    area += tied * (found / (rows.length - from));
    to = from;
  }
  return area / leavers;
}

/**
 * The Brier score: the mean squared distance between probability and outcome (Brier 1950). Lower is
 * better; always predicting the base rate p scores p·(1 − p).
 *
 * @param y 1 left, 0 stayed
 * @param probability 0 to 1
 * @returns 0 to 1
 * @throws RangeError when the sizes differ, there is no row, or a probability is missing
 */
export function brierScore(y: ArrayLike<number>, probability: Float64Array): number {
  countLeavers(y, probability);
  let sum = 0;
  for (let row = 0; row < probability.length; row++) sum += (probability[row]! - y[row]!) ** 2;
  return sum / probability.length;
}

/** Probabilities are clipped this far from 0 and 1 before their logarithm is taken. */
const LEAST_PROBABILITY = 1e-15;

/**
 * The logarithmic loss of each row, in nats: −ln of the probability given to what happened, clipped to
 * [1e-15, 1 − 1e-15] so that one certain mistake stays finite.
 *
 * @param y 1 left, 0 stayed
 * @param probability 0 to 1
 * @throws RangeError when the sizes differ, there is no row, or a probability is missing
 */
export function rowLogLoss(y: ArrayLike<number>, probability: Float64Array): Float64Array {
  countLeavers(y, probability);
  return probability.map((p, row) => {
    const given = y[row] === 1 ? p : 1 - p;
    return -Math.log(Math.min(Math.max(given, LEAST_PROBABILITY), 1 - LEAST_PROBABILITY));
  });
}

/** The mean of {@link rowLogLoss}, in nats; lower is better. */
export function logLoss(y: ArrayLike<number>, probability: Float64Array): number {
  let sum = 0;
  for (const loss of rowLogLoss(y, probability)) sum += loss;
  return sum / probability.length;
}

/** The confusion matrix at a threshold, and the rates computed from it, each from 0 to 1. */
export type Confusion = {
  truePositives: number;
  falsePositives: number;
  trueNegatives: number;
  falseNegatives: number;
  accuracy: number;
  precision: number;
  recall: number;
  f1: number;
};

/**
 * Compares who is predicted to leave (probability ≥ threshold) with who left. Precision is 0 where
 * nobody is predicted to leave, recall where nobody left, F1 where both are 0.
 *
 * @param y 1 left, 0 stayed
 * @throws RangeError when the sizes differ, there is no row, or a probability is missing
 */
export function confusionAt(
  y: ArrayLike<number>,
  probability: Float64Array,
  threshold: number,
): Confusion {
  const leavers = countLeavers(y, probability);
  let positives = 0;
  let truePositives = 0;
  for (let row = 0; row < probability.length; row++) {
    if (probability[row]! < threshold) continue;
    positives++;
    truePositives += y[row]!;
  }
  const falsePositives = positives - truePositives;
  const falseNegatives = leavers - truePositives;
  const trueNegatives = probability.length - positives - falseNegatives;
  return {
    truePositives,
    falsePositives,
    trueNegatives,
    falseNegatives,
    accuracy: (truePositives + trueNegatives) / probability.length,
    precision: positives === 0 ? 0 : truePositives / positives,
    recall: leavers === 0 ? 0 : truePositives / leavers,
    f1: positives + leavers === 0 ? 0 : (2 * truePositives) / (positives + leavers),
  };
}

function countLeavers(y: ArrayLike<number>, scores: Float64Array): number {
  if (y.length !== scores.length || scores.length === 0) {
    throw new RangeError(
      `Scores and outcomes must be as many, and at least one: there are ${scores.length} scores and ${y.length} outcomes.`,
    );
  }
  let leavers = 0;
  for (let row = 0; row < scores.length; row++) {
    const label = y[row]!;
    if (label !== 0 && label !== 1) {
      throw new RangeError(`Outcome ${row} is ${label}, but an outcome is 0 (stayed) or 1 (left).`);
    }
    if (Number.isNaN(scores[row]!)) {
      throw new RangeError(`Score ${row} is missing. Score every row, or leave the row out.`);
    }
    leavers += label;
  }
  return leavers;
}
