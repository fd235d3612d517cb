import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partitionRows } from '../../../../src/valuation/churn/trees/row-partition.ts';
import { binned } from './binned.ts';

describe('partitionRows', () => {
  it('puts left before right, keeps the order of both and leaves other rows alone', () => {
    const codes = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(codes, fc.integer({ min: 0, max: 3 }), fc.boolean(), (list, bin, missingLeft) => {
        const column = binned('number', 4, list);
        const rows = Uint32Array.from(list, (_, row) => list.length - 1 - row);
        const before = [...rows];
        const from = Math.floor(list.length / 4);
        const to = list.length - Math.floor(list.length / 5);
        const scratch = new Uint32Array(list.length);
        const split = { bin, leftBins: undefined, missingLeft };
        const middle = partitionRows(rows, from, to, column, split, scratch);
        const goesLeft = (row: number) => (list[row] === 4 ? missingLeft : list[row]! <= bin);
        const inside = before.slice(from, to);
        expect([...rows]).toEqual([
          ...before.slice(0, from),
          ...inside.filter(goesLeft),
          ...inside.filter((row) => !goesLeft(row)),
          ...before.slice(to),
        ]);
        expect(middle).toBe(from + inside.filter(goesLeft).length);
      }),
    );
  });

  it('sends the bins of a category where the split says', () => {
    const rows = Uint32Array.of(0, 1, 2, 3, 4);
    const split = { bin: 0, leftBins: Uint8Array.of(0, 1, 0, 1), missingLeft: false };
    const column = binned('category', 3, [0, 1, 2, 3, 1]);
    expect(partitionRows(rows, 0, 5, column, split, new Uint32Array(5))).toBe(2);
    expect([...rows]).toEqual([1, 4, 0, 2, 3]);
  });
});
