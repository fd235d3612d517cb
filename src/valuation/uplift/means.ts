import { studentQuantile } from '../numeric/quantiles.ts';
import { normalDistribution } from '../numeric/special-functions.ts';
import type { Difference } from './proportions.ts';

/** How many were measured, their mean, and their sample variance (n − 1). */
export type Sample = { readonly of: number; readonly mean: number; readonly variance: number };

/**
 * The difference of two means with Welch's interval, which supposes no equal variances (Welch 1947; degrees of freedom by
 * Satterthwaite 1946).
 *
 * @param z the critical value as of a normal variable, such as 1.96 for 95 %: Student's t of the same tails is taken
 * @throws RangeError for a group of fewer than two, or a mean or a variance that is not known
 */
export function differenceOfMeans(treated: Sample, heldOut: Sample, z: number): Difference {
  for (const { of, mean, variance } of [treated, heldOut]) {
    if (!(of >= 2 && Number.isFinite(mean) && variance >= 0 && Number.isFinite(variance))) {
      throw new RangeError(
        `A difference of means needs two customers or more in each group, a mean and a variance of at least 0, but was given ${of}, ${mean} and ${variance}.`,
      );
    }
  }
  const difference = treated.mean - heldOut.mean;
  const one = treated.variance / treated.of;
  const other = heldOut.variance / heldOut.of;
  const squared = one + other;
  if (squared === 0) return { difference, low: difference, high: difference };
  const degrees = squared ** 2 / (one ** 2 / (treated.of - 1) + other ** 2 / (heldOut.of - 1));
  const tails = 2 * normalDistribution(-z);
  const margin = studentQuantile(tails, Math.max(1, degrees)) * Math.sqrt(squared);
  return { difference, low: difference - margin, high: difference + margin };
}
