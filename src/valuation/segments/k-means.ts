import { kmeans } from 'ml-kmeans';
import { seededRandom } from '../numeric/random.ts';
import { LloydPasses, type Pass } from './lloyd.ts';
import { labelNearest, squaredDistance } from './nearest-centroid.ts';
import { countPoints, meanPoint, takeRows, toRows } from './points.ts';
import { stratifiedSample } from './stratified-sample.ts';

/** Starts are tried on about this many rows; the best is then refined on every row. */
const SAMPLE_ROWS = 3000;
/** Refinement stops when a pass over every row lowers the inertia by no more than this share. */
const LEAST_GAIN = 1e-5;
/** A fresh start replaces given centroids only when its inertia is lower by more than this share. */
const WORTH_REPLACING = 0.01;

/** A k-means clustering; every centroid has at least one row. */
export type KMeans = {
  /** k × dimensions, row-major; fewer than k rows where there are fewer distinct points */
  centroids: Float64Array;
  /** for each row the index of its centroid */
  labels: Int32Array;
  /** sum of the squared distances from each row to its centroid */
  inertia: number;
  /** Lloyd passes of the start that was kept: on the sample, then over every row */
  iterations: number;
};

/** Options of `kMeans`. */
export type KMeansOptions = {
  /** determines every random choice */
  seed: number;
  /** the most passes on the sample, and again over every row; 100 by default */
  maxIterations?: number;
  /** how many k-means++ starts are tried; 4 by default */
  starts?: number;
  /** centroids to start from, row-major; used unless a fresh start is better by more than 1 % */
  initial?: Float64Array;
};

/**
 * Groups points around k centroids so that the sum of squared distances is small: several k-means++
 * starts (Arthur & Vassilvitskii 2007, by ml-kmeans) on a stratified sample, the best one refined by
 * Lloyd's algorithm over every row. No cluster is empty: one without rows takes the point farthest from its
 * centroid, and where there are fewer than k distinct points, there are fewer clusters. Clustering again
 * from the centroids of a finished run gives the same centroids.
 *
 * @param points rows × `dimensions`, row-major, finite; scale the columns first
 * @param k a whole number ≥ 1
 * @throws RangeError when a value is missing or infinite (its row and column are named), there is no
 *   row, or k is not a whole number from 1
 */
export function kMeans(
  points: Float64Array,
  dimensions: number,
  k: number,
  { seed, maxIterations = 100, starts = 4, initial }: KMeansOptions,
): KMeans {
  countPoints(points, dimensions);
  if (!Number.isInteger(k) || k < 1) {
    throw new RangeError(`k must be a whole number from 1, but it is ${k}.`);
  }
  const fresh = startOnSample(points, dimensions, k, seed, maxIterations, starts);
  const found = refine(points, dimensions, fresh.centroids, maxIterations);
  found.iterations += fresh.iterations;
  if (initial === undefined) return found;
  const kept = refine(points, dimensions, initial, maxIterations);
  return found.inertia < kept.inertia * (1 - WORTH_REPLACING) ? found : kept;
}

type Start = { centroids: Float64Array; iterations: number };

function startOnSample(
  points: Float64Array,
  dimensions: number,
  k: number,
  seed: number,
  maxIterations: number,
  starts: number,
): Start {
  const random = seededRandom(seed);
  const rows = stratifiedSample(points, dimensions, SAMPLE_ROWS, random);
  const sample = takeRows(points, dimensions, rows);
  const distinct = distinctPoints(sample, dimensions, k);
  if (distinct.length < k * dimensions) {
    // Repeats of the first centroid have no rows; refinement moves them to points that are far from any centroid.
    const padded = new Float64Array(k * dimensions);
    for (let at = 0; at < padded.length; at++) {
      padded[at] = at < distinct.length ? distinct[at]! : distinct[at % dimensions]!;
    }
    return { centroids: padded, iterations: 0 };
  }

  const data = toRows(sample, dimensions);
  const labels = new Int32Array(rows.length);
  const tolerance = 1e-4 * meanVariance(sample, dimensions);
  let best: Start | undefined;
  let lowest = Number.POSITIVE_INFINITY;
  for (let start = 0; start < starts || best === undefined; start++) {
    const result = kmeans(data, k, { seed: random.integer(2 ** 31), maxIterations, tolerance });
    const centroids = Float64Array.from(result.centroids.flat());
    const inertia = labelNearest(sample, dimensions, centroids, labels);
    if (best === undefined || inertia < lowest) {
      lowest = inertia;
      best = { centroids, iterations: result.iterations };
    }
  }
  return best;
}

/** Up to `most` points that differ from one another, in the order of the rows. */
function distinctPoints(points: Float64Array, dimensions: number, most: number): Float64Array {
  const rows = points.length / dimensions;
  const found = new Float64Array(most * dimensions);
  let count = 0;
  for (let row = 0; row < rows && count < most; row++) {
    let isNew = true;
    for (let other = 0; other < count && isNew; other++) {
      isNew = squaredDistance(points, row, found, other, dimensions) > 0;
    }
    if (!isNew) continue;
    found.set(points.subarray(row * dimensions, (row + 1) * dimensions), count * dimensions);
    count++;
  }
  return found.subarray(0, count * dimensions);
}

/** The variance of a coordinate, averaged over the coordinates. */
function meanVariance(points: Float64Array, dimensions: number): number {
  const mean = meanPoint(points, dimensions);
  const rows = points.length / dimensions;
  let sum = 0;
  for (let row = 0; row < rows; row++) sum += squaredDistance(points, row, mean, 0, dimensions);
  return sum / (rows * dimensions);
}

/** Lloyd's algorithm over every row, from the given centroids. */
function refine(
  points: Float64Array,
  dimensions: number,
  centroids: Float64Array,
  maxIterations: number,
): KMeans {
  const rows = points.length / dimensions;
  const passes = new LloydPasses(points, dimensions);
  let current: Settled = settle(points, dimensions, centroids, new Int32Array(rows), passes);
  let spare: Int32Array = new Int32Array(rows);
  let iterations = 0;
  while (iterations < maxIterations) {
    iterations++;
    const { sums, sizes } = current;
    const means = sums.map((sum, at) => sum / sizes[Math.floor(at / dimensions)]!);
    const next = settle(points, dimensions, means, spare, passes);
    // Keeping the previous centroids, not the slightly better ones, makes a second fit that starts from them
    // stop at once: the same customers give the same centroids, bit for bit.
    if (!(next.inertia < current.inertia * (1 - LEAST_GAIN))) break;
    spare = current.labels;
    current = next;
  }
  return {
    centroids: current.centroids,
    labels: current.labels,
    inertia: current.inertia,
    iterations,
  };
}

type Settled = Pass & { centroids: Float64Array; labels: Int32Array };

/** Labels every row, and moves or drops centroids without rows until every centroid has one. */
function settle(
  points: Float64Array,
  dimensions: number,
  given: Float64Array,
  labels: Int32Array,
  passes: LloydPasses,
): Settled {
  let centroids = Float64Array.from(given);
  for (;;) {
    const pass = passes.label(centroids, labels);
    const { sizes } = pass;
    const empty = sizes.indexOf(0);
    if (empty === -1) return { centroids, labels, ...pass };
    passes.startAfresh();
    const farthest = farthestRow(points, dimensions, centroids, labels);
    if (farthest === -1) {
      centroids = centroids.filter((_, at) => sizes[Math.floor(at / dimensions)]! > 0);
    } else {
      centroids.set(
        points.subarray(farthest * dimensions, (farthest + 1) * dimensions),
        empty * dimensions,
      );
    }
  }
}

/** The row farthest from its own centroid, or −1 when every row lies on it. */
function farthestRow(
  points: Float64Array,
  dimensions: number,
  centroids: Float64Array,
  labels: Int32Array,
): number {
  let farthest = -1;
  let greatest = 0;
  for (let row = 0; row < labels.length; row++) {
    const distance = squaredDistance(points, row, centroids, labels[row]!, dimensions);
    if (distance > greatest) {
      greatest = distance;
      farthest = row;
    }
  }
  return farthest;
}

/**
 * The mean point of each label's rows.
 *
 * @param points rows × `dimensions`, row-major
 * @param labels one label from 0 to `count` − 1 for each row
 * @returns `count` × `dimensions`, row-major; `NaN` for a label without rows
 */
export function meansOf(
  points: Float64Array,
  dimensions: number,
  labels: Int32Array,
  count: number,
): Float64Array {
  const means = new Float64Array(count * dimensions);
  const sizes = new Float64Array(count);
  for (let row = 0, at = 0; row < labels.length; row++, at += dimensions) {
    const label = labels[row]!;
    sizes[label]! += 1;
    for (let d = 0; d < dimensions; d++) means[label * dimensions + d]! += points[at + d]!;
  }
  for (let at = 0; at < means.length; at++) means[at]! /= sizes[Math.floor(at / dimensions)]!;
  return means;
}
