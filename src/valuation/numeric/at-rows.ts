/**
 * The values of some rows of a column. `Float64Array.from` with a function gives the same, by way of an iterator, in many times
 * as long.
 */
export function atRows(values: Float64Array, rows: Uint32Array): Float64Array {
  const some = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) some[i] = values[rows[i]!]!;
  return some;
}
