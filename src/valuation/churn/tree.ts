import { rowLogLoss } from '../evaluation/metrics.ts';
import { stratifiedFolds } from '../evaluation/stratified-folds.ts';
import { seededRandom } from '../numeric/random.ts';
import { countLeavers } from './dataset.ts';
import { logOddsOf, probabilityOf } from './log-odds.ts';
import { fitPlatt, type PlattScaling } from './platt.ts';
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
import { type GrowthLimits, growTree } from './trees/tree-growth.ts';

const BINS = 254;
const MIN_LEAF_ROWS = 20;
/**
 * The least gain of a split is chosen among these, as the χ² of one split: 6.6 is p ≈ 0.01 for a single
 * one, and the best of many thresholds or many levels gains more by chance.
 */
const LEAST_GAINS = [6.6, 10, 15, 25, 40];
/** A leaf's share is shrunk towards the base rate by this many customers (the m-estimate). */
const PRIOR_ROWS = 10;
const FOLDS = 5;
/** The most rows the least gain is chosen on. */
const CHOICE_ROWS = 50_000;
/** With fewer rows of either class nothing can be held out. */
const FEW_OF_A_CLASS = 10;

type Choice = { minGain: number; scaling: PlattScaling };

/**
 * A classification tree (Breiman and others 1984) that splits on the decrease of the Gini impurity.
 * How far it is pruned is chosen in five folds, and Platt's scaling, fitted on what the folds' trees
 * predict for rows they were not grown on, corrects overconfident leaves. A leaf holds the log-odds of its
 * share of leavers, shrunk towards the base rate.
 *
 * @throws RangeError for a monotone constraint on an unknown feature or a category
 */
export function planTree(
  { features, columns, y }: TrainingData,
  options: TrainingOptions,
): TrainingPlan<{ tree: GrownTree; scaling: PlattScaling }, TreeEnsemble> {
  const baseRate = countLeavers(y) / y.length;
  const limits = {
    maxDepth: options.maxDepth ?? 6,
    maxLeaves: Number.POSITIVE_INFINITY,
    minLeafRows: MIN_LEAF_ROWS,
    minChildWeight: 0,
    l2Regularization: PRIOR_ROWS,
    columns: { count: features.length, drawnFor: 'tree' as const },
    monotone: monotoneDirections(features, options.monotone),
  };
  const binning = once(() => binColumns(features, columns, BINS));

  return {
    parts: 1,
    train() {
      const { minGain, scaling } = chooseGain({ features, columns, y }, limits, options.seed);
      const rows = Uint32Array.from(y, (_, row) => row);
      const grown = growTree(
        binning(),
        { negativeGradient: Float64Array.from(y, (label) => label - baseRate) },
        rows,
        { ...limits, minGain },
        seededRandom(options.seed),
      );
      return { tree: { ...grown, leaves: [] }, scaling };
    },
    join(parts) {
      const trees = parts.map(({ tree, scaling: { slope, intercept } }) => ({
        tree,
        logOdds: (value: number) => slope * logOddsOf(baseRate + value) + intercept,
      }));
      return assembleTrees(0, trees, binning());
    },
  };
}

/** The least gain of a split with the lowest log loss on held-out rows, and the Platt scaling of these. */
function chooseGain(
  { features, ...whole }: TrainingData,
  limits: Omit<GrowthLimits, 'minGain'>,
  seed: number,
): Choice {
  const { columns, y } = drawTrainingRows(whole.columns, whole.y, CHOICE_ROWS, seed);
  const leavers = countLeavers(y);
  const [minGain = 0] = LEAST_GAINS;
  if (Math.min(leavers, y.length - leavers) < FEW_OF_A_CLASS) {
    return { minGain, scaling: { slope: 1, intercept: 0 } };
  }
  const baseRate = leavers / y.length;
  const binned = binColumns(features, columns, BINS);
  const negativeGradient = Float64Array.from(y, (label) => label - baseRate);
  const fold = stratifiedFolds(y, FOLDS, seed);
  const all = Uint32Array.from(y, (_, row) => row);
  const heldOut = LEAST_GAINS.map(() => new Float64Array(y.length));
  for (let held = 0; held < FOLDS; held++) {
    const rows = all.filter((row) => fold[row] !== held);
    const tree = growTree(
      binned,
      { negativeGradient },
      rows,
      { ...limits, minGain },
      seededRandom(seed),
    );
    for (const row of all) {
      if (fold[row] !== held) continue;
      LEAST_GAINS.forEach((gain, g) => {
        const share = baseRate + tree.value[leafOf(tree, binned, row, gain)]!;
        heldOut[g]![row] = logOddsOf(share);
      });
    }
  }
  let best: Choice & { loss: number } = {
    minGain,
    scaling: { slope: 1, intercept: 0 },
    loss: Number.POSITIVE_INFINITY,
  };
  heldOut.forEach((logOdds, g) => {
    const fitted = fitPlatt(logOdds, y);
    // A tree that is no better than chance on rows it was not grown on must not have its ranking reversed.
    const scaling = fitted.slope > 0 ? fitted : { slope: 0, intercept: logOddsOf(baseRate) };
    const probability = logOdds.map((z) => probabilityOf(scaling.slope * z + scaling.intercept));
    const loss = rowLogLoss(y, probability).reduce((sum, value) => sum + value, 0);
    if (loss < best.loss) best = { minGain: LEAST_GAINS[g]!, scaling, loss };
  });
  return best;
}
