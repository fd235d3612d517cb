import { SimpleLinearRegression } from 'ml-regression';
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
export type ErrorRatios = {
  noise: number;
  uncertainty: number;
  drift: number;
  /** What all standard deviations are multiplied by for nine in ten errors to lie in the interval. */
  scale: number;
};

/**
 * How wide the errors on held-back months are. The 90th percentile of |error| stands for the spread,
 * so that the interval keeps its promise where errors are not normal. A month's squared error grows
 * with the distance as noise + uncertainty + drift·k; the error of several months' mean, in which
 * noise averages out and the rest does not, tells the first two apart.
 */
export function errorRatios(
  input: ContributionHistory,
  from: Estimate,
  ahead: number,
): ErrorRatios {
  const months: number[][] = Array.from({ length: ahead }, () => []);
  const means: number[] = [];
  forEachHeldBack(input, from, ahead, (row, errors) => {
    const deviation = from.deviation[row]!;
    if (deviation === 0) return;
    let sum = 0;
    errors.forEach((error, k) => {
      months[k]?.push(Math.abs(error) / deviation);
      sum += error;
    });
    means.push(Math.abs(sum / ahead) / deviation);
  });
  if (means.length < 20) return { noise: 1, uncertainty: 0, drift: 0, scale: 1 };
  const distance = months.map((_, k) => k + 1);
  const squared = months.map((errors) => spreadOf(errors) ** 2);
  const line = new SimpleLinearRegression(distance, squared);
  const drift = Math.max(0, Math.min(line.slope, line.slope * 2 + line.intercept));
  const level = squared.reduce((sum, value, k) => sum + value - drift * (k + 1), 0) / ahead;
  const start = Math.max(0, level);
  // Mean of a random walk's first n steps: variance (n + 1)(2n + 1) / (6n) of a step's.
  const walked = (drift * ((ahead + 1) * (2 * ahead + 1))) / (6 * ahead);
  const ofMean = spreadOf(means) ** 2;
  const noise = Math.min(start, Math.max(0, (start + walked - ofMean) / (1 - 1 / ahead)));
  const uncertainty = start - noise;
  const standardised: number[] = [];
  forEachHeldBack(input, from, ahead, (row, errors) => {
    const variance = from.deviation[row]! ** 2;
    const deviation = Math.sqrt(
      variance * (noise / ahead + walked) +
        Math.max(variance * uncertainty, from.posterior[row]! ** 2),
    );
    if (deviation === 0) return;
    let sum = 0;
    for (const error of errors) sum += error;
    standardised.push(Math.abs(sum / ahead) / deviation);
  });
  const scale = standardised.length < 20 ? 1 : spreadOf(standardised);
  return { noise, uncertainty, drift, scale };
}

/** The standard deviation of a normal variable whose absolute value has this 90th percentile. */
function spreadOf(absolute: number[]): number {
  const sorted = Float64Array.from(absolute).sort();
  const place = Math.min(sorted.length - 1, Math.ceil(0.9 * (sorted.length + 1)) - 1);
  return sorted[place]! / NORMAL_95TH;
}

/** Calls back for customers with history before the held-back months and all of those known. */
function forEachHeldBack(
  input: ContributionHistory,
  from: Estimate,
  ahead: number,
  take: (row: number, errors: Float64Array) => void,
): void {
  const { history, months, segment } = input;
  const errors = new Float64Array(ahead);
  for (let row = 0; row < segment.length; row++) {
    const last = history[row * months + months - ahead - 1]!;
    if (Number.isNaN(last)) continue;
    let expected = from.level[row]!;
    let step = from.slope[row]!;
    let complete = true;
    for (let k = 0; k < ahead; k++) {
      step *= DAMPING;
      expected += step;
      const actual = history[row * months + months - ahead + k]!;
      if (Number.isNaN(actual)) complete = false;
      errors[k] = actual - expected;
    }
    if (complete) take(row, errors);
  }
}
