import { atRows } from '../numeric/at-rows.ts';
import { seededRandom } from '../numeric/random.ts';

/**
 * Draws rows without replacement, stratified by label so that those who left keep their share.
 *
 * @param columns one array a feature
 * @param most the most rows to draw; all rows are returned, uncopied, where there are no more
 * @returns the drawn rows, in their order
 */
export function drawTrainingRows(
  columns: readonly Float64Array[],
  y: Uint8Array,
  most: number,
  seed: number,
): { columns: readonly Float64Array[]; y: Uint8Array } {
  if (y.length <= most) return { columns, y };
  const order = seededRandom(seed).shuffle(Uint32Array.from(y, (_, row) => row));
  const left = order.filter((row) => y[row] === 1);
  const stayed = order.filter((row) => y[row] === 0);
  const leavers = Math.max(1, Math.round((most * left.length) / y.length));
  const drawn = new Uint32Array(most);
  drawn.set(left.subarray(0, leavers));
  drawn.set(stayed.subarray(0, most - leavers), leavers);
  drawn.sort();
  return {
    columns: columns.map((values) => atRows(values, drawn)),
    y: Uint8Array.from(drawn, (row) => y[row]!),
  };
}
