/**
 * The contingency table of two groupings of the same rows. A row with a label below 0 in either does not
 * count.
 *
 * @param a one label below `countA` for each row
 * @param b one label below `countB` for each row
 * @returns `countA` × `countB`, row-major
 * @throws RangeError when the two differ in length
 */
export function contingencyTable(
  a: Int32Array,
  b: Int32Array,
  countA: number,
  countB: number,
): Float64Array {
  if (a.length !== b.length) {
    throw new RangeError(`Expected two labels a row, but there are ${a.length} and ${b.length}.`);
  }
  const table = new Float64Array(countA * countB);
  for (let row = 0; row < a.length; row++) {
    if (a[row]! >= 0 && b[row]! >= 0) table[a[row]! * countB + b[row]!]! += 1;
  }
  return table;
}

/**
 * The adjusted Rand index (Hubert & Arabie 1985, eq. 5) of two groupings: 1 when they are the same up to
 * the numbering of the labels, and about 0 for two random ones.
 *
 * @param table from {@link contingencyTable}
 * @param columns its number of columns
 * @returns at most 1, or null when the groupings have no row in common
 */
export function adjustedRandIndex(table: Float64Array, columns: number): number | null {
  const rowTotals = new Float64Array(columns === 0 ? 0 : table.length / columns);
  const columnTotals = new Float64Array(columns);
  for (let at = 0; at < table.length; at++) {
    rowTotals[Math.floor(at / columns)]! += table[at]!;
    columnTotals[at % columns]! += table[at]!;
  }
  const counted = columnTotals.reduce((sum, count) => sum + count, 0);
  if (counted === 0) return null;
  const together = countPairs(table);
  const inRows = countPairs(rowTotals);
  const inColumns = countPairs(columnTotals);
  const expected = counted > 1 ? (inRows * inColumns) / ((counted * (counted - 1)) / 2) : 0;
  const largest = (inRows + inColumns) / 2;
  // Both have all rows in one group, or both have each row alone: the same grouping.
  return largest === expected ? 1 : (together - expected) / (largest - expected);
}

function countPairs(counts: Float64Array): number {
  return counts.reduce((sum, count) => sum + (count * (count - 1)) / 2, 0);
}
