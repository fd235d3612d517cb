import { completeFit, type FitOptions, type SegmentationFit } from './complete-fit.ts';
import type { FeatureColumn } from './feature-transformation.ts';
import { findSegments } from './find-segments.ts';
import type { SegmentationSpecification } from './segmentation.ts';

/**
 * Segments a bank's customers for the first time. The model is plain JSON; `assignSegments` assigns
 * customers with it on later nights, and `refitSegmentation` renews it when `hasDrifted` says so, or on
 * schedule.
 *
 * @param columns at least the features that the specification names, one value a customer
 * @throws RangeError when a feature is not among the columns, infinite, or missing where that is
 *   refused (feature and row are named), or the specification is invalid (such as k below 1)
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
