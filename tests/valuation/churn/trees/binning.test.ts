import { describe, expect, it } from 'vitest';
import { binColumns } from '../../../../src/valuation/churn/trees/binning.ts';

const NONE = Number.NaN;
const binNumbers = (values: number[], mostBins: number) =>
  binColumns([{ name: 'x', kind: 'number' }], [Float64Array.from(values)], mostBins)[0]!;

describe('binColumns', () => {
  it('gives each of a few values a bin, with thresholds halfway between neighbours, and missing values the last', () => {
    const { codes, bins, thresholds } = binNumbers([3, 1, NONE, 7, 1], 254);
    expect([...thresholds]).toEqual([2, 5]);
    expect(bins).toBe(3);
    expect([...codes]).toEqual([1, 0, 3, 2, 0]);
  });

  it('sorts many values into bins of about as many rows', () => {
    const { codes, bins } = binNumbers(
      Array.from({ length: 1000 }, (_, i) => i ** 3),
      10,
    );
    expect(bins).toBe(10);
    for (let bin = 0; bin < 10; bin++) {
      const rows = codes.filter((code) => code === bin).length;
      expect(rows).toBeGreaterThanOrEqual(99);
      expect(rows).toBeLessThanOrEqual(101);
    }
  });

  it('separates neighbours without a number between them', () => {
    const next = 1 + Number.EPSILON;
    expect([...binNumbers([1, next], 254).codes]).toEqual([0, 1]);
  });

  it('gives frequent levels a bin each and rare ones a common bin', () => {
    const values = [...new Array(20).fill(2), ...new Array(12).fill(0), 1, 3, 3, NONE];
    const levels = ['a', 'b', 'c', 'd', 'never'];
    const [column] = binColumns(
      [{ name: 'branch', kind: 'category', levels }],
      [Float64Array.from(values)],
      254,
    );
    expect(column!.levels).toEqual([[2], [0], [3, 1]]);
    expect([column!.codes[0], column!.codes[20], column!.codes[32], column!.codes[35]]).toEqual([
      0, 1, 2, 3,
    ]);
  });

  it('has one bin where all values are equal, and puts missing values after it', () => {
    expect(binNumbers([4, 4], 254).bins).toBe(1);
    expect([...binNumbers([NONE, NONE], 254).codes]).toEqual([1, 1]);
  });
});
