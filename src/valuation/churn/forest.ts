import { type Random, seededRandom } from '../numeric/random.ts';
import { countLeavers } from './dataset.ts';
import { logOddsOf } from './log-odds.ts';
import { fitPlatt } from './platt.ts';
import {
  monotoneDirections,
  once,
  type TrainingData,
  type TrainingOptions,
  type TrainingPlan,
} from './training.ts';
import { drawTrainingRows } from './training-rows.ts';
import { binColumns } from './trees/binning.ts';
import { type GrownTree, leafOf } from './trees/grown-tree.ts';
import { assembleTrees, type TreeEnsemble } from './trees/tree-ensemble.ts';
import { growTree } from './trees/tree-growth.ts';

const TREES = 200;
const PARTS = 8;
const BINS = 254;
const MIN_LEAF_ROWS = 10;
const PRIOR_ROWS = 3;
/** The least χ² of a split: what a random one gains on average. */
const MIN_GAIN = 1;
/** From this many rows on trees may be deeper. */
const MANY_ROWS = 20_000;
/** A forest is trained on at most this many rows, and each of its trees on half of that: more cost time and gain nothing. */
const MOST_ROWS = 200_000;

/**
 * A random forest (Breiman 2001): each tree is grown on a bootstrap of the rows, each split chosen
 * among √features columns drawn anew. Trees vote with the log-odds of their leaves rather than with
 * shares, and Platt's scaling, fitted on out-of-bag votes, is applied to the mean: the log-odds is then a
 * sum over trees, which can be explained exactly, and is calibrated on rows that the voting trees were not
 * grown on.
 *
 * @throws RangeError for a monotone constraint on an unknown feature or a category
 */
export function planForest(
  { features, ...whole }: TrainingData,
  options: TrainingOptions,
): TrainingPlan<GrownTree[], TreeEnsemble> {
  const preparing = once(() => {
    const { columns, y } = drawTrainingRows(whole.columns, whole.y, MOST_ROWS, options.seed);
    return { y, baseRate: countLeavers(y) / y.length, binned: binColumns(features, columns, BINS) };
  });
  const count = options.trees ?? TREES;
  const parts = Math.min(PARTS, count);

  return {
    parts,
    train(part) {
      const { y, baseRate, binned } = preparing();
      const target = { negativeGradient: Float64Array.from(y, (label) => label - baseRate) };
      const limits = {
        maxDepth: options.maxDepth ?? (y.length >= MANY_ROWS ? 12 : 10),
        maxLeaves: Number.POSITIVE_INFINITY,
        minLeafRows: MIN_LEAF_ROWS,
        minChildWeight: 0,
        minGain: MIN_GAIN,
        l2Regularization: PRIOR_ROWS,
        columns: { count: Math.ceil(Math.sqrt(features.length)), drawnFor: 'split' as const },
        monotone: monotoneDirections(features, options.monotone),
      };
      const trees: GrownTree[] = [];
      for (let t = part; t < count; t += parts) {
        const random = randomOfTree(options.seed, t);
        const rows = drawBootstrap(y.length, random);
        trees.push({ ...growTree(binned, target, rows, limits, random), leaves: [] });
      }
      return trees;
    },
    join(grown) {
      const { y, baseRate, binned } = preparing();
      const logOdds = (value: number): number => logOddsOf(baseRate + value);
      const trees = Array.from(
        { length: count },
        (_, t) => grown[t % parts]![Math.floor(t / parts)]!,
      );
      const votes = new Float64Array(y.length);
      const voters = new Uint32Array(y.length);
      trees.forEach((tree, t) => {
        const drawn = new Uint8Array(y.length);
        for (const row of drawBootstrap(y.length, randomOfTree(options.seed, t))) drawn[row] = 1;
        for (let row = 0; row < y.length; row++) {
          if (drawn[row] === 1) continue;
          votes[row]! += logOdds(tree.value[leafOf(tree, binned, row)]!);
          voters[row]!++;
        }
      });
      const { slope, intercept } = scaleVotes(votes, voters, y);
      const weighted = trees.map((tree) => ({
        tree,
        logOdds: (value: number) => (slope * logOdds(value)) / count,
      }));
      return assembleTrees(intercept, weighted, binned);
    },
  };
}

/** Each tree has a random stream of its own, so that it is the same on whichever thread it is grown. */
function randomOfTree(seed: number, tree: number): Random {
  return seededRandom(seed + (tree + 1) * 2 ** 32);
}

function drawBootstrap(rows: number, random: Random): Uint32Array {
  const drawn = new Uint32Array(Math.min(rows, MOST_ROWS / 2));
  for (let i = 0; i < drawn.length; i++) drawn[i] = random.integer(rows);
  return drawn.sort();
}

/** Platt's scaling of the mean vote, or none where too few rows were out of any bag. */
function scaleVotes(
  votes: Float64Array,
  voters: Uint32Array,
  y: Uint8Array,
): { slope: number; intercept: number } {
  const rows = Uint32Array.from(y, (_, row) => row).filter((row) => voters[row]! > 0);
  const labels = rows.map((row) => y[row]!);
  const leavers = labels.reduce((sum, label) => sum + label, 0);
  const unscaled = { slope: 1, intercept: 0 };
  if (leavers < 10 || rows.length - leavers < 10) return unscaled;
  const means = Float64Array.from(rows, (row) => votes[row]! / voters[row]!);
  const scaling = fitPlatt(means, labels);
  // A forest that is no better than chance out of bag must not have its ranking reversed.
  return scaling.slope > 0 ? scaling : { slope: 0, intercept: logOddsOf(leavers / rows.length) };
}
