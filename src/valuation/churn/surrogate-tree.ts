import { seededRandom } from '../numeric/random.ts';
import { alignColumns, checkDataset, type Dataset, featuresOf, takeRows } from './dataset.ts';
import { monotoneDirections } from './training.ts';
import { binColumns } from './trees/binning.ts';
import type { GrownTree } from './trees/grown-tree.ts';
import { growTree } from './trees/tree-growth.ts';

/** A node of a tree that tells what a model does: either it asks a question, or it is a leaf. */
export type SurrogateNode = {
  /** The mean prediction of the rows that reach it. */
  prediction: number;
  /** Their share of all rows, 0 to 1. */
  share: number;
  /** Rows whose `feature` is at most `threshold` go to the node `left`, others to `right`; absent in a leaf. */
  split?:
    | { feature: string; threshold: number; missingLeft: boolean; left: number; right: number }
    | undefined;
};

/** A small tree that imitates the predictions of a model. Plain data: it serialises to JSON. */
export type SurrogateTree = {
  /** The root first. */
  nodes: SurrogateNode[];
  /** The share of the variance of the predictions that it explains on rows it did not see (R²); below 0 where none. */
  faithfulness: number;
  rows: number;
};

const BINS = 64;
/** Every fourth row tells how faithful the tree is, and none of those is learnt from. */
const HELD_OUT = 4;
const LEAST_SHARE = 0.01;

/**
 * Fits a small regression tree to what a model predicts, to show in a picture what it does (Craven and Shavlik 1996,
 * "Extracting Tree-Structured Representations of Trained Networks").
 *
 * @param dataset columns of numbers
 * @param predictions of the model, one a row
 * @param options.maxDepth how many questions one after the other at most
 * @param options.maxLeaves how many ends at most; those questions are asked that tell the most
 * @returns undefined where there are too few rows to hold some back, or all predictions are the same
 * @throws RangeError naming what is wrong with the dataset
 */
export function fitSurrogateTree(
  dataset: Dataset,
  predictions: Float64Array,
  { maxDepth, maxLeaves, seed }: { maxDepth: number; maxLeaves: number; seed: number },
): SurrogateTree | undefined {
  checkDataset(dataset);
  const all = Uint32Array.from(predictions.keys());
  const held = all.filter((row) => row % HELD_OUT === 0);
  const rows = all.filter((row) => row % HELD_OUT !== 0);
  const features = featuresOf(dataset);
  const learnt = alignColumns(features, takeRows(dataset, [...rows]));
  const targets = Float64Array.from(rows, (row) => predictions[row]!);
  const mean = meanOf(targets);
  if (held.length < HELD_OUT || targets.every((value) => value === targets[0])) return undefined;
  const binned = binColumns(features, learnt, BINS);
  const grown = growTree(
    binned,
    { negativeGradient: targets.map((value) => value - mean) },
    Uint32Array.from(targets.keys()),
    {
      maxDepth,
      maxLeaves,
      minLeafRows: Math.max(1, Math.ceil(LEAST_SHARE * rows.length)),
      minChildWeight: 0,
      l2Regularization: 0,
      minGain: 0,
      columns: { count: features.length, drawnFor: 'tree' },
      monotone: monotoneDirections(features, undefined),
    },
    seededRandom(seed),
  );
  const nodes = nodesOf(
    grown,
    features.map(({ name }) => name),
    (column, bin) => binned[column]!.thresholds[bin] ?? Number.MAX_VALUE,
    mean,
  );
  const heldOut = takeRows(dataset, [...held]);
  const predicted = surrogatePrediction({ nodes }, heldOut);
  const actual = Float64Array.from(held, (row) => predictions[row]!);
  const overall = meanOf(actual);
  const squares = (of: (value: number, row: number) => number) =>
    actual.reduce((sum, value, row) => sum + of(value, row) ** 2, 0);
  const total = squares((value) => value - overall);
  return {
    nodes,
    faithfulness: total === 0 ? 0 : 1 - squares((value, row) => value - predicted[row]!) / total,
    rows: predictions.length,
  };
}

/**
 * What a surrogate tree predicts of each row.
 *
 * @throws RangeError where a column that the tree asks about is absent
 */
export function surrogatePrediction(
  { nodes }: Pick<SurrogateTree, 'nodes'>,
  dataset: Dataset,
): Float64Array {
  const columns = new Map(dataset.columns.map(({ name, values }) => [name, values]));
  return Float64Array.from({ length: dataset.rows }, (_, row) => {
    let node = nodes[0]!;
    while (node.split !== undefined) {
      const { feature, threshold, missingLeft, left, right } = node.split;
      const value = columns.get(feature)?.[row];
      if (value === undefined) {
        throw new RangeError(`The tree asks about ${feature}, which the dataset lacks.`);
      }
      node = nodes[(Number.isNaN(value) ? missingLeft : value <= threshold) ? left : right]!;
    }
    return node.prediction;
  });
}

function nodesOf(
  tree: GrownTree,
  features: readonly string[],
  thresholdOf: (column: number, bin: number) => number,
  mean: number,
): SurrogateNode[] {
  const all = tree.cover[0]!;
  return tree.column.map((column, node) => ({
    prediction: mean + tree.value[node]!,
    share: tree.cover[node]! / all,
    ...(column === -1
      ? {}
      : {
          split: {
            feature: features[column]!,
            threshold: thresholdOf(column, tree.bin[node]!),
            missingLeft: tree.missingLeft[node]!,
            left: tree.left[node]!,
            right: tree.right[node]!,
          },
        }),
  }));
}

const meanOf = (values: Float64Array) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
