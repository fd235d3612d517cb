import { labelByCorePoints } from './density.ts';
import {
  applyTransformation,
  columnOf,
  type FeatureColumn,
  type FeatureTransformation,
} from './feature-transformation.ts';
import { labelNearest, squaredDistance } from './nearest-centroid.ts';
import { labelByRules } from './rules.ts';
import type { Labelling } from './segmentation.ts';

/** The parts of a model that are needed to assign customers to segments. */
export type Labeller = {
  transformation: readonly FeatureTransformation[];
  labelling: Labelling;
  /** each segment's centre in transformed units, which distances are measured from, or null */
  centres: readonly (number[] | null)[];
};

/** The labels of customers, and sums over each segment. */
export type Tally = {
  /** for each row the index of its segment */
  labels: Int32Array;
  /** how many customers each segment has */
  sizes: Float64Array;
  /** segments × features, row-major: sums of transformed values, of known raw values, and how many are known */
  transformedSums: Float64Array;
  rawSums: Float64Array;
  rawCounts: Float64Array;
  /** for each segment, the sum of squared distances to its centre; 0 where it has none */
  squaredDistances: Float64Array;
  /** for each segment, the row nearest to its centre, or −1, and its squared distance */
  nearestRows: Int32Array;
  nearestDistances: Float64Array;
};

/**
 * Assigns every customer in the columns to a segment, and sums over each segment.
 *
 * @throws RangeError when a feature is not among the columns
 */
export function tallyRows(labeller: Labeller, columns: readonly FeatureColumn[]): Tally {
  const { transformation, centres } = labeller;
  const dimensions = transformation.length;
  const points = applyTransformation(transformation, columns);
  const raw = transformation.map(({ feature }) => columnOf(columns, feature).values);
  const labels = labelRows(labeller.labelling, points, dimensions, columns);
  const tally = emptyTally(labels, segmentCount(labeller.labelling), dimensions);
  const centre = centres.map((coordinates) => coordinates && Float64Array.from(coordinates));
  for (let row = 0; row < labels.length; row++) {
    const segment = labels[row]!;
    tally.sizes[segment]! += 1;
    for (let d = 0, at = segment * dimensions; d < dimensions; d++, at++) {
      tally.transformedSums[at]! += points[row * dimensions + d]!;
      const value = raw[d]![row]!;
      if (Number.isNaN(value)) continue;
      tally.rawSums[at]! += value;
      tally.rawCounts[at]! += 1;
    }
    const own = centre[segment];
    if (!own) continue;
    const squared = squaredDistance(points, row, own, 0, dimensions);
    tally.squaredDistances[segment]! += squared;
    if (squared < tally.nearestDistances[segment]!) {
      tally.nearestDistances[segment] = squared;
      tally.nearestRows[segment] = row;
    }
  }
  return tally;
}

/**
 * Joins tallies of consecutive blocks of customers.
 *
 * @param tallies in the order of the blocks, at least one
 * @param rows how many customers there are in all
 */
export function joinTallies(tallies: readonly Tally[], rows: number): Tally {
  const first = tallies[0]!;
  const segments = first.sizes.length;
  const dimensions = first.rawSums.length / segments;
  const joined = emptyTally(new Int32Array(rows), segments, dimensions);
  let offset = 0;
  for (const tally of tallies) {
    joined.labels.set(tally.labels, offset);
    addTo(joined.sizes, tally.sizes);
    addTo(joined.transformedSums, tally.transformedSums);
    addTo(joined.rawSums, tally.rawSums);
    addTo(joined.rawCounts, tally.rawCounts);
    addTo(joined.squaredDistances, tally.squaredDistances);
    for (let segment = 0; segment < segments; segment++) {
      if (tally.nearestDistances[segment]! < joined.nearestDistances[segment]!) {
        joined.nearestDistances[segment] = tally.nearestDistances[segment]!;
        joined.nearestRows[segment] = tally.nearestRows[segment]! + offset;
      }
    }
    offset += tally.labels.length;
  }
  return joined;
}

/**
 * The segment of every row, as an index into the model's segments.
 *
 * @param points rows × `dimensions`, row-major: the same rows as the columns, transformed
 */
export function labelRows(
  labelling: Labelling,
  points: Float64Array,
  dimensions: number,
  columns: readonly FeatureColumn[],
): Int32Array {
  const rows = points.length / dimensions;
  switch (labelling.by) {
    case 'centroid': {
      const labels = new Int32Array(rows);
      labelNearest(points, dimensions, Float64Array.from(labelling.centroids.flat()), labels);
      return labels;
    }
    case 'core points':
      return labelByCorePoints(
        points,
        dimensions,
        Float64Array.from(labelling.points.flat()),
        labelling.labels,
        labelling.radius,
        segmentCount(labelling) - 1,
      );
    case 'rules':
      return labelByRules(columns, labelling.rules, rows);
  }
}

/** The number of segments of a labelling, including the one for what is left over. */
export function segmentCount(labelling: Labelling): number {
  switch (labelling.by) {
    case 'centroid':
      return labelling.centroids.length;
    case 'core points':
      return labelling.labels.reduce((most, label) => Math.max(most, label + 1), 0) + 1;
    case 'rules':
      return labelling.rules.length + 1;
  }
}

function emptyTally(labels: Int32Array, segments: number, dimensions: number): Tally {
  return {
    labels,
    sizes: new Float64Array(segments),
    transformedSums: new Float64Array(segments * dimensions),
    rawSums: new Float64Array(segments * dimensions),
    rawCounts: new Float64Array(segments * dimensions),
    squaredDistances: new Float64Array(segments),
    nearestRows: new Int32Array(segments).fill(-1),
    nearestDistances: new Float64Array(segments).fill(Number.POSITIVE_INFINITY),
  };
}

function addTo(sums: Float64Array, more: Float64Array): void {
  for (let i = 0; i < sums.length; i++) sums[i]! += more[i]!;
}
