/**
 * Adds Σ w·(x, 1)(x, 1)ᵀ over the rows of a block to the lower triangle of a matrix. It takes four rows at a
 * time, so that each entry is loaded and stored a quarter as often.
 *
 * @param matrix (width + 1) × (width + 1), row-major
 * @param block at least `rows` rows of `width` numbers, row-major; its length is a multiple of four rows
 * @param weights one for each row of the block; those past `rows` are set to 0
 */
export function addOuterProducts(
  matrix: Float64Array,
  block: Float64Array,
  weights: Float64Array,
  rows: number,
  width: number,
): void {
  const size = width + 1;
  const last = width * size;
  // Rows past the end of a short block have no weight.
  weights.fill(0, rows);
  for (let row = 0; row < rows; row += 4) {
    const a = row * width;
    const b = a + width;
    const c = b + width;
    const d = c + width;
    const wa = weights[row]!;
    const wb = weights[row + 1]!;
    const wc = weights[row + 2]!;
    const wd = weights[row + 3]!;
    for (let j = 0; j < width; j++) {
      const xa = wa * block[a + j]!;
      const xb = wb * block[b + j]!;
      const xc = wc * block[c + j]!;
      const xd = wd * block[d + j]!;
      const line = j * size;
      for (let k = 0; k <= j; k++) {
        matrix[line + k]! +=
          xa * block[a + k]! + xb * block[b + k]! + xc * block[c + k]! + xd * block[d + k]!;
      }
      matrix[last + j]! += xa + xb + xc + xd;
    }
    matrix[last + width]! += wa + wb + wc + wd;
  }
}
