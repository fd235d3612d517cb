import type { BinnedColumn } from './binning.ts';
import { BIN_ROWS, BIN_STRIDE } from './histogram.ts';

/** What a split must leave on either side, and how leaf values are regularised. */
export type SplitLimits = {
  /** The fewest rows a child may have. */
  readonly minLeafRows: number;
  /** The least sum of hessians a child may have. */
  readonly minChildWeight: number;
  /** λ ≥ 0: added to the sum of hessians, it pulls every leaf's value towards 0. */
  readonly l2Regularization: number;
  /** For each column 1 (the tree's value never falls as it grows), −1 (never rises) or 0. */
  readonly monotone: Int8Array;
};

/** A node as far as the search for its best split looks at it. */
export type NodeSums = {
  readonly rows: number;
  readonly negativeGradient: number;
  readonly hessian: number;
  /** Between these the values of the node and of all below it must lie, for monotone columns above it. */
  readonly low: number;
  readonly high: number;
};

/** A split of a node in two. */
export type Split = {
  /** By how much it lowers twice the loss, less what chance alone would gain. */
  gain: number;
  column: number;
  /** For a number: bins up to and including this one go left. */
  bin: number;
  /** For a category: 1 for each bin that goes left. */
  leftBins: Uint8Array | undefined;
  missingLeft: boolean;
  /** Sums over the rows that go left. */
  leftGradient: number;
  leftHessian: number;
  leftValue: number;
  rightValue: number;
};

/** What the search for splits needs to know of a tree; the same for each of its nodes. */
export type SplitSearch = {
  readonly columns: readonly BinnedColumn[];
  /** As in `HistogramBuilder`. */
  readonly offsets: Int32Array;
  readonly hessianAt: number;
  readonly limits: SplitLimits;
  readonly constrained: boolean;
  /** The gain below which nothing counts as a split. */
  readonly leastGain: number;
  /** What each level beyond two of a category is expected to gain by chance. */
  readonly chanceGainPerLevel: number;
  /** Scratch: the smoothed mean of each bin of a category, and its bins in the order of their means. */
  readonly meanOfBin: Float64Array;
  readonly binsByMean: Int32Array;
};

/** The means of categories are smoothed towards the node's by this many rows before they are ordered. */
const CATEGORY_SMOOTHING = 10;
/** A node with more categories than this is regularised more strongly when it splits on them. */
const FEW_CATEGORIES = 4;
const CATEGORY_L2_REGULARIZATION = 10;
/**
 * Grouping levels that differ only by noise gains this much per level, in units of the noise's variance:
 * for standard normal zᵢ, (Σ|zᵢ|)² / levels tends to 2/π per level.
 */
const CHANCE_GAIN_PER_LEVEL = 2 / Math.PI;
const LEAST_GAIN = 1e-9;
/** Bins of a column, at most, that of missing values included. */
const MOST_BINS = 256;

/**
 * Prepares the search for a tree's splits.
 *
 * @param histograms where a histogram's numbers stand (a `HistogramBuilder`)
 * @param noise the variance of the gradients per unit of hessian at the root
 * @param minGain the least gain of a split, in units of `noise`
 */
export function prepareSplitSearch(
  columns: readonly BinnedColumn[],
  histograms: { readonly offsets: Int32Array; readonly hessianAt: number },
  limits: SplitLimits,
  noise: number,
  minGain: number,
): SplitSearch {
  return {
    columns,
    offsets: histograms.offsets,
    hessianAt: histograms.hessianAt,
    limits,
    constrained: limits.monotone.some((direction) => direction !== 0),
    leastGain: Math.max(LEAST_GAIN, minGain * noise),
    chanceGainPerLevel: CHANCE_GAIN_PER_LEVEL * noise,
    meanOfBin: new Float64Array(MOST_BINS),
    binsByMean: new Int32Array(MOST_BINS),
  };
}

/**
 * The split of a node with the largest second-order gain G²/(H + λ) of its children over its own (Chen
 * and Guestrin 2016, equation 7), which for labels less their mean and a hessian of 1 is the decrease of
 * the Gini impurity. Missing values go to the side where they gain more; where there are none, a number's
 * go with most of the rows.
 *
 * @param histogram the node's, filled for the sampled columns
 * @param sampled column numbers, of which the first `count` are looked at
 * @returns undefined where no split is allowed and gains enough
 */
export function findSplit(
  search: SplitSearch,
  histogram: Float64Array,
  node: NodeSums,
  sampled: Int32Array,
  count: number,
): Split | undefined {
  const best: Split = {
    gain: search.leastGain,
    column: -1,
    bin: 0,
    leftBins: undefined,
    missingLeft: false,
    leftGradient: 0,
    leftHessian: 0,
    leftValue: 0,
    rightValue: 0,
  };
  for (let k = 0; k < count; k++) {
    const c = sampled[k]!;
    if (search.columns[c]!.kind === 'number') splitNumber(search, histogram, node, c, best);
    else splitCategory(search, histogram, node, c, best);
  }
  return best.column === -1 ? undefined : best;
}

/** Tries a split after each bin, with missing values on the right and then, where there are any, on the left. */
function splitNumber(
  search: SplitSearch,
  histogram: Float64Array,
  node: NodeSums,
  c: number,
  best: Split,
): void {
  const { limits, hessianAt } = search;
  const { minLeafRows, l2Regularization } = limits;
  const { bins } = search.columns[c]!;
  const offset = search.offsets[c]!;
  const missing = offset + bins * BIN_STRIDE;
  const missingRows = histogram[missing + BIN_ROWS]!;
  const { rows, negativeGradient, hessian } = node;
  const { minChildWeight } = limits;
  const { constrained } = search;
  const direction = limits.monotone[c]!;
  const own = ownGain(node, l2Regularization);
  for (let side = 0; side < (missingRows > 0 ? 2 : 1); side++) {
    let leftGradient = side === 0 ? 0 : histogram[missing]!;
    let leftHessian = side === 0 ? 0 : histogram[missing + hessianAt]!;
    let leftRows = side === 0 ? 0 : missingRows;
    // With missing values on the right, the last bin may be all of the left.
    const last = side === 0 && missingRows > 0 ? bins : bins - 1;
    for (let bin = 0; bin < last; bin++) {
      const at = offset + bin * BIN_STRIDE;
      const inBin = histogram[at + BIN_ROWS]!;
      if (inBin === 0) continue;
      leftGradient += histogram[at]!;
      leftHessian += histogram[at + hessianAt]!;
      leftRows += inBin;
      if (leftRows < minLeafRows) continue;
      if (rows - leftRows < minLeafRows) break;
      if (!constrained) {
        // What `improve` works out of it first; nearly every bin fails here, and is spared the call.
        const rightGradient = negativeGradient - leftGradient;
        const rightHessian = hessian - leftHessian;
        if (leftHessian < minChildWeight || rightHessian < minChildWeight) continue;
        const gain =
          (leftGradient * leftGradient) / (leftHessian + l2Regularization) +
          (rightGradient * rightGradient) / (rightHessian + l2Regularization) -
          own;
        if (!(gain > best.gain)) continue;
      }
      if (improve(search, node, leftGradient, leftHessian, l2Regularization, 0, direction, best)) {
        best.column = c;
        best.bin = bin;
        best.leftBins = undefined;
        best.missingLeft = missingRows > 0 ? side === 1 : leftRows >= rows - leftRows;
      }
    }
  }
}

/**
 * Orders the bins by their smoothed mean and splits them as if they were a number, which holds the best
 * division in two groups (Fisher 1958). Missing values are one more category. From the gain is taken what
 * so many levels would gain by chance, so that codes with thousands of levels do not crowd out what is
 * true.
 */
function splitCategory(
  search: SplitSearch,
  histogram: Float64Array,
  node: NodeSums,
  c: number,
  best: Split,
): void {
  const { limits, hessianAt } = search;
  const { minLeafRows } = limits;
  const { bins } = search.columns[c]!;
  const offset = search.offsets[c]!;
  const { rows } = node;
  const ordered = orderByMean(search, histogram, node, c);
  const present = ordered.length;
  if (present < 2) return;
  const l2Regularization =
    limits.l2Regularization +
    (present > FEW_CATEGORIES ? CATEGORY_L2_REGULARIZATION * (node.hessian / rows) : 0);
  const chanceGain = search.chanceGainPerLevel * (present - 2);
  let leftGradient = 0;
  let leftHessian = 0;
  let leftRows = 0;
  let bestPrefix = 0;
  for (let place = 0; place < present - 1; place++) {
    const at = offset + ordered[place]! * BIN_STRIDE;
    leftGradient += histogram[at]!;
    leftHessian += histogram[at + hessianAt]!;
    leftRows += histogram[at + BIN_ROWS]!;
    if (leftRows < minLeafRows) continue;
    if (rows - leftRows < minLeafRows) break;
    if (improve(search, node, leftGradient, leftHessian, l2Regularization, chanceGain, 0, best)) {
      bestPrefix = place + 1;
      best.missingLeft = leftRows >= rows - leftRows;
    }
  }
  if (bestPrefix === 0) return;
  best.column = c;
  best.leftBins = new Uint8Array(bins + 1);
  for (let place = 0; place < bestPrefix; place++) best.leftBins[ordered[place]!] = 1;
  if (histogram[offset + bins * BIN_STRIDE + BIN_ROWS]! > 0) {
    best.missingLeft = best.leftBins[bins] === 1;
  }
}

/** The bins of a category that have rows in the node, by their smoothed mean from the lowest. */
function orderByMean(
  { columns, offsets, hessianAt, limits, meanOfBin, binsByMean }: SplitSearch,
  histogram: Float64Array,
  node: NodeSums,
  c: number,
): Int32Array {
  const { bins } = columns[c]!;
  const offset = offsets[c]!;
  const mean = node.negativeGradient / (node.hessian + limits.l2Regularization + 1e-12);
  const smoothing = CATEGORY_SMOOTHING * (node.hessian / node.rows);
  let present = 0;
  for (let bin = 0; bin <= bins; bin++) {
    const at = offset + bin * BIN_STRIDE;
    if (histogram[at + BIN_ROWS]! === 0) continue;
    meanOfBin[bin] =
      (histogram[at]! + smoothing * mean) / (histogram[at + hessianAt]! + smoothing + 1e-12);
    binsByMean[present++] = bin;
  }
  return binsByMean.subarray(0, present).sort((a, b) => meanOfBin[a]! - meanOfBin[b]! || a - b);
}

/**
 * Compares the split with these sums on its left with the best so far; where it gains more, notes its
 * gain, sums and values.
 *
 * @param direction the monotone constraint of the column
 * @returns whether it gains more; the caller then notes what the split is
 */
function improve(
  { limits, constrained }: SplitSearch,
  node: NodeSums,
  leftGradient: number,
  leftHessian: number,
  l2Regularization: number,
  chanceGain: number,
  direction: number,
  best: Split,
): boolean {
  const rightGradient = node.negativeGradient - leftGradient;
  const rightHessian = node.hessian - leftHessian;
  if (leftHessian < limits.minChildWeight || rightHessian < limits.minChildWeight) return false;
  const leftDivisor = leftHessian + l2Regularization;
  const rightDivisor = rightHessian + l2Regularization;
  let gain: number;
  if (constrained) {
    const leftValue = clamp(leftGradient / leftDivisor, node.low, node.high);
    const rightValue = clamp(rightGradient / rightDivisor, node.low, node.high);
    if (direction * (rightValue - leftValue) < 0) return false;
    const divisor = node.hessian + l2Regularization;
    const value = clamp(node.negativeGradient / divisor, node.low, node.high);
    gain =
      leftValue * (2 * leftGradient - leftDivisor * leftValue) +
      rightValue * (2 * rightGradient - rightDivisor * rightValue) -
      value * (2 * node.negativeGradient - divisor * value);
  } else {
    gain =
      (leftGradient * leftGradient) / leftDivisor +
      (rightGradient * rightGradient) / rightDivisor -
      ownGain(node, l2Regularization);
  }
  gain -= chanceGain;
  if (!(gain > best.gain)) return false;
  best.gain = gain;
  best.leftGradient = leftGradient;
  best.leftHessian = leftHessian;
  best.leftValue = clamp(
    leftGradient / (leftHessian + limits.l2Regularization),
    node.low,
    node.high,
  );
  best.rightValue = clamp(
    rightGradient / (rightHessian + limits.l2Regularization),
    node.low,
    node.high,
  );
  return true;
}

/** G²/(H + λ) of a node as it is. */
function ownGain({ negativeGradient, hessian }: NodeSums, l2Regularization: number): number {
  return (negativeGradient * negativeGradient) / (hessian + l2Regularization);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
