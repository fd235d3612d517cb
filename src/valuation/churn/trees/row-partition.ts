import type { BinnedColumn } from './binning.ts';
import type { Split } from './split-search.ts';

/**
 * Reorders the rows of a node in place so that those a split sends left come before those it sends
 * right; both keep their order.
 *
 * @param rows training rows; those of the node stand from `from` to `to`, exclusive
 * @param column the column the split is on
 * @param scratch as long as `rows`; its content is overwritten
 * @returns where the rows that go right begin
 */
export function partitionRows(
  rows: Uint32Array,
  from: number,
  to: number,
  { codes, bins }: BinnedColumn,
  split: Pick<Split, 'bin' | 'leftBins' | 'missingLeft'>,
  scratch: Uint32Array,
): number {
  const goesLeft = new Uint8Array(bins + 1);
  if (split.leftBins !== undefined) goesLeft.set(split.leftBins);
  else goesLeft.fill(1, 0, split.bin + 1);
  goesLeft[bins] = split.missingLeft ? 1 : 0;
  let left = from;
  let right = 0;
  for (let i = from; i < to; i++) {
    // Each row is written to both sides and kept on one: a branch here would be mispredicted every other time.
    const row = rows[i]!;
    const side = goesLeft[codes[row]!]!;
    rows[left] = row;
    scratch[right] = row;
    left += side;
    right += 1 - side;
  }
  rows.set(scratch.subarray(0, right), left);
  return left;
}
