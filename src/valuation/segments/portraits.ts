import type { Segment, Segmentation, SegmentationModel, SegmentDrift } from './segmentation.ts';
import { type GivenNames, settleNames } from './settled-names.ts';
import type { Tally } from './tally.ts';

/** Shares are at least this in the stability index, so that it stays finite. */
const LEAST_SHARE = 1e-4;

/**
 * Describes the segments of a model by today's customers; segments without customers are left out, and the
 * labels renumbered.
 *
 * @param given names to show instead of the model's, and names that no segment may have
 */
export function portraySegments(
  model: SegmentationModel,
  tally: Tally,
  given: GivenNames,
): Segmentation {
  const rows = customersOf(tally);
  const dimensions = model.transformation.length;
  const bankMeans = model.transformation.map((_, d) => {
    let sum = 0;
    for (let at = d; at < tally.transformedSums.length; at += dimensions) {
      sum += tally.transformedSums[at]!;
    }
    return sum / rows;
  });
  const names = settleNames(model.segments, given);
  const segments: Segment[] = [];
  const shown = new Int32Array(model.segments.length).fill(-1);
  model.segments.forEach(({ id, number, kind, name }, index) => {
    const size = tally.sizes[index]!;
    if (size === 0) return;
    shown[index] = segments.length;
    const typicalRow = tally.nearestRows[index]!;
    segments.push({
      id,
      number,
      kind,
      name: names.get(id) ?? name,
      size,
      share: size / rows,
      typicalRow: typicalRow === -1 ? null : typicalRow,
      features: model.transformation.map(({ feature }, d) => {
        const at = index * dimensions + d;
        const known = tally.rawCounts[at]!;
        return {
          feature,
          mean: known === 0 ? null : tally.rawSums[at]! / known,
          standardScore: tally.transformedSums[at]! / size - bankMeans[d]!,
        };
      }),
    });
  });
  return {
    method: model.method,
    segments,
    labels: tally.labels.map((label) => shown[label]!),
    drift: driftOf(model, tally),
  };
}

/** The population stability index is Σ (now − then)·ln(now / then) over the segments' shares. */
function driftOf(model: SegmentationModel, tally: Tally): SegmentDrift {
  const rows = customersOf(tally);
  let stabilityIndex = 0;
  let distances = 0;
  let measured = 0;
  model.segments.forEach(({ size, centre }, index) => {
    const then = Math.max(size / model.rows, LEAST_SHARE);
    const now = Math.max(tally.sizes[index]! / rows, LEAST_SHARE);
    stabilityIndex += (now - then) * Math.log(now / then);
    if (centre === null) return;
    distances += tally.squaredDistances[index]!;
    measured += tally.sizes[index]!;
  });
  const mean = measured === 0 ? 0 : distances / measured;
  const before = model.meanSquaredDistance;
  // Where all customers of the fit lay on their centres, there is no spread to compare with.
  return {
    stabilityIndex,
    distanceRatio: before === 0 ? (mean === 0 ? 1 : 1 + mean) : mean / before,
  };
}

function customersOf({ sizes }: Tally): number {
  return sizes.reduce((sum, size) => sum + size, 0);
}
