import { completeFit, type FitOptions, type SegmentationFit } from './complete-fit.ts';
import type { FeatureColumn } from './feature-transformation.ts';
import { findSegments } from './find-segments.ts';
import type { SegmentationSpecification } from './segmentation.ts';

/**
 * Divides a bank's customers into segments for the first time. The model is plain JSON: `assignSegments` finds the
 * segment of any customer by it on later nights, and `refitSegmentation` renews it when `hasDrifted`
 * says so, or on schedule.
 *
 * @param columns at least the features that the specification names, one value a customer
 * @throws RangeError when a feature is not among the columns, infinite, or missing where that is
 *   refused (feature and row are named), or the specification makes no sense (k below 1, say)
 */
export function fitSegmentation(
  columns: readonly FeatureColumn[],
  specification: SegmentationSpecification,
  options: FitOptions,
): SegmentationFit {
  const found = findSegments(columns, specification, options.seed, null);
  const { firstNumber: first = 1 } = options;
  const identities = found.fixedIds.map((id, i) => ({
    id: id ?? `s${first + i}`,
    number: first + i,
  }));
  return completeFit(
    found,
    identities,
    first + identities.length,
    new Map(),
    specification,
    options,
  );
}
