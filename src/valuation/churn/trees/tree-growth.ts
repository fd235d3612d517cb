import type { Random } from '../../numeric/random.ts';
import type { BinnedColumn } from './binning.ts';
import { addNode, emptyTree, type GrownTree } from './grown-tree.ts';
import { HistogramBuilder, type LossDerivatives } from './histogram.ts';
import { partitionRows } from './row-partition.ts';
import {
  findSplit,
  type NodeSums,
  prepareSplitSearch,
  type Split,
  type SplitLimits,
  type SplitSearch,
} from './split-search.ts';

/** How a tree may grow. */
export type GrowthLimits = SplitLimits & {
  readonly maxDepth: number;
  /** With a finite number, the split with the largest gain of all open nodes is made first. */
  readonly maxLeaves: number;
  /** The least gain of a split, in units of the variance of the gradients per unit of hessian at the root. */
  readonly minGain: number;
  /** How many columns may be split on, and whether they are drawn once per tree or again for each split. */
  readonly columns: { readonly count: number; readonly drawnFor: 'tree' | 'split' };
};

/** A node that is not split yet, and its rows among the training rows. */
type GrowingNode = NodeSums & {
  readonly node: number;
  readonly from: number;
  readonly to: number;
  readonly depth: number;
};

/** A node with a split to be made. */
type OpenNode = {
  readonly of: GrowingNode;
  readonly split: Split;
  /** Kept where the children's histograms can be had from it. */
  readonly histogram: Float64Array | undefined;
};

/**
 * Grows one tree on histograms of binned columns, as the single tree, the forest and boosting do: the
 * tree lowers Σ ½·h·(value − g/h)² over its rows, where g is the negative gradient and h the hessian.
 * Splits are chosen by {@link findSplit}. A node's larger child takes its histogram from the node's less
 * that of the smaller child; rows are partitioned in place. The children of a split on a monotone column
 * are kept on their side of the midpoint between their values.
 *
 * @param rows the training rows; a row may come more than once. They are reordered, leaf by leaf
 * @param random draws the columns; not used where all of them may be split on
 * @param workspace made of the same columns, derivatives and rows, where more than one tree is grown on them
 */
export function growTree(
  columns: readonly BinnedColumn[],
  derivatives: LossDerivatives,
  rows: Uint32Array,
  limits: GrowthLimits,
  random: Random,
  workspace: TreeWorkspace = treeWorkspace(columns, derivatives, rows),
): GrownTree {
  return new TreeGrower(columns, derivatives, rows, limits, random, workspace).grow();
}

/** What growing a tree works with, so that trees on the same rows allocate it once. */
export type TreeWorkspace = {
  readonly histograms: HistogramBuilder;
  readonly scratch: Uint32Array;
};

/** A workspace for trees on these columns, derivatives and rows, whose contents may change from tree to tree. */
export function treeWorkspace(
  columns: readonly BinnedColumn[],
  derivatives: LossDerivatives,
  rows: Uint32Array,
): TreeWorkspace {
  return {
    histograms: new HistogramBuilder(columns, derivatives, rows),
    scratch: new Uint32Array(rows.length),
  };
}

class TreeGrower {
  readonly #columns: readonly BinnedColumn[];
  readonly #derivatives: LossDerivatives;
  readonly #rows: Uint32Array;
  readonly #limits: GrowthLimits;
  readonly #random: Random;
  readonly #tree = emptyTree();
  readonly #open: OpenNode[] = [];
  readonly #histograms: HistogramBuilder;
  /** Column numbers; the first `#sampledCount` are those that may be split on. */
  readonly #sampled: Int32Array;
  readonly #sampledCount: number;
  /** Only with the same columns throughout is a node's histogram the sum of its children's. */
  readonly #sameColumns: boolean;
  readonly #scratch: Uint32Array;
  readonly #noise: number;
  readonly #search: SplitSearch;
  readonly #root: GrowingNode;

  constructor(
    columns: readonly BinnedColumn[],
    derivatives: LossDerivatives,
    rows: Uint32Array,
    limits: GrowthLimits,
    random: Random,
    { histograms, scratch }: TreeWorkspace,
  ) {
    this.#columns = columns;
    this.#derivatives = derivatives;
    this.#rows = rows;
    this.#limits = limits;
    this.#random = random;
    this.#sampled = Int32Array.from(columns, (_, c) => c);
    this.#sampledCount = Math.min(limits.columns.count, columns.length);
    this.#sameColumns = this.#sampledCount === columns.length || limits.columns.drawnFor === 'tree';
    this.#histograms = histograms;
    this.#scratch = scratch;
    const { root, noise } = this.#sumRoot();
    this.#root = root;
    this.#noise = noise;
    this.#search = prepareSplitSearch(columns, this.#histograms, limits, noise, limits.minGain);
  }

  grow(): GrownTree {
    if (this.#sameColumns) this.#drawColumns();
    this.#openOrClose(this.#root, undefined);
    for (let leaves = 1; this.#open.length > 0 && leaves < this.#limits.maxLeaves; leaves++) {
      this.#split(this.#takeNext());
    }
    for (const { of, histogram } of this.#open) {
      if (histogram !== undefined) this.#histograms.release(histogram);
      this.#close(of);
    }
    return this.#tree;
  }

  /** Adds the root, and measures the variance of the gradients per unit of hessian there. */
  #sumRoot(): { root: GrowingNode; noise: number } {
    const rows = this.#rows;
    const { negativeGradient, hessian } = this.#derivatives;
    let gradients = 0;
    let squares = 0;
    let hessians = 0;
    for (let i = 0; i < rows.length; i++) {
      const gradient = negativeGradient[rows[i]!]!;
      gradients += gradient;
      squares += gradient ** 2;
      hessians += hessian === undefined ? 1 : hessian[rows[i]!]!;
    }
    const value = gradients / (hessians + this.#limits.l2Regularization + 1e-12);
    const root = {
      node: addNode(this.#tree, rows.length, value),
      from: 0,
      to: rows.length,
      depth: 0,
      rows: rows.length,
      negativeGradient: gradients,
      hessian: hessians,
      low: Number.NEGATIVE_INFINITY,
      high: Number.POSITIVE_INFINITY,
    };
    return { root, noise: squares / (hessians + 1e-12) };
  }

  /** Puts random columns first among the sampled, as many as may be split on. */
  #drawColumns(): void {
    const sampled = this.#sampled;
    if (this.#sampledCount === sampled.length) return;
    for (let k = 0; k < this.#sampledCount; k++) {
      const other = k + this.#random.integer(sampled.length - k);
      const held = sampled[k]!;
      sampled[k] = sampled[other]!;
      sampled[other] = held;
    }
  }

  #mayBeSplit({ rows, depth }: GrowingNode): boolean {
    const { maxDepth, minLeafRows } = this.#limits;
    return depth < maxDepth && rows >= 2 * minLeafRows && rows >= 2;
  }

  #close({ node, from, to }: GrowingNode): void {
    this.#tree.leaves.push({ node, from, to });
  }

  /**
   * Finds a node's best split and keeps the node open, or makes it a leaf.
   *
   * @param filled the node's histogram, where it is known already
   */
  #openOrClose(node: GrowingNode, filled: Float64Array | undefined): void {
    if (!this.#mayBeSplit(node)) {
      if (filled !== undefined) this.#histograms.release(filled);
      this.#close(node);
      return;
    }
    if (!this.#sameColumns) this.#drawColumns();
    const histogram = filled ?? this.#filledHistogram(node);
    const split = findSplit(this.#search, histogram, node, this.#sampled, this.#sampledCount);
    if (split === undefined || !this.#sameColumns) this.#histograms.release(histogram);
    if (split === undefined) this.#close(node);
    else {
      this.#open.push({ of: node, split, histogram: this.#sameColumns ? histogram : undefined });
    }
  }

  #filledHistogram({ from, to }: GrowingNode): Float64Array {
    const histogram = this.#histograms.take();
    this.#histograms.fill(histogram, from, to, this.#sampled, this.#sampledCount);
    return histogram;
  }

  /** Takes the open node to be split next: the one opened last or, where leaves are limited, of the largest gain. */
  #takeNext(): OpenNode {
    const open = this.#open;
    let next = open.length - 1;
    if (this.#limits.maxLeaves !== Number.POSITIVE_INFINITY) {
      for (let i = 0; i < open.length; i++) {
        if (open[i]!.split.gain > open[next]!.split.gain) next = i;
      }
    }
    const taken = open[next]!;
    open[next] = open.at(-1)!;
    open.pop();
    return taken;
  }

  /** Makes the split of an open node and opens or closes its children. */
  #split({ of: parent, split, histogram }: OpenNode): void {
    const tree = this.#tree;
    const { node, from, to } = parent;
    const column = this.#columns[split.column]!;
    const middle = partitionRows(this.#rows, from, to, column, split, this.#scratch);
    tree.column[node] = split.column;
    tree.bin[node] = split.bin;
    tree.leftBins[node] = split.leftBins;
    tree.missingLeft[node] = split.missingLeft;
    tree.gain[node] = split.gain / this.#noise;
    const left = this.#addChild(parent, split, -1, from, middle);
    const right = this.#addChild(parent, split, 1, middle, to);
    tree.left[node] = left.node;
    tree.right[node] = right.node;
    if (histogram === undefined) {
      this.#openOrClose(left, undefined);
      this.#openOrClose(right, undefined);
      return;
    }
    const [small, large] = left.rows <= right.rows ? [left, right] : [right, left];
    if (!this.#mayBeSplit(large)) {
      this.#histograms.release(histogram);
      this.#openOrClose(small, undefined);
      this.#openOrClose(large, undefined);
      return;
    }
    const smaller = this.#filledHistogram(small);
    this.#histograms.subtract(histogram, smaller, this.#sampled, this.#sampledCount);
    this.#openOrClose(small, smaller);
    this.#openOrClose(large, histogram);
  }

  /** Adds the child on one side of a split: −1 for the left, 1 for the right. */
  #addChild(
    parent: GrowingNode,
    split: Split,
    side: -1 | 1,
    from: number,
    to: number,
  ): GrowingNode {
    const left = side === -1;
    const value = left ? split.leftValue : split.rightValue;
    const halfway = (split.leftValue + split.rightValue) / 2;
    const rising = side * this.#limits.monotone[split.column]!;
    return {
      node: addNode(this.#tree, to - from, value),
      from,
      to,
      depth: parent.depth + 1,
      rows: to - from,
      negativeGradient: left ? split.leftGradient : parent.negativeGradient - split.leftGradient,
      hessian: left ? split.leftHessian : parent.hessian - split.leftHessian,
      low: rising > 0 ? Math.max(parent.low, halfway) : parent.low,
      high: rising < 0 ? Math.min(parent.high, halfway) : parent.high,
    };
  }
}
