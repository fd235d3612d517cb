import type { BinnedColumn } from './binning.ts';

/** A tree over bins, its nodes numbered in the order they were added; node 0 is the root. */
export type GrownTree = {
  /** The column a node splits on; −1 in a leaf. */
  readonly column: number[];
  /** For a number: bins up to and including this one go left. */
  readonly bin: number[];
  /** For a category: 1 for each bin that goes left; undefined for a number and in a leaf. */
  readonly leftBins: (Uint8Array | undefined)[];
  readonly missingLeft: boolean[];
  readonly left: number[];
  readonly right: number[];
  /** A leaf's value; in a split, what it would be if the node were a leaf. */
  readonly value: number[];
  /** The gain of a split in units of the gradients' variance (see `GrowthLimits.minGain`); 0 in a leaf. */
  readonly gain: number[];
  /** How many training rows reached the node. */
  readonly cover: number[];
  /** For each leaf: its node, and where its rows begin and end in the training rows, which growing reorders. */
  readonly leaves: { node: number; from: number; to: number }[];
};

/** A tree without nodes. */
export function emptyTree(): GrownTree {
  return {
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
}

/**
 * Adds a node without a split.
 *
 * @returns its number
 */
export function addNode(tree: GrownTree, cover: number, value: number): number {
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

/**
 * The leaf that a row of the binned columns falls into, as a node number.
 *
 * @param leastGain splits with a smaller gain are taken for leaves, as if the tree had been pruned
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
