/**
 * The lower triangle L of a symmetric positive definite matrix A = L·Lᵀ (Cholesky).
 *
 * @param matrix `size` × `size`, row-major; only the lower triangle is read
 * @returns L, row-major with zeros above the diagonal; `undefined` when the matrix is not positive
 *   definite to working precision
 */
export function choleskyFactor(matrix: Float64Array, size: number): Float64Array | undefined {
  const factor = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row * size + column]!;
      for (let k = 0; k < column; k++) sum -= factor[row * size + k]! * factor[column * size + k]!;
      if (row !== column) {
        factor[row * size + column] = sum / factor[column * size + column]!;
      } else {
        // A pivot lost to rounding would turn into an enormous, meaningless inverse.
        if (!(sum > 1e-14 * Math.abs(matrix[row * size + row]!))) return undefined;
        factor[row * size + row] = Math.sqrt(sum);
      }
    }
  }
  return factor;
}

/**
 * Solves A·x = b for a matrix factored by {@link choleskyFactor}.
 *
 * @param factor L, `size` × `size`, row-major
 * @param right b, of length `size`; not changed
 * @returns x, of length `size`
 */
export function choleskySolve(
  factor: Float64Array,
  size: number,
  right: Float64Array,
): Float64Array {
  const solution = Float64Array.from(right);
  for (let row = 0; row < size; row++) {
    let sum = solution[row]!;
    for (let k = 0; k < row; k++) sum -= factor[row * size + k]! * solution[k]!;
    solution[row] = sum / factor[row * size + row]!;
  }
  for (let row = size - 1; row >= 0; row--) {
    let sum = solution[row]!;
    for (let k = row + 1; k < size; k++) sum -= factor[k * size + row]! * solution[k]!;
    solution[row] = sum / factor[row * size + row]!;
  }
  return solution;
}

/**
 * The inverse of a matrix factored by {@link choleskyFactor}.
 *
 * @param factor L, `size` × `size`, row-major
 * @returns A⁻¹, symmetric, `size` × `size`, row-major
 */
export function choleskyInvert(factor: Float64Array, size: number): Float64Array {
  const inverse = new Float64Array(size * size);
  const unit = new Float64Array(size);
  for (let column = 0; column < size; column++) {
    unit.fill(0);
    unit[column] = 1;
    const solved = choleskySolve(factor, size, unit);
    for (let row = 0; row < size; row++) inverse[row * size + column] = solved[row]!;
  }
  return inverse;
}
