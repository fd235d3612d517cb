/**
 * Labels every point with its nearest centroid (squared Euclidean distance; on a tie the first).
 *
 * @param points rows × `dimensions`, row-major
 * @param centroids k × `dimensions`, row-major
 * @param labels receives for each row the index of its centroid
 * @returns the inertia: the sum of the squared distances from each point to its centroid
 */
export function labelNearest(
  points: Float64Array,
  dimensions: number,
  centroids: Float64Array,
  labels: Int32Array,
): number {
  const k = centroids.length / dimensions;
  let inertia = 0;
  for (let row = 0, at = 0; row < labels.length; row++, at += dimensions) {
    let nearest = 0;
    let smallest = Number.POSITIVE_INFINITY;
    for (let centroid = 0, from = 0; centroid < k; centroid++, from += dimensions) {
      let distance = 0;
      for (let d = 0; d < dimensions; d++) {
        const difference = points[at + d]! - centroids[from + d]!;
        distance += difference * difference;
      }
      if (distance < smallest) {
        smallest = distance;
        nearest = centroid;
      }
    }
    labels[row] = nearest;
    inertia += smallest;
  }
  return inertia;
}

/** The squared Euclidean distance between row `i` of `a` and row `j` of `b`, both row-major. */
export function squaredDistance(
  a: Float64Array,
  i: number,
  b: Float64Array,
  j: number,
  dimensions: number,
): number {
  return distanceAt(a, i * dimensions, b, j * dimensions, dimensions);
}

/** The squared Euclidean distance between the points that begin at one place of `a` and another of `b`. */
export function distanceAt(
  a: Float64Array,
  from: number,
  b: Float64Array,
  other: number,
  dimensions: number,
): number {
  let distance = 0;
  for (let d = 0; d < dimensions; d++) {
    const difference = a[from + d]! - b[other + d]!;
    distance += difference * difference;
  }
  return distance;
}
