import { squaredDistance } from './nearest-centroid.ts';

const LEAF_ROWS = 12;

/** Points arranged so that those near a given point are found without comparing all of them. */
export type KdTree = {
  /**
   * Calls `visit` with every point no farther than `radius` from a query point, and their squared distance.
   *
   * @param block rows × dimensions, row-major, of which `row` is the query point
   */
  within(
    block: Float64Array,
    row: number,
    radius: number,
    visit: (row: number, squared: number) => void,
  ): void;
};

/**
 * A k-d tree (Bentley 1975), split at the median of the coordinate with the greatest range.
 *
 * @param points rows × `dimensions`, row-major; not copied, so they must not change
 */
export function buildKdTree(points: Float64Array, dimensions: number): KdTree {
  const root = split(
    points,
    dimensions,
    Int32Array.from({ length: points.length / dimensions }, (_, row) => row),
  );
  return {
    within(block, row, radius, visit) {
      const most = radius * radius;
      const open: Node[] = [root];
      for (let node = open.pop(); node !== undefined; node = open.pop()) {
        if (node.rows !== undefined) {
          for (const candidate of node.rows) {
            const squared = squaredDistance(block, row, points, candidate, dimensions);
            if (squared <= most) visit(candidate, squared);
          }
          continue;
        }
        const offset = block[row * dimensions + node.axis]! - node.at;
        const reaches = offset * offset <= most;
        if (offset <= 0 || reaches) open.push(node.below);
        if (offset >= 0 || reaches) open.push(node.above);
      }
    },
  };
}

type Node =
  | { rows: Int32Array }
  | { rows?: undefined; axis: number; at: number; below: Node; above: Node };

function split(points: Float64Array, dimensions: number, rows: Int32Array): Node {
  if (rows.length <= LEAF_ROWS) return { rows };
  let axis = 0;
  let widest = -1;
  for (let d = 0; d < dimensions; d++) {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (const row of rows) {
      const value = points[row * dimensions + d]!;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    if (high - low > widest) {
      widest = high - low;
      axis = d;
    }
  }
  if (widest === 0) return { rows };
  const ordered = rows.sort(
    (a, b) => points[a * dimensions + axis]! - points[b * dimensions + axis]! || a - b,
  );
  const middle = ordered.length >> 1;
  return {
    axis,
    at: points[ordered[middle]! * dimensions + axis]!,
    below: split(points, dimensions, ordered.slice(0, middle)),
    above: split(points, dimensions, ordered.slice(middle)),
  };
}
