import type { Random } from '../numeric/random.ts';
import type { BinnedColumn } from './binning.ts';

/** How a tree may grow. */
export type GrowthLimits = {
  readonly maxDepth: number;
  readonly maxLeaves: number;
  /** The fewest rows a leaf may have. */
  readonly minLeafRows: number;
  /** The least sum of second derivatives a leaf may have. */
  readonly minLeafWeight: number;
  /** The least gain of a split, in units of the variance that gradients have for a weight of 1. */
  readonly minGain: number;
  /** λ: pulls every leaf's value towards 0. */
  readonly shrinkage: number;
  /** How many columns may be split on, and whether they are drawn once or afresh for each split. */
  readonly columns: { readonly count: number; readonly drawnFor: 'tree' | 'split' };
  /** For each column 1 (never falls as it grows), −1 (never rises) or 0. */
  readonly monotone: Int8Array;
};

/** What a tree learns: it lowers Σ ½·weight·(value − target/weight)² over its rows. */
export type Target = {
  /** Minus the first derivative of the loss, a row each. */
  readonly gradient: Float64Array;
  /** The second derivative, a row each; absent where it is 1 everywhere. */
  readonly weight?: Float64Array;
};

/** A tree over bins, its nodes numbered as they were made; node 0 is the root. */
export type GrownTree = {
  /** The column a node splits on; −1 in a leaf. */
  readonly column: number[];
  /** For a number: bins up to this one go left. */
  readonly bin: number[];
  /** For a category: 1 for each bin that goes left. */
  readonly leftBins: (Uint8Array | undefined)[];
  readonly missingLeft: boolean[];
  readonly left: number[];
  readonly right: number[];
  /** A leaf's value; in a split, what it would be if the node were a leaf. */
  readonly value: number[];
  /** What a split gains, in units of the noise (see {@link GrowthLimits.minGain}); 0 in a leaf. */
  readonly gain: number[];
  /** How many training rows reached the node. */
  readonly cover: number[];
  /** Of each leaf: where in `rows` its rows begin and end. */
  readonly leaves: { node: number; from: number; to: number }[];
};

type Split = {
  gain: number;
  column: number;
  bin: number;
  leftBins: Uint8Array | undefined;
  missingLeft: boolean;
  leftGradient: number;
  leftWeight: number;
  leftValue: number;
  rightValue: number;
};

type OpenNode = {
  node: number;
  from: number;
  to: number;
  depth: number;
  gradient: number;
  weight: number;
  low: number;
  high: number;
  histogram: Float64Array | undefined;
  split: Split;
};

/** Of a bin: the sum of gradients, the sum of weights, the rows. */
const STRIDE = 3;
/** Categories are ordered by their mean, pulled towards the node's by this many rows. */
const CATEGORY_SMOOTHING = 10;
/** A node with more categories than this pays a larger shrinkage for splitting on them. */
const FEW_CATEGORIES = 4;
const CATEGORY_SHRINKAGE = 10;
/**
 * Grouping levels that differ by nothing but noise gains this much a level, in units of the noise's
 * variance: for standard normal zᵢ, (Σ|zᵢ|)² / levels tends to 2/π a level.
 */
const LUCK_OF_A_CATEGORY = 2 / Math.PI;
const LEAST_GAIN = 1e-9;

/**
 * Grows one tree: the builder of the single tree, the forest and boosting alike. Splits maximise
 * the second-order gain G²/(H + λ) of Chen and Guestrin (2016, equation 7), which for target y and
 * weight 1 is the decrease of the Gini impurity. Histograms of bins; a node's larger child is the
 * node less its smaller child; rows are partitioned in place. Missing values go where they serve
 * best. Categories are split in two groups after ordering them by their mean (Fisher 1958); from the
 * gain is taken what so many levels would gain by chance, so that codes with thousands of levels do
 * not crowd out what is true.
 * A monotone column's children are kept on their side of the split's middle.
 *
 * @param rows the training rows; a row may come more than once. They are reordered, leaf by leaf
 */
export function growTree(
  columns: readonly BinnedColumn[],
  { gradient, weight }: Target,
  rows: Uint32Array,
  limits: GrowthLimits,
  random: Random,
): GrownTree {
  const tree: GrownTree = {
    column: [],
    bin: [],
    leftBins: [],
    missingLeft: [],
    left: [],
    right: [],
    value: [],
    gain: [],
    cover: [],
    leaves: [],
  };
  const offsets = new Int32Array(columns.length + 1);
  columns.forEach((column, c) => {
    offsets[c + 1] = offsets[c]! + (column.bins + 1) * STRIDE;
  });
  const histogramSize = offsets[columns.length]!;
  const drawn = Math.min(limits.columns.count, columns.length);
  /** Only with the same columns throughout is a node's histogram the sum of its children's. */
  const sameColumns = drawn === columns.length || limits.columns.drawnFor === 'tree';
  const constrained = limits.monotone.some((direction) => direction !== 0);
  const candidates = Int32Array.from(columns, (_, c) => c);
  const spare: Float64Array[] = [];
  const scratch = new Uint32Array(rows.length);
  const nearGradient = new Float64Array(rows.length);
  const nearWeight = new Float64Array(weight === undefined ? 0 : rows.length);
  const order = new Float64Array(256);
  const ordered = new Int32Array(256);
  /** Where a bin's weight stands in its three numbers: its rows, when every weight is 1. */
  const weightAt = weight === undefined ? 2 : 1;
  /** The variance of gradients for a weight of 1, as far as the tree does not explain it yet. */
  let noise = 0;

  function addNode(cover: number, value: number): number {
    tree.column.push(-1);
    tree.bin.push(0);
    tree.leftBins.push(undefined);
    tree.missingLeft.push(false);
    tree.left.push(-1);
    tree.right.push(-1);
    tree.value.push(value);
    tree.gain.push(0);
    return tree.cover.push(cover) - 1;
  }

  function takeHistogram(): Float64Array {
    return spare.pop() ?? new Float64Array(histogramSize);
  }

  function fillHistogram(histogram: Float64Array, from: number, to: number): void {
    for (let i = from; i < to; i++) nearGradient[i] = gradient[rows[i]!]!;
    if (weight !== undefined) for (let i = from; i < to; i++) nearWeight[i] = weight[rows[i]!]!;
    for (let k = 0; k < drawn; k++) {
      const c = candidates[k]!;
      const { codes } = columns[c]!;
      const offset = offsets[c]!;
      histogram.fill(0, offset, offsets[c + 1]);
      if (weight === undefined) {
        for (let i = from; i < to; i++) {
          const at = offset + codes[rows[i]!]! * STRIDE;
          histogram[at]! += nearGradient[i]!;
          histogram[at + 2]! += 1;
        }
      } else {
        for (let i = from; i < to; i++) {
          const at = offset + codes[rows[i]!]! * STRIDE;
          histogram[at]! += nearGradient[i]!;
          histogram[at + 1]! += nearWeight[i]!;
          histogram[at + 2]! += 1;
        }
      }
    }
  }

  function findSplit(histogram: Float64Array, open: Omit<OpenNode, 'split'>): Split {
    const best: Split = {
      gain: Math.max(LEAST_GAIN, limits.minGain * noise),
      column: -1,
      bin: 0,
      leftBins: undefined,
      missingLeft: false,
      leftGradient: 0,
      leftWeight: 0,
      leftValue: 0,
      rightValue: 0,
    };
    for (let k = 0; k < drawn; k++) {
      const c = candidates[k]!;
      if (columns[c]!.kind === 'number') splitNumber(histogram, open, c, best);
      else splitCategory(histogram, open, c, best);
    }
    return best;
  }

  function splitNumber(
    histogram: Float64Array,
    open: Omit<OpenNode, 'split'>,
    c: number,
    best: Split,
  ): void {
    const { bins } = columns[c]!;
    const offset = offsets[c]!;
    const missing = offset + bins * STRIDE;
    const missingRows = histogram[missing + 2]!;
    const count = open.to - open.from;
    const direction = limits.monotone[c]!;
    for (let side = 0; side < (missingRows > 0 ? 2 : 1); side++) {
      let leftGradient = side === 0 ? 0 : histogram[missing]!;
      let leftWeight = side === 0 ? 0 : histogram[missing + weightAt]!;
      let leftRows = side === 0 ? 0 : missingRows;
      // With missing values on the right, the last bin may be all of the left.
      const last = side === 0 && missingRows > 0 ? bins : bins - 1;
      for (let bin = 0; bin < last; bin++) {
        const at = offset + bin * STRIDE;
        const inBin = histogram[at + 2]!;
        if (inBin === 0) continue;
        leftGradient += histogram[at]!;
        leftWeight += histogram[at + weightAt]!;
        leftRows += inBin;
        if (leftRows < limits.minLeafRows) continue;
        if (count - leftRows < limits.minLeafRows) break;
        const missingLeft = missingRows > 0 ? side === 1 : leftRows >= count - leftRows;
        if (weigh(open, leftGradient, leftWeight, limits.shrinkage, 0, direction, best)) {
          best.column = c;
          best.bin = bin;
          best.leftBins = undefined;
          best.missingLeft = missingLeft;
        }
      }
    }
  }

  function splitCategory(
    histogram: Float64Array,
    open: Omit<OpenNode, 'split'>,
    c: number,
    best: Split,
  ): void {
    const { bins } = columns[c]!;
    const offset = offsets[c]!;
    const count = open.to - open.from;
    const mean = open.gradient / (open.weight + limits.shrinkage + 1e-12);
    const smoothing = CATEGORY_SMOOTHING * (open.weight / count);
    let present = 0;
    for (let bin = 0; bin <= bins; bin++) {
      const at = offset + bin * STRIDE;
      if (histogram[at + 2]! === 0) continue;
      order[bin] =
        (histogram[at]! + smoothing * mean) / (histogram[at + weightAt]! + smoothing + 1e-12);
      ordered[present++] = bin;
    }
    if (present < 2) return;
    const line = ordered.subarray(0, present).sort((a, b) => order[a]! - order[b]! || a - b);
    const shrinkage =
      limits.shrinkage +
      (present > FEW_CATEGORIES ? CATEGORY_SHRINKAGE * (open.weight / count) : 0);
    const luck = LUCK_OF_A_CATEGORY * noise * (present - 2);
    let leftGradient = 0;
    let leftWeight = 0;
    let leftRows = 0;
    let bestPrefix = 0;
    for (let place = 0; place < present - 1; place++) {
      const at = offset + line[place]! * STRIDE;
      leftGradient += histogram[at]!;
      leftWeight += histogram[at + weightAt]!;
      leftRows += histogram[at + 2]!;
      if (leftRows < limits.minLeafRows) continue;
      if (count - leftRows < limits.minLeafRows) break;
      if (weigh(open, leftGradient, leftWeight, shrinkage, luck, 0, best)) {
        bestPrefix = place + 1;
        best.missingLeft = leftRows >= count - leftRows;
      }
    }
    if (bestPrefix === 0) return;
    best.column = c;
    best.leftBins = new Uint8Array(bins + 1);
    for (let place = 0; place < bestPrefix; place++) best.leftBins[line[place]!] = 1;
    if (histogram[offset + bins * STRIDE + 2]! > 0) best.missingLeft = best.leftBins[bins] === 1;
  }

  /**
   * Whether a left side of these sums is the best split so far; if so, notes its gain, less what
   * luck alone would gain, and its values.
   */
  function weigh(
    open: Omit<OpenNode, 'split'>,
    leftGradient: number,
    leftWeight: number,
    shrinkage: number,
    luck: number,
    direction: number,
    best: Split,
  ): boolean {
    const rightGradient = open.gradient - leftGradient;
    const rightWeight = open.weight - leftWeight;
    if (leftWeight < limits.minLeafWeight || rightWeight < limits.minLeafWeight) return false;
    const leftDivisor = leftWeight + shrinkage;
    const rightDivisor = rightWeight + shrinkage;
    let gain: number;
    if (constrained) {
      const leftValue = clamp(leftGradient / leftDivisor, open.low, open.high);
      const rightValue = clamp(rightGradient / rightDivisor, open.low, open.high);
      if (direction * (rightValue - leftValue) < 0) return false;
      const whole = clamp(open.gradient / (open.weight + shrinkage), open.low, open.high);
      gain =
        leftValue * (2 * leftGradient - leftDivisor * leftValue) +
        rightValue * (2 * rightGradient - rightDivisor * rightValue) -
        whole * (2 * open.gradient - (open.weight + shrinkage) * whole);
    } else {
      gain =
        (leftGradient * leftGradient) / leftDivisor +
        (rightGradient * rightGradient) / rightDivisor -
        (open.gradient * open.gradient) / (open.weight + shrinkage);
    }
    gain -= luck;
    if (!(gain > best.gain)) return false;
    best.gain = gain;
    best.leftGradient = leftGradient;
    best.leftWeight = leftWeight;
    best.leftValue = clamp(leftGradient / (leftWeight + limits.shrinkage), open.low, open.high);
    best.rightValue = clamp(rightGradient / (rightWeight + limits.shrinkage), open.low, open.high);
    return true;
  }

  /** Puts the rows that go left before those that go right; both keep their order. */
  function partition({ from, to, split }: OpenNode): number {
    const { codes, bins } = columns[split.column]!;
    const goesLeft = new Uint8Array(bins + 1);
    if (split.leftBins !== undefined) goesLeft.set(split.leftBins);
    else goesLeft.fill(1, 0, split.bin + 1);
    goesLeft[bins] = split.missingLeft ? 1 : 0;
    let left = from;
    let right = 0;
    for (let i = from; i < to; i++) {
      // Written to both sides and kept on one: a processor guesses wrongly at every other branch here.
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

  function canSplit(from: number, to: number, depth: number): boolean {
    return depth < limits.maxDepth && to - from >= 2 * limits.minLeafRows && to - from >= 2;
  }

  /** Puts `drawn` random columns first among the candidates. */
  function drawColumns(): void {
    if (drawn === columns.length) return;
    for (let k = 0; k < drawn; k++) {
      const other = k + random.integer(columns.length - k);
      const held = candidates[k]!;
      candidates[k] = candidates[other]!;
      candidates[other] = held;
    }
  }

  const open: OpenNode[] = [];
  if (sameColumns) drawColumns();

  /** Finds a node's best split and keeps it open, or makes it a leaf. `filled` is its histogram. */
  function consider(node: Omit<OpenNode, 'split' | 'histogram'>, filled?: Float64Array): void {
    if (!canSplit(node.from, node.to, node.depth)) {
      if (filled !== undefined) spare.push(filled);
      tree.leaves.push({ node: node.node, from: node.from, to: node.to });
      return;
    }
    if (!sameColumns) drawColumns();
    const histogram = filled ?? takeHistogram();
    if (filled === undefined) fillHistogram(histogram, node.from, node.to);
    const split = findSplit(histogram, { ...node, histogram });
    if (split.column === -1) {
      spare.push(histogram);
      tree.leaves.push({ node: node.node, from: node.from, to: node.to });
      return;
    }
    if (!sameColumns) spare.push(histogram);
    open.push({ ...node, split, histogram: sameColumns ? histogram : undefined });
  }

  let rootGradient = 0;
  let rootSquare = 0;
  let rootWeight = 0;
  for (let i = 0; i < rows.length; i++) {
    rootGradient += gradient[rows[i]!]!;
    rootSquare += gradient[rows[i]!]! ** 2;
    rootWeight += weight === undefined ? 1 : weight[rows[i]!]!;
  }
  noise = rootSquare / (rootWeight + 1e-12);
  addNode(rows.length, rootGradient / (rootWeight + limits.shrinkage + 1e-12));
  consider({
    node: 0,
    from: 0,
    to: rows.length,
    depth: 0,
    gradient: rootGradient,
    weight: rootWeight,
    low: Number.NEGATIVE_INFINITY,
    high: Number.POSITIVE_INFINITY,
  });

  let leafCount = 1;
  while (open.length > 0 && leafCount < limits.maxLeaves) {
    let next = open.length - 1;
    if (limits.maxLeaves !== Number.POSITIVE_INFINITY) {
      for (let i = 0; i < open.length; i++) {
        if (open[i]!.split.gain > open[next]!.split.gain) next = i;
      }
    }
    const parent = open[next]!;
    open[next] = open.at(-1)!;
    open.pop();
    leafCount++;
    const { split, node, from, to } = parent;
    const middle = partition(parent);
    const { leftGradient, leftWeight } = split;
    const direction = limits.monotone[split.column]!;
    const halfway = (split.leftValue + split.rightValue) / 2;
    const depth = parent.depth + 1;
    tree.column[node] = split.column;
    tree.bin[node] = split.bin;
    tree.leftBins[node] = split.leftBins;
    tree.missingLeft[node] = split.missingLeft;
    tree.gain[node] = split.gain / noise;
    const left = {
      node: addNode(middle - from, split.leftValue),
      from,
      to: middle,
      depth,
      gradient: leftGradient,
      weight: leftWeight,
      low: direction < 0 ? Math.max(parent.low, halfway) : parent.low,
      high: direction > 0 ? Math.min(parent.high, halfway) : parent.high,
    };
    const right = {
      node: addNode(to - middle, split.rightValue),
      from: middle,
      to,
      depth,
      gradient: parent.gradient - leftGradient,
      weight: parent.weight - leftWeight,
      low: direction > 0 ? Math.max(parent.low, halfway) : parent.low,
      high: direction < 0 ? Math.min(parent.high, halfway) : parent.high,
    };
    tree.left[node] = left.node;
    tree.right[node] = right.node;
    if (parent.histogram === undefined) {
      consider(left);
      consider(right);
      continue;
    }
    const [small, large] = middle - from <= to - middle ? [left, right] : [right, left];
    if (!canSplit(large.from, large.to, depth)) {
      spare.push(parent.histogram);
      consider(small);
      consider(large);
      continue;
    }
    const smaller = takeHistogram();
    fillHistogram(smaller, small.from, small.to);
    const larger = parent.histogram;
    for (let k = 0; k < drawn; k++) {
      const end = offsets[candidates[k]! + 1]!;
      for (let i = offsets[candidates[k]!]!; i < end; i++) larger[i]! -= smaller[i]!;
    }
    consider(small, smaller);
    consider(large, larger);
  }
  for (const { node, from, to } of open) tree.leaves.push({ node, from, to });
  return tree;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

/**
 * The leaf a row of the binned columns falls into, as a node number; with a least gain, as if no split
 * of less had been made.
 */
export function leafOf(
  tree: GrownTree,
  columns: readonly BinnedColumn[],
  row: number,
  leastGain = 0,
): number {
  let node = 0;
  while (tree.column[node] !== -1 && tree.gain[node]! >= leastGain) {
    const { codes, bins } = columns[tree.column[node]!]!;
    const code = codes[row]!;
    const leftBins = tree.leftBins[node];
    let left: boolean;
    if (code === bins) left = tree.missingLeft[node]!;
    else left = leftBins === undefined ? code <= tree.bin[node]! : leftBins[code] === 1;
    node = left ? tree.left[node]! : tree.right[node]!;
  }
  return node;
}
