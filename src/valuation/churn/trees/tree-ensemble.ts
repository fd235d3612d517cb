import type { BinnedColumn } from './binning.ts';
import type { GrownTree } from './grown-tree.ts';

/**
 * Trees whose leaves are log-odds to be added up, as plain data. The nodes of all trees are in one list,
 * each tree from its root down, a node's left child directly after it.
 */
export type TreeEnsemble = {
  /** The log-odds that the trees are added to. */
  readonly intercept: number;
  /** The root of each tree. */
  readonly roots: readonly number[];
  /** The feature a node splits on; −1 in a leaf. */
  readonly feature: readonly number[];
  /** For a number: values up to and including this go left. For a category: the index in `levelSets` of the levels that do. */
  readonly threshold: readonly number[];
  /** The right child; 0 in a leaf. */
  readonly right: readonly number[];
  /** 1 where missing values go left. */
  readonly missingLeft: readonly number[];
  /** A leaf's log-odds; 0 in a split. */
  readonly value: readonly number[];
  /** How many training rows reached the node. */
  readonly cover: readonly number[];
  /** For each split on a category: the levels that go left. */
  readonly levelSets: readonly (readonly number[])[];
};

/** A tree, and the log-odds that a leaf contributes for its value. */
export type WeightedTree = { tree: GrownTree; logOdds: (value: number) => number };

/**
 * Turns trees over bins into an ensemble over values.
 *
 * @param intercept the log-odds that the trees are added to
 * @param columns the binned columns that the trees were grown on
 */
export function assembleTrees(
  intercept: number,
  trees: readonly WeightedTree[],
  columns: readonly BinnedColumn[],
): TreeEnsemble {
  const roots: number[] = [];
  const feature: number[] = [];
  const threshold: number[] = [];
  const right: number[] = [];
  const missingLeft: number[] = [];
  const value: number[] = [];
  const cover: number[] = [];
  const levelSets: number[][] = [];

  function place({ tree, logOdds }: WeightedTree, node: number): number {
    const c = tree.column[node]!;
    const here = feature.push(c) - 1;
    cover.push(tree.cover[node]!);
    right.push(0);
    if (c === -1) {
      threshold.push(0);
      missingLeft.push(0);
      value.push(logOdds(tree.value[node]!));
      return here;
    }
    const { thresholds, levels } = columns[c]!;
    const leftBins = tree.leftBins[node];
    missingLeft.push(tree.missingLeft[node] ? 1 : 0);
    value.push(0);
    if (leftBins === undefined) {
      // A split after the last bin separates missing values from all others.
      threshold.push(thresholds[tree.bin[node]!] ?? Number.MAX_VALUE);
    } else {
      const goingLeft = levels.flatMap((group, bin) => (leftBins[bin] === 1 ? group : []));
      threshold.push(levelSets.push(goingLeft) - 1);
    }
    place({ tree, logOdds }, tree.left[node]!);
    right[here] = place({ tree, logOdds }, tree.right[node]!);
    return here;
  }

  for (const tree of trees) roots.push(place(tree, 0));
  return { intercept, roots, feature, threshold, right, missingLeft, value, cover, levelSets };
}

/** An ensemble in typed arrays, for fast evaluation. */
export type CompiledTrees = {
  readonly intercept: number;
  readonly roots: Int32Array;
  readonly feature: Int32Array;
  readonly threshold: Float64Array;
  readonly right: Int32Array;
  readonly missingLeft: Uint8Array;
  readonly value: Float64Array;
  readonly cover: Float64Array;
  /** 1 where a node splits on a category. */
  readonly categorical: Uint8Array;
  /** For each level set, 1 at each level in it. */
  readonly levelSets: readonly Uint8Array[];
};

const compiled = new WeakMap<TreeEnsemble, CompiledTrees>();

/**
 * The typed form of an ensemble, made once for each.
 *
 * @param isCategory for each feature, whether it is a category
 */
export function compileTrees(
  ensemble: TreeEnsemble,
  isCategory: readonly boolean[],
): CompiledTrees {
  const known = compiled.get(ensemble);
  if (known !== undefined) return known;
  const trees: CompiledTrees = {
    intercept: ensemble.intercept,
    roots: Int32Array.from(ensemble.roots),
    feature: Int32Array.from(ensemble.feature),
    threshold: Float64Array.from(ensemble.threshold),
    right: Int32Array.from(ensemble.right),
    missingLeft: Uint8Array.from(ensemble.missingLeft),
    value: Float64Array.from(ensemble.value),
    cover: Float64Array.from(ensemble.cover),
    categorical: Uint8Array.from(ensemble.feature, (f) => (f >= 0 && isCategory[f] ? 1 : 0)),
    levelSets: ensemble.levelSets.map((levels) => {
      const members = new Uint8Array(Math.max(-1, ...levels) + 1);
      for (const level of levels) members[level] = 1;
      return members;
    }),
  };
  compiled.set(ensemble, trees);
  return trees;
}
