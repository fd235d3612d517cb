import { buildKdTree } from './kd-tree.ts';
import { squaredDistance } from './nearest-centroid.ts';

/** The most rows whose distance to their neighbours is computed to suggest a radius. */
const RADIUS_ROWS = 1000;

/** A point is a core point with at least this many points, itself included, within this distance. */
export type Density = { radius: number; neighbours: number };

/**
 * Density clustering: DBSCAN (Ester, Kriegel, Sander & Xu 1996). A core point has at least
 * `neighbours` points within `radius`, itself among them; core points within the radius of each other are
 * in one cluster.
 *
 * @param points rows × `dimensions`, row-major
 * @returns `labels`: for each row its cluster, from 0; −1 for a row that is not a core point. `count`: the
 *   number of clusters
 */
export function corePointClusters(
  points: Float64Array,
  dimensions: number,
  { radius, neighbours }: Density,
): { labels: Int32Array; count: number } {
  const rows = points.length / dimensions;
  const tree = buildKdTree(points, dimensions);
  const core = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) {
    let near = 0;
    tree.within(points, row, radius, () => {
      near++;
    });
    core[row] = near >= neighbours ? 1 : 0;
  }
  const labels = new Int32Array(rows).fill(-1);
  let count = 0;
  for (let first = 0; first < rows; first++) {
    if (core[first] === 0 || labels[first] !== -1) continue;
    labels[first] = count;
    const open = [first];
    for (let row = open.pop(); row !== undefined; row = open.pop()) {
      tree.within(points, row, radius, (other) => {
        if (core[other] === 0 || labels[other] !== -1) return;
        labels[other] = count;
        open.push(other);
      });
    }
    count++;
  }
  return { labels, count };
}

/**
 * Labels points with the cluster of the nearest core point within the radius, DBSCAN's border points among
 * them; with the first of two equally near.
 *
 * @param points rows × `dimensions`, row-major
 * @param core core points × `dimensions`, row-major
 * @param coreLabels the label of each core point
 * @param noise the label of a point without a core point within the radius
 * @returns one label a row
 */
export function labelByCorePoints(
  points: Float64Array,
  dimensions: number,
  core: Float64Array,
  coreLabels: ArrayLike<number>,
  radius: number,
  noise: number,
): Int32Array {
  const labels = new Int32Array(points.length / dimensions);
  const tree = buildKdTree(core, dimensions);
  for (let row = 0; row < labels.length; row++) {
    let nearest = -1;
    let smallest = Number.POSITIVE_INFINITY;
    tree.within(points, row, radius, (other, squared) => {
      if (squared < smallest || (squared === smallest && other < nearest)) {
        smallest = squared;
        nearest = other;
      }
    });
    labels[row] = nearest === -1 ? noise : coreLabels[nearest]!;
  }
  return labels;
}

/**
 * A radius that suits the data: the knee of the sorted curve of each point's distance to its nth nearest
 * point, itself included (Ester et al. 1996, 4.2), where the curve lies farthest below its chord.
 *
 * @param points rows × `dimensions`, row-major
 * @returns a positive distance; 1 where all points coincide
 */
export function suggestRadius(
  points: Float64Array,
  dimensions: number,
  neighbours: number,
): number {
  const rows = points.length / dimensions;
  const sampled = Math.min(rows, RADIUS_ROWS);
  const curve = Float64Array.from({ length: sampled }, (_, i) =>
    distanceToNth(points, dimensions, Math.floor((i * rows) / sampled), neighbours),
  ).sort();
  const first = curve[0]!;
  const last = curve[sampled - 1]!;
  if (last === 0) return 1;
  let knee = last;
  let deepest = 0;
  for (let i = 0; i < sampled; i++) {
    const below = first + ((last - first) * i) / Math.max(1, sampled - 1) - curve[i]!;
    if (below > deepest && curve[i]! > 0) {
      deepest = below;
      knee = curve[i]!;
    }
  }
  return knee;
}

/**
 * The distance from each row to its nth nearest, itself the first; to the farthest where there are fewer.
 *
 * @param points rows × `dimensions`, row-major
 */
export function distancesToNth(
  points: Float64Array,
  dimensions: number,
  nth: number,
): Float64Array {
  return Float64Array.from({ length: points.length / dimensions }, (_, row) =>
    distanceToNth(points, dimensions, row, nth),
  );
}

/** The distance from a row to its nth nearest, itself the first; to the farthest where there are fewer. */
function distanceToNth(points: Float64Array, dimensions: number, row: number, nth: number): number {
  const rows = points.length / dimensions;
  const nearest = new Float64Array(Math.min(nth, rows)).fill(Number.POSITIVE_INFINITY);
  for (let other = 0; other < rows; other++) {
    const squared = squaredDistance(points, row, points, other, dimensions);
    let at = nearest.length - 1;
    if (squared >= nearest[at]!) continue;
    for (; at > 0 && nearest[at - 1]! > squared; at--) nearest[at] = nearest[at - 1]!;
    nearest[at] = squared;
  }
  return Math.sqrt(nearest[nearest.length - 1]!);
}
