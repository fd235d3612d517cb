import type { ContributionHistory, Estimate } from './contribution-estimate.ts';

/** φ: a trend is damped to this share of itself each month. */
export const DAMPING = 0.9;
const NORMAL_95TH = 1.6448536269514722;

/**
 * The mean over customers of |actual − expected|, each the mean of the held-out months.
 *
 * @param from the estimate that predicts; the months after its last are held out
 * @param ahead how many months are held out, a whole number ≥ 1
 * @returns in the currency of the contributions; 0 where no customer has all of these months
 */
export function meanAbsoluteError(
  input: ContributionHistory,
  from: Estimate,
  ahead: number,
): number {
  let total = 0;
  let customers = 0;
  forEachHeldOut(input, from, ahead, (_, errors) => {
    let sum = 0;
    for (const error of errors) sum += error;
    total += Math.abs(sum / ahead);
    customers += 1;
  });
  return customers > 0 ? total / customers : 0;
}

/** Variances in units of a customer's own month-to-month variance. */
export type ErrorVariances = {
  /** Of the estimated level. */
  uncertainty: number;
  /** Of the level's change in a month. */
  drift: number;
};

/**
 * The variance of the errors on held-out months, separately for customers who brought less than predicted
 * and for those who brought more, since losses are bounded and gains are not. The 5th and the 95th
 * percentile of the error of a mean month stand for the spread of either side, so that an interval has its
 * coverage even where errors are not normal. Measured over `near` and over `far` months, they separate
 * what grows with the distance, as the mean of a random walk does, from what does not.
 *
 * @param from the estimate that predicts; the months after its last are held out
 * @param near a whole number ≥ 1
 * @param far a whole number ≥ `near`
 * @returns for fewer than 20 customers, a customer's own variance on both sides
 */
export function errorVariances(
  input: ContributionHistory,
  from: Estimate,
  near: number,
  far: number,
): { below: ErrorVariances; above: ErrorVariances } {
  const close = meanErrors(input, from, near);
  const distant = meanErrors(input, from, far);
  if (distant.length < 20) {
    const own = { uncertainty: 1, drift: 0 };
    return { below: own, above: own };
  }
  const side = (sign: 1 | -1): ErrorVariances =>
    separate(
      spreadOf(close, sign) ** 2,
      randomWalkVariance(near),
      spreadOf(distant, sign) ** 2,
      randomWalkVariance(far),
    );
  return { below: side(-1), above: side(1) };
}

/** Errors of the mean of the first `ahead` held-out months, in units of the customers' deviations, ascending. */
function meanErrors(input: ContributionHistory, from: Estimate, ahead: number): Float64Array {
  const found: number[] = [];
  forEachHeldOut(input, from, ahead, (row, errors) => {
    const deviation = from.deviation[row]!;
    if (deviation === 0) return;
    let sum = 0;
    for (const error of errors) sum += error;
    found.push(sum / ahead / deviation);
  });
  return Float64Array.from(found).sort();
}

/** The standard deviation of a normal variable with the same 5th or 95th percentile. */
function spreadOf(sorted: Float64Array, sign: 1 | -1): number {
  const place = Math.max(0, Math.floor(0.05 * (sorted.length + 1)) - 1);
  const extreme = sign === 1 ? sorted[sorted.length - 1 - place]! : -sorted[place]!;
  return Math.max(0, extreme) / NORMAL_95TH;
}

/** The variance of the mean of a random walk's first n positions, for steps of variance 1. */
function randomWalkVariance(n: number): number {
  return ((n + 1) * (2 * n + 1)) / (6 * n);
}

/**
 * Solves variance = uncertainty + drift·(variance of a random walk) at both distances, as nearly as
 * possible with neither below 0.
 */
function separate(near: number, nearWalk: number, far: number, farWalk: number): ErrorVariances {
  if (far <= near || farWalk === nearWalk) return { uncertainty: Math.max(near, far), drift: 0 };
  const drift = (far - near) / (farWalk - nearWalk);
  const uncertainty = near - drift * nearWalk;
  return uncertainty >= 0 ? { uncertainty, drift } : { uncertainty: 0, drift: far / farWalk };
}

/** Calls back for customers who are known in the estimate's last month and in all of the `ahead` months after it. */
function forEachHeldOut(
  input: ContributionHistory,
  from: Estimate,
  ahead: number,
  take: (row: number, errors: Float64Array) => void,
): void {
  const { history, months, segment } = input;
  const errors = new Float64Array(ahead);
  for (let row = 0; row < segment.length; row++) {
    const last = history[row * months + from.upTo - 1]!;
    if (Number.isNaN(last)) continue;
    let expected = from.level[row]!;
    let step = from.slope[row]!;
    let complete = true;
    for (let k = 0; k < ahead; k++) {
      step *= DAMPING;
      expected += step;
      const actual = history[row * months + from.upTo + k]!;
      if (Number.isNaN(actual)) complete = false;
      errors[k] = actual - expected;
    }
    if (complete) take(row, errors);
  }
}
