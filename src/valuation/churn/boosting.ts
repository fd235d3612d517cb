import { stratifiedFolds } from '../evaluation/stratified-folds.ts';
import { type Random, seededRandom } from '../numeric/random.ts';
import { softplus } from '../numeric/special-functions.ts';
import { countLeavers } from './dataset.ts';
import { logOddsOf, probabilityOf } from './log-odds.ts';
import {
  monotoneDirections,
  once,
  type TrainingData,
  type TrainingOptions,
  type TrainingPlan,
} from './training.ts';
import { type BinnedColumn, binColumns } from './trees/binning.ts';
import { type GrownTree, leafOf } from './trees/grown-tree.ts';
import { assembleTrees, type TreeEnsemble } from './trees/tree-ensemble.ts';
import { type GrowthLimits, growTree, treeWorkspace } from './trees/tree-growth.ts';

const MOST_TREES = 500;
const LEARNING_RATE = 0.2;
/** Boosting stops when this many trees in a row have not lowered the loss on held-out rows. */
const PATIENCE = 10;
const BINS = 254;
const FOLDS = 5;
/** A tree may split on half of the columns, and on no fewer than this, so that columns that interact meet. */
const FEWEST_COLUMNS = 5;
/** From this many rows on, one bag with larger trees is as good as five. */
const MANY_ROWS = 50_000;
/** With fewer rows of either class nothing can be held out: a fixed number of trees is grown. */
const FEW_OF_A_CLASS = 10;
const TREES_OF_FEW = 10;

/**
 * Gradient boosting of the logistic loss with second derivatives (Friedman 2001; Chen and Guestrin
 * 2016), on histograms. A bag holds one fifth of the rows out and stops when their loss falls no further;
 * each row is held out by one of five bags, and the model is the mean of their log-odds, so that every row
 * is learnt from and the number of trees is never chosen on rows the trees were grown on.
 *
 * @throws RangeError for a monotone constraint on an unknown feature or a category
 */
export function planBoosting(
  { features, columns, y }: TrainingData,
  options: TrainingOptions,
): TrainingPlan<GrownTree[], TreeEnsemble> {
  const leavers = countLeavers(y);
  const base = logOddsOf(leavers / y.length);
  const binning = once(() => binColumns(features, columns, BINS));
  const few = Math.min(leavers, y.length - leavers) < FEW_OF_A_CLASS;
  const many = y.length >= MANY_ROWS;
  const bags = few || many ? 1 : FOLDS;
  const limits: GrowthLimits = {
    maxDepth: options.maxDepth ?? (many ? 8 : 6),
    maxLeaves: many ? 31 : 10,
    minLeafRows: 20,
    minChildWeight: 1e-3,
    minGain: 0,
    l2Regularization: 1,
    columns: { count: Math.max(FEWEST_COLUMNS, Math.ceil(features.length / 2)), drawnFor: 'tree' },
    monotone: monotoneDirections(features, options.monotone),
  };
  const most = options.trees ?? MOST_TREES;

  return {
    parts: bags,
    train(bag) {
      const binned = binning();
      const random = seededRandom(options.seed + (bag + 1) * 2 ** 32);
      const all = Uint32Array.from(y, (_, row) => row);
      if (few) {
        const trees = Math.min(most, TREES_OF_FEW);
        return boost(binned, y, base, all, new Uint32Array(0), trees, limits, random);
      }
      const fold = stratifiedFolds(y, FOLDS, options.seed);
      const inside = all.filter((row) => fold[row] !== bag);
      const outside = all.filter((row) => fold[row] === bag);
      return boost(binned, y, base, inside, outside, most, limits, random);
    },
    join(grown) {
      const share = LEARNING_RATE / bags;
      const weighted = grown.flat().map((tree) => ({
        tree,
        logOdds: (value: number) => value * share,
      }));
      return assembleTrees(base, weighted, binning());
    },
  };
}

/**
 * Boosts one bag.
 *
 * @param base the log-odds to start from
 * @param inside the rows that trees are grown on
 * @param outside the held-out rows whose loss chooses the number of trees; none: `most` trees are grown
 * @param most the most trees
 */
function boost(
  binned: readonly BinnedColumn[],
  y: Uint8Array,
  base: number,
  inside: Uint32Array,
  outside: Uint32Array,
  most: number,
  limits: GrowthLimits,
  random: Random,
): GrownTree[] {
  const logOdds = new Float64Array(y.length).fill(base);
  const negativeGradient = new Float64Array(y.length);
  const hessian = new Float64Array(y.length);
  const derivatives = { negativeGradient, hessian };
  const rows = inside.slice();
  const workspace = treeWorkspace(binned, derivatives, rows);
  const trees: GrownTree[] = [];
  let leastLoss = lossOf(outside, y, logOdds);
  let best = 0;
  while (trees.length < most && (outside.length === 0 || trees.length - best < PATIENCE)) {
    for (let i = 0; i < inside.length; i++) {
      const row = inside[i]!;
      const probability = probabilityOf(logOdds[row]!);
      negativeGradient[row] = y[row]! - probability;
      hessian[row] = probability * (1 - probability);
    }
    rows.set(inside);
    const { leaves, ...tree } = growTree(binned, derivatives, rows, limits, random, workspace);
    for (const { node, from, to } of leaves) {
      const step = LEARNING_RATE * tree.value[node]!;
      for (let i = from; i < to; i++) logOdds[rows[i]!]! += step;
    }
    trees.push({ ...tree, leaves: [] });
    for (let i = 0; i < outside.length; i++) {
      const row = outside[i]!;
      logOdds[row]! += LEARNING_RATE * tree.value[leafOf(trees.at(-1)!, binned, row)]!;
    }
    const loss = lossOf(outside, y, logOdds);
    if (loss < leastLoss) {
      leastLoss = loss;
      best = trees.length;
    }
  }
  return outside.length === 0 ? trees : trees.slice(0, best);
}

/** The log loss of rows, summed, in nats. */
function lossOf(rows: Uint32Array, y: Uint8Array, logOdds: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const z = y[row] === 1 ? -logOdds[row]! : logOdds[row]!;
    sum += softplus(z);
  }
  return sum;
}
