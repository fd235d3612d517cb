import type { BinnedColumn } from './binning.ts';

/** Derivatives of the loss with respect to the current prediction, one entry a row of the dataset. */
export type LossDerivatives = {
  /** Minus the first derivative. */
  readonly negativeGradient: Float64Array;
  /** The second derivative; absent where it is 1 for every row. */
  readonly hessian?: Float64Array;
};

/** Three numbers a bin, next to each other: Σ negative gradient, Σ hessian, the number of rows. */
export const BIN_STRIDE = 3;
/** Where a bin's number of rows stands among its three numbers. */
export const BIN_ROWS = 2;

/**
 * Builds the histograms that splits are searched in: for each column one stretch of bins, the bin of
 * missing values last. Arrays given back are used again, so that a tree allocates as many histograms
 * as it has open nodes at once.
 */
export class HistogramBuilder {
  /** Where each column's bins begin in a histogram; one more entry at the end, its length. */
  readonly offsets: Int32Array;
  /**
   * Where a bin's Σ hessian stands among its three numbers. Where every hessian is 1 that is the number
   * of rows, and the second number is not filled.
   */
  readonly hessianAt: number;
  readonly #columns: readonly BinnedColumn[];
  readonly #derivatives: LossDerivatives;
  readonly #rows: Uint32Array;
  /** Derivatives in the order of `rows`, so that each column reads them in sequence. */
  readonly #orderedGradient: Float64Array;
  readonly #orderedHessian: Float64Array;
  readonly #spare: Float64Array[] = [];

  /** @param rows the training rows; read anew by each {@link HistogramBuilder.fill}, so they may be reordered */
  constructor(columns: readonly BinnedColumn[], derivatives: LossDerivatives, rows: Uint32Array) {
    this.offsets = new Int32Array(columns.length + 1);
    for (let c = 0; c < columns.length; c++) {
      this.offsets[c + 1] = this.offsets[c]! + (columns[c]!.bins + 1) * BIN_STRIDE;
    }
    this.hessianAt = derivatives.hessian === undefined ? BIN_ROWS : 1;
    this.#columns = columns;
    this.#derivatives = derivatives;
    this.#rows = rows;
    this.#orderedGradient = new Float64Array(rows.length);
    this.#orderedHessian = new Float64Array(derivatives.hessian === undefined ? 0 : rows.length);
  }

  /** A histogram to be filled; what it holds is of no meaning. */
  take(): Float64Array {
    return this.#spare.pop() ?? new Float64Array(this.offsets[this.#columns.length]!);
  }

  /** Gives a histogram back to be used again. */
  release(histogram: Float64Array): void {
    this.#spare.push(histogram);
  }

  /**
   * Sums the rows of a node into the bins of the given columns; the bins of other columns stay as they
   * are.
   *
   * @param from where the node's rows begin among the training rows
   * @param to where they end, exclusive
   * @param sampled column numbers, of which the first `count` are filled
   */
  fill(
    histogram: Float64Array,
    from: number,
    to: number,
    sampled: Int32Array,
    count: number,
  ): void {
    const rows = this.#rows;
    const { negativeGradient, hessian } = this.#derivatives;
    const orderedGradient = this.#orderedGradient;
    const orderedHessian = this.#orderedHessian;
    for (let i = from; i < to; i++) orderedGradient[i] = negativeGradient[rows[i]!]!;
    if (hessian !== undefined)
      for (let i = from; i < to; i++) orderedHessian[i] = hessian[rows[i]!]!;
    let k = 0;
    // Two columns at once read a row's number and derivatives once for both.
    for (; hessian !== undefined && k + 1 < count; k += 2) {
      const [one, other] = [sampled[k]!, sampled[k + 1]!];
      const { codes } = this.#columns[one]!;
      const { codes: otherCodes } = this.#columns[other]!;
      const offset = this.offsets[one]!;
      const otherOffset = this.offsets[other]!;
      histogram.fill(0, offset, this.offsets[one + 1]);
      histogram.fill(0, otherOffset, this.offsets[other + 1]);
      for (let i = from; i < to; i++) {
        const row = rows[i]!;
        const gradient = orderedGradient[i]!;
        const curvature = orderedHessian[i]!;
        const at = offset + codes[row]! * BIN_STRIDE;
        histogram[at]! += gradient;
        histogram[at + 1]! += curvature;
        histogram[at + 2]! += 1;
        const there = otherOffset + otherCodes[row]! * BIN_STRIDE;
        histogram[there]! += gradient;
        histogram[there + 1]! += curvature;
        histogram[there + 2]! += 1;
      }
    }
    for (; k < count; k++) {
      const c = sampled[k]!;
      const { codes } = this.#columns[c]!;
      const offset = this.offsets[c]!;
      histogram.fill(0, offset, this.offsets[c + 1]);
      if (hessian === undefined) {
        for (let i = from; i < to; i++) {
          const at = offset + codes[rows[i]!]! * BIN_STRIDE;
          histogram[at]! += orderedGradient[i]!;
          histogram[at + 2]! += 1;
        }
      } else {
        for (let i = from; i < to; i++) {
          const at = offset + codes[rows[i]!]! * BIN_STRIDE;
          histogram[at]! += orderedGradient[i]!;
          histogram[at + 1]! += orderedHessian[i]!;
          histogram[at + 2]! += 1;
        }
      }
    }
  }

  /**
   * Takes a child's histogram from its parent's, which leaves that of the other child: cheaper than
   * filling it where that child has more rows than there are bins.
   */
  subtract(parent: Float64Array, child: Float64Array, sampled: Int32Array, count: number): void {
    for (let k = 0; k < count; k++) {
      const end = this.offsets[sampled[k]! + 1]!;
      for (let i = this.offsets[sampled[k]!]!; i < end; i++) parent[i]! -= child[i]!;
    }
  }
}
