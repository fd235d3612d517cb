import { seededRandom } from '../numeric/random.ts';
import { meansOf } from './k-means.ts';
import { squaredDistance } from './nearest-centroid.ts';
import { takeRows } from './points.ts';

/** The silhouette compares every row with every other, so it is computed on about this many. */
const SILHOUETTE_ROWS = 1000;
const LEAST_PER_SEGMENT = 8;

/** How well a segmentation separates customers, in standardised units. */
export type SegmentMeasures = {
  /** mean silhouette on a sample, −1 to 1, higher is better; null with fewer than two segments */
  silhouette: number | null;
  /** Davies–Bouldin index, from 0, lower is better; null with fewer than two segments */
  daviesBouldin: number | null;
  /** mean distance of a customer to the centre of the segment; one number a segment */
  within: number[];
  /** distance between the centres of two segments; segments × segments */
  between: number[][];
};

/**
 * Internal measures of how well a segmentation separates its customers.
 *
 * @param points rows × `dimensions`, row-major
 * @param labels one label from 0 to `count` − 1 for each row, each with at least one row
 * @param seed determines the sample of the silhouette
 */
export function measureSegments(
  points: Float64Array,
  dimensions: number,
  labels: Int32Array,
  count: number,
  seed: number,
): SegmentMeasures {
  const centres = meansOf(points, dimensions, labels, count);
  const within = new Array<number>(count).fill(0);
  const sizes = new Array<number>(count).fill(0);
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row]!;
    sizes[label]! += 1;
    within[label]! += Math.sqrt(squaredDistance(points, row, centres, label, dimensions));
  }
  for (let label = 0; label < count; label++) within[label]! /= sizes[label]!;
  const between = within.map((_, i) =>
    within.map((_, j) => Math.sqrt(squaredDistance(centres, i, centres, j, dimensions))),
  );
  // Starts with nulls: with object literals that start with two computed numbers, optimised code of Node 24.21 returned
  // the figures of one call in the objects of others.
  const measures: SegmentMeasures = { silhouette: null, daviesBouldin: null, within, between };
  if (count < 2) return measures;

  const rows = sampleLabels(labels, sizes, seed);
  const sample = takeRows(points, dimensions, rows);
  const sampleOf = Int32Array.from(rows, (row) => labels[row]!);
  measures.silhouette = meanSilhouette(distanceMatrix(sample, dimensions), sampleOf, count);
  measures.daviesBouldin = daviesBouldin(within, between);
  return measures;
}

/**
 * The mean silhouette (Rousseeuw 1987): (b − a) / max(a, b) for each row, with a its mean distance to
 * its own group and b to the nearest other; 0 for a row alone in its group.
 *
 * @param distances rows × rows, row-major
 * @param labels one label from 0 to `count` − 1 for each row; at least two of them occur
 * @returns −1 to 1
 */
export function meanSilhouette(distances: Float64Array, labels: Int32Array, count: number): number {
  const rows = labels.length;
  const sizes = new Float64Array(count);
  for (const label of labels) sizes[label]! += 1;
  const sums = new Float64Array(count);
  let total = 0;
  for (let row = 0; row < rows; row++) {
    sums.fill(0);
    for (let other = 0; other < rows; other++)
      sums[labels[other]!]! += distances[row * rows + other]!;
    const own = labels[row]!;
    if (sizes[own] === 1) continue;
    const a = sums[own]! / (sizes[own]! - 1);
    let b = Number.POSITIVE_INFINITY;
    for (let label = 0; label < count; label++) {
      if (label !== own && sizes[label]! > 0) b = Math.min(b, sums[label]! / sizes[label]!);
    }
    if (a !== b) total += (b - a) / Math.max(a, b);
  }
  return total / rows;
}

/**
 * The Euclidean distances between all pairs of points.
 *
 * @param points rows × `dimensions`, row-major
 * @returns rows × rows, row-major
 */
export function distanceMatrix(points: Float64Array, dimensions: number): Float64Array {
  const rows = points.length / dimensions;
  const distances = new Float64Array(rows * rows);
  for (let i = 1; i < rows; i++) {
    for (let j = 0; j < i; j++) {
      const distance = Math.sqrt(squaredDistance(points, i, points, j, dimensions));
      distances[i * rows + j] = distance;
      distances[j * rows + i] = distance;
    }
  }
  return distances;
}

/** Davies & Bouldin 1979: the mean over segments of the worst (within + within) / between. */
function daviesBouldin(within: readonly number[], between: readonly number[][]): number | null {
  let sum = 0;
  for (let i = 0; i < within.length; i++) {
    let worst = 0;
    for (let j = 0; j < within.length; j++) {
      if (i === j) continue;
      const spread = within[i]! + within[j]!;
      // The index is infinite for two segments with the same centre.
      if (between[i]![j] === 0) return null;
      worst = Math.max(worst, spread / between[i]![j]!);
    }
    sum += worst;
  }
  return sum / within.length;
}

/** Samples rows in proportion from every segment, and at least a few of the smallest. */
function sampleLabels(labels: Int32Array, sizes: readonly number[], seed: number): Int32Array {
  const random = seededRandom(seed);
  const left = Float64Array.from(sizes);
  const wanted = left.map((size) =>
    Math.min(
      size,
      Math.max(LEAST_PER_SEGMENT, Math.round((size * SILHOUETTE_ROWS) / labels.length)),
    ),
  );
  const rows: number[] = [];
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row]!;
    if (random.next() * left[label]! < wanted[label]!) {
      rows.push(row);
      wanted[label]! -= 1;
    }
    left[label]! -= 1;
  }
  return Int32Array.from(rows);
}
