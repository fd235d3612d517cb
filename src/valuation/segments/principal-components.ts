import { meanPoint } from './points.ts';

/** The plane through points that shows the most of their variance. */
export type PrincipalPlane = {
  mean: number[];
  /** two orthogonal directions of length 1, the one with the greater variance first */
  components: [number[], number[]];
  /** share of the total variance along each, 0 to 1 */
  explained: [number, number];
};

/**
 * The two leading principal components (Hotelling 1933), from the covariance by Jacobi rotations
 * (Golub & Van Loan, Matrix Computations, 8.5). The largest coordinate of a component is positive, so
 * that the picture does not flip from one run to the next.
 *
 * @param points rows × `dimensions`, row-major; with one dimension the second component is zero
 */
export function principalPlane(points: Float64Array, dimensions: number): PrincipalPlane {
  const mean = meanPoint(points, dimensions);
  const { values, vectors } = symmetricEigen(covariance(points, dimensions, mean), dimensions);
  const total = values.reduce((sum, value) => sum + value, 0);
  const order = Array.from(values.keys()).sort((a, b) => values[b]! - values[a]! || a - b);
  const component = (rank: number): number[] => {
    const column = order[rank];
    if (column === undefined) return new Array<number>(dimensions).fill(0);
    const direction = Array.from(
      { length: dimensions },
      (_, d) => vectors[d * dimensions + column]!,
    );
    const largest = direction.reduce((a, b) => (Math.abs(b) > Math.abs(a) + 1e-9 ? b : a));
    return largest < 0 ? direction.map((value) => -value) : direction;
  };
  const explained = (rank: number): number => {
    const column = order[rank];
    return column === undefined || total <= 0 ? 0 : Math.max(0, values[column]!) / total;
  };
  return {
    mean: Array.from(mean),
    components: [component(0), component(1)],
    explained: [explained(0), explained(1)],
  };
}

/**
 * Projects points onto a plane.
 *
 * @param points rows × dimensions, row-major
 * @returns rows × 2, row-major
 */
export function projectOnPlane(plane: PrincipalPlane, points: Float64Array): Float64Array {
  const dimensions = plane.mean.length;
  const rows = points.length / dimensions;
  const positions = new Float64Array(rows * 2);
  for (let row = 0; row < rows; row++) {
    for (let axis = 0; axis < 2; axis++) {
      const component = plane.components[axis]!;
      let sum = 0;
      for (let d = 0; d < dimensions; d++) {
        sum += (points[row * dimensions + d]! - plane.mean[d]!) * component[d]!;
      }
      positions[row * 2 + axis] = sum;
    }
  }
  return positions;
}

function covariance(points: Float64Array, dimensions: number, mean: Float64Array): Float64Array {
  const rows = points.length / dimensions;
  const matrix = new Float64Array(dimensions * dimensions);
  const centred = new Float64Array(dimensions);
  for (let at = 0; at < points.length; at += dimensions) {
    for (let d = 0; d < dimensions; d++) centred[d] = points[at + d]! - mean[d]!;
    for (let i = 0; i < dimensions; i++) {
      for (let j = 0; j <= i; j++) matrix[i * dimensions + j]! += centred[i]! * centred[j]!;
    }
  }
  for (let i = 0; i < dimensions; i++) {
    for (let j = 0; j <= i; j++) {
      matrix[i * dimensions + j]! /= rows;
      matrix[j * dimensions + i] = matrix[i * dimensions + j]!;
    }
  }
  return matrix;
}

/** Eigenvalues, and eigenvectors as columns, of a symmetric matrix, which is overwritten. */
function symmetricEigen(
  matrix: Float64Array,
  size: number,
): { values: Float64Array; vectors: Float64Array } {
  const vectors = new Float64Array(size * size);
  for (let i = 0; i < size; i++) vectors[i * size + i] = 1;
  const scale = matrix.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  for (let sweep = 0; sweep < 60; sweep++) {
    let largest = 0;
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) {
        const off = matrix[p * size + q]!;
        largest = Math.max(largest, Math.abs(off));
        if (Math.abs(off) <= 1e-16 * scale) continue;
        const theta = (matrix[q * size + q]! - matrix[p * size + p]!) / (2 * off);
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const cos = 1 / Math.sqrt(t * t + 1);
        rotateColumns(matrix, size, p, q, cos, t * cos);
        rotateRows(matrix, size, p, q, cos, t * cos);
        rotateColumns(vectors, size, p, q, cos, t * cos);
      }
    }
    if (largest <= 1e-15 * scale) break;
  }
  return { values: Float64Array.from({ length: size }, (_, i) => matrix[i * size + i]!), vectors };
}

function rotateColumns(
  matrix: Float64Array,
  size: number,
  p: number,
  q: number,
  cos: number,
  sin: number,
): void {
  for (let k = 0; k < size; k++) {
    const kp = matrix[k * size + p]!;
    const kq = matrix[k * size + q]!;
    matrix[k * size + p] = cos * kp - sin * kq;
    matrix[k * size + q] = sin * kp + cos * kq;
  }
}

function rotateRows(
  matrix: Float64Array,
  size: number,
  p: number,
  q: number,
  cos: number,
  sin: number,
): void {
  for (let k = 0; k < size; k++) {
    const pk = matrix[p * size + k]!;
    const qk = matrix[q * size + k]!;
    matrix[p * size + k] = cos * pk - sin * qk;
    matrix[q * size + k] = sin * pk + cos * qk;
  }
}
