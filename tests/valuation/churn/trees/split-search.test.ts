import { describe, expect, it } from 'vitest';
import type { BinnedColumn } from '../../../../src/valuation/churn/trees/binning.ts';
import {
  HistogramBuilder,
  type LossDerivatives,
} from '../../../../src/valuation/churn/trees/histogram.ts';
import {
  findSplit,
  prepareSplitSearch,
  type SplitLimits,
} from '../../../../src/valuation/churn/trees/split-search.ts';
import { binned, randomRows, upTo } from './binned.ts';

const unlimited = { minLeafRows: 1, minChildWeight: 0, l2Regularization: 0 };

/** The best split of a node that holds every row. */
function best(
  columns: readonly BinnedColumn[],
  derivatives: LossDerivatives,
  limits: Partial<SplitLimits> & {
    noise?: number;
    minGain?: number;
    low?: number;
    high?: number;
  } = {},
) {
  const rows = upTo(derivatives.negativeGradient.length);
  const all = Int32Array.from(columns, (_, c) => c);
  const builder = new HistogramBuilder(columns, derivatives, rows);
  const histogram = builder.take();
  builder.fill(histogram, 0, rows.length, all, all.length);
  const { noise = 0, minGain = 0, low = -Infinity, high = Infinity, ...given } = limits;
  const search = prepareSplitSearch(
    columns,
    builder,
    { ...unlimited, monotone: new Int8Array(columns.length), ...given },
    noise,
    minGain,
  );
  const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);
  const node = {
    rows: rows.length,
    negativeGradient: total(derivatives.negativeGradient),
    hessian: derivatives.hessian === undefined ? rows.length : total(derivatives.hessian),
    low,
    high,
  };
  return findSplit(search, histogram, node, all, all.length);
}

/** The gain of a division of all rows, by its definition. */
function gainOf(
  { negativeGradient, hessian }: LossDerivatives,
  goesLeft: (row: number) => boolean,
  lambda: number,
): number {
  const sums = [0, 0, 0, 0];
  negativeGradient.forEach((gradient, row) => {
    const side = goesLeft(row) ? 0 : 2;
    sums[side]! += gradient;
    sums[side + 1]! += hessian?.[row] ?? 1;
  });
  const [leftG = 0, leftH = 0, rightG = 0, rightH = 0] = sums;
  const whole = (leftG + rightG) ** 2 / (leftH + rightH + lambda);
  return leftG ** 2 / (leftH + lambda) + rightG ** 2 / (rightH + lambda) - whole;
}

describe('findSplit', () => {
  it.each([1, 2, 3])(
    'finds the largest gain of all thresholds and sides for missing values (%i)',
    (seed) => {
      const { columns, negativeGradient, hessian } = randomRows(200, seed);
      const numbers = columns.slice(0, 2);
      const derivatives = { negativeGradient, hessian };
      const split = best(numbers, derivatives, { l2Regularization: 2 });
      let largest = 0;
      numbers.forEach(({ codes, bins }) => {
        for (let bin = 0; bin < bins; bin++) {
          for (const missingLeft of [false, true]) {
            const goesLeft = (row: number) =>
              codes[row] === bins ? missingLeft : codes[row]! <= bin;
            largest = Math.max(largest, gainOf(derivatives, goesLeft, 2));
          }
        }
      });
      expect(split!.gain).toBeCloseTo(largest, 9);
      const { codes, bins } = numbers[split!.column]!;
      const { bin, missingLeft } = split!;
      const goesLeft = (row: number) => (codes[row] === bins ? missingLeft : codes[row]! <= bin);
      expect(gainOf(derivatives, goesLeft, 2)).toBeCloseTo(largest, 9);
    },
  );

  it('divides a category in the best of all pairs of groups', () => {
    // Four levels: no stronger regularisation, and enough rows that smoothing leaves the order alone.
    const levels = 4;
    const codes = Array.from({ length: 4000 }, (_, row) => row % levels);
    const means = [0.4, -0.3, 0.35, -0.5];
    const negativeGradient = Float64Array.from(codes, (code, row) => means[code]! + (row % 3) / 30);
    const split = best([binned('category', levels, codes)], { negativeGradient });
    let largest = 0;
    for (let group = 1; group < 2 ** levels - 1; group++) {
      const goesLeft = (row: number) => ((group >> codes[row]!) & 1) === 1;
      largest = Math.max(largest, gainOf({ negativeGradient }, goesLeft, 0));
    }
    expect(split!.gain).toBeCloseTo(largest, 9);
    expect([...split!.leftBins!]).toEqual([0, 1, 0, 1, 0]);
  });

  it('subtracts from the gain of a category what its levels would gain by chance', () => {
    const codes = Array.from({ length: 400 }, (_, row) => row % 4);
    const negativeGradient = Float64Array.from(codes, (code) => (code < 2 ? 1 : -1));
    const column = [binned('category', 4, codes)];
    const plain = best(column, { negativeGradient })!;
    const corrected = best(column, { negativeGradient }, { noise: 3 })!;
    expect(plain.gain - corrected.gain).toBeCloseTo((2 / Math.PI) * 3 * 2, 9);
  });

  it('sends missing values where they gain more, and separates them where that is best', () => {
    const codes = [0, 0, 1, 1, 2, 2];
    const split = best([binned('number', 2, codes)], {
      negativeGradient: Float64Array.of(-1, -1, 1, 1, -1, -1),
    });
    expect(split).toMatchObject({ bin: 0, missingLeft: true });
    const apart = best([binned('number', 2, codes)], {
      negativeGradient: Float64Array.of(1, 1, 1, 1, -1, -1),
    });
    expect(apart).toMatchObject({ bin: 1, missingLeft: false });
  });

  it('leaves no child with fewer rows or less hessian than the limits', () => {
    const codes = Array.from({ length: 10 }, (_, row) => row);
    const column = [binned('number', 10, codes)];
    const negativeGradient = Float64Array.from(codes, (code) => (code === 0 ? 9 : -1));
    expect(best(column, { negativeGradient })!.bin).toBe(0);
    expect(best(column, { negativeGradient }, { minLeafRows: 3 })!.bin).toBe(2);
    const hessian = new Float64Array(10).fill(0.5);
    expect(best(column, { negativeGradient, hessian }, { minChildWeight: 2 })!.bin).toBe(3);
    expect(best(column, { negativeGradient }, { minLeafRows: 6 })).toBeUndefined();
  });

  it('finds none that gains less than the least gain', () => {
    const column = [binned('number', 2, [0, 0, 1, 1])];
    const negativeGradient = Float64Array.of(-1, -1, 1, 1);
    expect(best(column, { negativeGradient })!.gain).toBe(4);
    expect(best(column, { negativeGradient }, { noise: 1, minGain: 3.9 })).toBeDefined();
    expect(best(column, { negativeGradient }, { noise: 1, minGain: 4.1 })).toBeUndefined();
  });

  it('finds none against a monotone constraint, and keeps values within their bounds', () => {
    const column = [binned('number', 2, [0, 0, 1, 1])];
    const derivatives = { negativeGradient: Float64Array.of(-1, -1, 1, 1) };
    expect(best(column, derivatives, { monotone: Int8Array.of(-1) })).toBeUndefined();
    const rising = best(column, derivatives, { monotone: Int8Array.of(1), low: -0.25, high: 0.5 });
    expect(rising).toMatchObject({ leftValue: -0.25, rightValue: 0.5 });
  });

  it('shrinks values towards 0 by λ', () => {
    const split = best(
      [binned('number', 2, [0, 0, 1, 1])],
      { negativeGradient: Float64Array.of(-1, -1, 1, 1) },
      { l2Regularization: 2 },
    );
    expect(split).toMatchObject({ leftValue: -0.5, rightValue: 0.5, gain: 2 });
  });
});
