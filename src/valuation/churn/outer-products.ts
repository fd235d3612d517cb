/**
 * Adds Σ w·(x, 1)(x, 1)ᵀ over the rows of a block to the lower triangle of a matrix. It takes four rows at a
 * time, so that each entry is loaded and stored a quarter as often, and four lines of the matrix, so that the
 * rows are. The order in which an entry is summed is that of the rows alone.
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
  const inFours = width - (width % 4);
  // Rows past the end of a short block have no weight.
  weights.fill(0, rows);
  for (let row = 0; row < rows; row += 4) {
    for (let j = 0; j < inFours; j += 4) addToFourLines(matrix, block, weights, row, j, width);
    for (let j = 0; j < width; j++) {
      const done = j < inFours ? j - (j % 4) + 1 : 0;
      addToLine(matrix, block, weights, row, j, done, width);
    }
    matrix[width * (width + 1) + width]! +=
      weights[row]! + weights[row + 1]! + weights[row + 2]! + weights[row + 3]!;
  }
}

/** Adds four rows to the entries of lines `j` to `j + 3` up to column `j`. */
function addToFourLines(
  matrix: Float64Array,
  block: Float64Array,
  weights: Float64Array,
  row: number,
  j: number,
  width: number,
): void {
  const a = row * width;
  const b = a + width;
  const c = b + width;
  const d = c + width;
  const wa = weights[row]!;
  const wb = weights[row + 1]!;
  const wc = weights[row + 2]!;
  const wd = weights[row + 3]!;
  const a0 = wa * block[a + j]!;
  const b0 = wb * block[b + j]!;
  const c0 = wc * block[c + j]!;
  const d0 = wd * block[d + j]!;
  const a1 = wa * block[a + j + 1]!;
  const b1 = wb * block[b + j + 1]!;
  const c1 = wc * block[c + j + 1]!;
  const d1 = wd * block[d + j + 1]!;
  const a2 = wa * block[a + j + 2]!;
  const b2 = wb * block[b + j + 2]!;
  const c2 = wc * block[c + j + 2]!;
  const d2 = wd * block[d + j + 2]!;
  const a3 = wa * block[a + j + 3]!;
  const b3 = wb * block[b + j + 3]!;
  const c3 = wc * block[c + j + 3]!;
  const d3 = wd * block[d + j + 3]!;
  const line0 = j * (width + 1);
  const line1 = (j + 1) * (width + 1);
  const line2 = (j + 2) * (width + 1);
  const line3 = (j + 3) * (width + 1);
  for (let k = 0; k <= j; k++) {
    const ak = block[a + k]!;
    const bk = block[b + k]!;
    const ck = block[c + k]!;
    const dk = block[d + k]!;
    matrix[line0 + k]! += a0 * ak + b0 * bk + c0 * ck + d0 * dk;
    matrix[line1 + k]! += a1 * ak + b1 * bk + c1 * ck + d1 * dk;
    matrix[line2 + k]! += a2 * ak + b2 * bk + c2 * ck + d2 * dk;
    matrix[line3 + k]! += a3 * ak + b3 * bk + c3 * ck + d3 * dk;
  }
}

/** Adds four rows to the entries of line `j` from column `from` to `j`, and to the sum of column `j` in the last line. */
function addToLine(
  matrix: Float64Array,
  block: Float64Array,
  weights: Float64Array,
  row: number,
  j: number,
  from: number,
  width: number,
): void {
  const a = row * width;
  const b = a + width;
  const c = b + width;
  const d = c + width;
  const xa = weights[row]! * block[a + j]!;
  const xb = weights[row + 1]! * block[b + j]!;
  const xc = weights[row + 2]! * block[c + j]!;
  const xd = weights[row + 3]! * block[d + j]!;
  const line = j * (width + 1);
  for (let k = from; k <= j; k++) {
    matrix[line + k]! +=
      xa * block[a + k]! + xb * block[b + k]! + xc * block[c + k]! + xd * block[d + k]!;
  }
  matrix[width * (width + 1) + j]! += xa + xb + xc + xd;
}
