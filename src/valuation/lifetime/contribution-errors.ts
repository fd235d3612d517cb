import type { ContributionHistory, Estimate } from './contribution-estimate.ts';

/** A trend fades to this share of itself each month. */
export const DAMPING = 0.9;
const NORMAL_95TH = 1.6448536269514722;

/** Held-back months foretold: the mean over customers of |actual − expected| of their mean month. */
export function meanAbsoluteError(
  input: ContributionHistory,
  from: Estimate,
  ahead: number,
): number {
  let total = 0;
  let customers = 0;
  forEachHeldBack(input, from, ahead, (_, errors) => {
    let sum = 0;
    for (const error of errors) sum += error;
    total += Math.abs(sum / ahead);
    customers += 1;
  });
  return customers > 0 ? total / customers : 0;
}

/** Variances in units of a customer's own month-to-month variance. */
export type ErrorVariances = {
  /** Of the level as estimated. */
  uncertainty: number;
  /** Of the level's change in a month. */
  drift: number;
};

/**
 * How wide the errors on held-back months are, apart for customers who brought less than foretold and
 * for those who brought more: losses end at nothing, gains do not. The 5th and the 95th percentile of the error of a mean
 * month stand for the spread of either side, so that an interval keeps its promise where errors are
 * not normal. Measured over `near` and over `far` months, they tell what grows with the distance, as
 * the mean of a random walk does, from what does not.
 *
 * Where fewer than 20 customers can be looked at, a customer's own deviation stands for both sides.
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
    apart(spreadOf(close, sign) ** 2, walked(near), spreadOf(distant, sign) ** 2, walked(far));
  return { below: side(-1), above: side(1) };
}

/** Errors of the mean of the first `ahead` held-back months, in units of the customers' deviations, ascending. */
function meanErrors(input: ContributionHistory, from: Estimate, ahead: number): Float64Array {
  const found: number[] = [];
  forEachHeldBack(input, from, ahead, (row, errors) => {
    const deviation = from.deviation[row]!;
    if (deviation === 0) return;
    let sum = 0;
    for (const error of errors) sum += error;
    found.push(sum / ahead / deviation);
  });
  return Float64Array.from(found).sort();
}

/** The standard deviation of a normal variable that goes as far to one side nineteen times in twenty. */
function spreadOf(sorted: Float64Array, sign: 1 | -1): number {
  const place = Math.max(0, Math.floor(0.05 * (sorted.length + 1)) - 1);
  const extreme = sign === 1 ? sorted[sorted.length - 1 - place]! : -sorted[place]!;
  return Math.max(0, extreme) / NORMAL_95TH;
}

/** Variance of the mean of a random walk's first n steps, per unit of a step's. */
function walked(n: number): number {
  return ((n + 1) * (2 * n + 1)) / (6 * n);
}

/** Variances that are uncertainty + drift·walked at both distances, as nearly as can be with none below 0. */
function apart(near: number, nearWalked: number, far: number, farWalked: number): ErrorVariances {
  if (far <= near || farWalked === nearWalked)
    return { uncertainty: Math.max(near, far), drift: 0 };
  const drift = (far - near) / (farWalked - nearWalked);
  const uncertainty = near - drift * nearWalked;
  return uncertainty >= 0 ? { uncertainty, drift } : { uncertainty: 0, drift: far / farWalked };
}

/** Calls back for customers with history up to what the estimate knows and all of the `ahead` months after it. */
function forEachHeldBack(
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
