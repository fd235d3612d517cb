/**
 * The optimal assignment: pairs rows with columns so that the sum of the costs is least (the
 * Hungarian method in its shortest augmenting path form, Jonker & Volgenant 1987).
 *
 * @param costs `rows` × `columns`, row-major, finite
 * @returns the column of each row; −1 for a row without one, where there are more rows than columns
 */
export function assignOptimally(costs: Float64Array, rows: number, columns: number): Int32Array {
  const size = Math.max(rows, columns);
  const cost = (row: number, column: number): number =>
    row < rows && column < columns ? costs[row * columns + column]! : 0;
  const rowPotential = new Float64Array(size + 1);
  const columnPotential = new Float64Array(size + 1);
  // Column 0 is a dummy that each row's path starts from; rows and columns are numbered from 1.
  const rowOf = new Int32Array(size + 1);
  for (let row = 1; row <= size; row++) {
    const previous = new Int32Array(size + 1);
    const slack = new Float64Array(size + 1).fill(Number.POSITIVE_INFINITY);
    const done = new Uint8Array(size + 1);
    rowOf[0] = row;
    let column = 0;
    do {
      done[column] = 1;
      const from = rowOf[column]!;
      let least = Number.POSITIVE_INFINITY;
      let next = 0;
      for (let to = 1; to <= size; to++) {
        if (done[to] === 1) continue;
        const reduced = cost(from - 1, to - 1) - rowPotential[from]! - columnPotential[to]!;
        if (reduced < slack[to]!) {
          slack[to] = reduced;
          previous[to] = column;
        }
        if (slack[to]! < least) {
          least = slack[to]!;
          next = to;
        }
      }
      for (let to = 0; to <= size; to++) {
        if (done[to] === 1) {
          rowPotential[rowOf[to]!]! += least;
          columnPotential[to]! -= least;
        } else {
          slack[to]! -= least;
        }
      }
      column = next;
    } while (rowOf[column] !== 0);
    while (column !== 0) {
      const before = previous[column]!;
      rowOf[column] = rowOf[before]!;
      column = before;
    }
  }
  const assigned = new Int32Array(rows).fill(-1);
  for (let column = 1; column <= columns; column++) {
    const row = rowOf[column]! - 1;
    if (row < rows) assigned[row] = column - 1;
  }
  return assigned;
}
