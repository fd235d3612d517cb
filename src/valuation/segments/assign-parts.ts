import type { FeatureColumn } from './feature-transformation.ts';
import { portraySegments } from './portraits.ts';
import type { Segment, SegmentationModel } from './segmentation.ts';
import type { GivenNames } from './settled-names.ts';
import { joinTallies, type Tally } from './tally.ts';
import { tallyAll } from './tally-blocks.ts';

/** What some customers add up to, segment by segment: nothing of it grows with their number. */
export type PartTally = Tally;

/**
 * Assigns a part of a bank's customers to the segments of a fitted model, as `assignSegments` does with all of them at once.
 *
 * @param columns at least the model's features (and those of its rules), one value a customer, at least one customer
 * @param before what the parts before add up to; null for the first
 * @returns each customer's segment number, and what the parts up to this one add up to
 * @throws RangeError as `assignSegments` does
 */
export function assignPart(
  model: SegmentationModel,
  columns: readonly FeatureColumn[],
  before: PartTally | null,
): { numbers: Int32Array; tally: PartTally } {
  const tally = tallyAll(
    {
      transformation: model.transformation,
      labelling: model.labelling,
      centres: model.segments.map(({ centre }) => centre),
    },
    columns,
  );
  const numbers = tally.labels.map((label) => model.segments[label]!.number);
  const part = withoutRows(tally);
  return { numbers, tally: before === null ? part : joinTallies([before, part], 0) };
}

/**
 * The segments of a model by what all parts of a bank's customers add up to; the customer nearest to a centre is not told.
 *
 * @param given names to show instead of the model's, and names that no segment may have
 */
export function portrayParts(
  model: SegmentationModel,
  tally: PartTally,
  given: GivenNames,
): Segment[] {
  return portraySegments(model, tally, given).segments;
}

function withoutRows(tally: Tally): PartTally {
  return {
    ...tally,
    labels: new Int32Array(0),
    nearestRows: new Int32Array(tally.sizes.length).fill(-1),
  };
}
