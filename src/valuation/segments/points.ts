/**
 * Checks a block of points and counts its rows.
 *
 * @param points rows × `dimensions`, row-major
 * @returns the number of rows, at least 1
 * @throws RangeError when there is no row, the length does not divide by `dimensions`, or a value is
 *   missing, infinite or so large that its square overflows; row and column are named, from 0
 */
export function countPoints(points: Float64Array, dimensions: number): number {
  if (!Number.isInteger(dimensions) || dimensions < 1) {
    throw new RangeError(`dimensions must be a whole number from 1, but it is ${dimensions}.`);
  }
  if (points.length === 0 || points.length % dimensions !== 0) {
    throw new RangeError(
      `Expected at least one point of ${dimensions} coordinates each, but got ${points.length} numbers in all.`,
    );
  }
  for (let i = 0; i < points.length; i++) {
    if (!(Math.abs(points[i]!) <= 1e150)) {
      throw new RangeError(
        `The point in row ${Math.floor(i / dimensions)}, column ${i % dimensions} is ${points[i]}, but clustering needs finite numbers up to 1e150. Fill or drop it first.`,
      );
    }
  }
  return points.length / dimensions;
}

/** Copies the given rows of row-major points into a new array, in the given order. */
export function takeRows(points: Float64Array, dimensions: number, rows: Int32Array): Float64Array {
  const taken = new Float64Array(rows.length * dimensions);
  for (let i = 0; i < rows.length; i++) {
    const from = rows[i]! * dimensions;
    taken.set(points.subarray(from, from + dimensions), i * dimensions);
  }
  return taken;
}

/** Row-major points as one array for each row, as clustering packages need them. */
export function toRows(points: Float64Array, dimensions: number): number[][] {
  return Array.from({ length: points.length / dimensions }, (_, row) =>
    Array.from(points.subarray(row * dimensions, (row + 1) * dimensions)),
  );
}

/**
 * The mean of each coordinate.
 *
 * @param points rows × `dimensions`, row-major
 */
export function meanPoint(points: Float64Array, dimensions: number): Float64Array {
  const mean = new Float64Array(dimensions);
  for (let at = 0; at < points.length; at += dimensions) {
    for (let d = 0; d < dimensions; d++) mean[d]! += points[at + d]!;
  }
  const rows = points.length / dimensions;
  for (let d = 0; d < dimensions; d++) mean[d]! /= rows;
  return mean;
}
