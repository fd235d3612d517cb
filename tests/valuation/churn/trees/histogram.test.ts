import { describe, expect, it } from 'vitest';
import { BIN_STRIDE, HistogramBuilder } from '../../../../src/valuation/churn/trees/histogram.ts';
import { randomRows, upTo } from './binned.ts';

const { columns, negativeGradient, hessian } = randomRows(300, 1);
const all = Int32Array.from(columns, (_, c) => c);

/** Σ negative gradient, Σ hessian and the rows of one bin, by their definition. */
function sumsOf(rows: Uint32Array, column: number, bin: number): number[] {
  const inBin = [...rows].filter((row) => columns[column]!.codes[row] === bin);
  return [
    inBin.reduce((sum, row) => sum + negativeGradient[row]!, 0),
    inBin.reduce((sum, row) => sum + hessian[row]!, 0),
    inBin.length,
  ];
}

describe('a histogram', () => {
  it('holds the sums of each bin, missing values included, over the rows of a node alone', () => {
    const rows = upTo(300).reverse();
    const builder = new HistogramBuilder(columns, { negativeGradient, hessian }, rows);
    const histogram = builder.take();
    builder.fill(histogram, 40, 220, all, 3);
    columns.forEach(({ bins }, c) => {
      for (let bin = 0; bin <= bins; bin++) {
        const at = builder.offsets[c]! + bin * BIN_STRIDE;
        expect([...histogram.subarray(at, at + BIN_STRIDE)]).toEqual(
          sumsOf(rows.subarray(40, 220), c, bin),
        );
      }
    });
    expect(builder.hessianAt).toBe(1);
  });

  it('counts rows for hessians where every hessian is 1', () => {
    const builder = new HistogramBuilder(columns, { negativeGradient }, upTo(300));
    const histogram = builder.take();
    builder.fill(histogram, 0, 300, all, 3);
    const first = columns[0]!.codes.filter((code) => code === 0).length;
    expect(histogram[builder.hessianAt]).toBe(first);
  });

  it('counts a row as often as it is given', () => {
    const builder = new HistogramBuilder(columns, { negativeGradient }, Uint32Array.of(7, 7, 7));
    const histogram = builder.take();
    builder.fill(histogram, 0, 3, all, 3);
    const at = builder.offsets[1]! + columns[1]!.codes[7]! * BIN_STRIDE;
    expect(histogram[at]).toBeCloseTo(3 * negativeGradient[7]!, 12);
    expect(histogram[at + 2]).toBe(3);
  });

  it('minus that of one child is that of the other', () => {
    const builder = new HistogramBuilder(columns, { negativeGradient, hessian }, upTo(300));
    const [parent, left, right] = [builder.take(), builder.take(), builder.take()];
    builder.fill(parent, 0, 300, all, 3);
    builder.fill(left, 0, 90, all, 3);
    builder.fill(right, 90, 300, all, 3);
    builder.subtract(parent, left, all, 3);
    parent.forEach((sum, at) => {
      expect(sum).toBeCloseTo(right[at]!, 10);
    });
  });

  it('is filled for the sampled columns alone', () => {
    const builder = new HistogramBuilder(columns, { negativeGradient, hessian }, upTo(300));
    const histogram = builder.take().fill(-1);
    builder.fill(histogram, 0, 300, Int32Array.of(1, 0, 2), 1);
    expect(histogram.subarray(0, builder.offsets[1]).every((sum) => sum === -1)).toBe(true);
    expect(histogram.subarray(builder.offsets[2]).every((sum) => sum === -1)).toBe(true);
    const rows = histogram
      .subarray(builder.offsets[1], builder.offsets[2])
      .filter((_, at) => at % BIN_STRIDE === 2);
    expect(rows.reduce((sum, count) => sum + count, 0)).toBe(300);
  });

  it('is reused once it is released', () => {
    const builder = new HistogramBuilder(columns, { negativeGradient }, upTo(300));
    const histogram = builder.take();
    builder.release(histogram);
    expect(builder.take()).toBe(histogram);
    expect(builder.take()).not.toBe(histogram);
  });
});
