import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binColumns } from '../../../../src/valuation/churn/trees/binning.ts';
import { seededRandom } from '../../../../src/valuation/index.ts';

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

  it('puts every value into the first bin whose threshold it does not exceed, however they are spread', () => {
    const spread = fc.constantFrom(
      (u: number) => u,
      (u: number) => Math.round(20 * u),
      (u: number) => u ** 40 * 1e12,
      (u: number) => Math.tan(Math.PI * (u - 0.5)) ** 5,
      (u: number) => 1e9 + u * 1e-6,
    );
    fc.assert(
      fc.property(spread, fc.integer({ min: 1, max: 999 }), (shape, seed) => {
        const random = seededRandom(seed);
        const values = Array.from({ length: 800 }, () => shape(random.next()));
        values.push(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);
        const { codes, thresholds } = binNumbers(values, 254);
        values.forEach((value, row) => {
          const bin = thresholds.findIndex((threshold) => value <= threshold);
          expect(codes[row]).toBe(bin === -1 ? thresholds.length : bin);
        });
      }),
      { numRuns: 60 },
    );
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
