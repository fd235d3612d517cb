import { seededRandom } from '../numeric/random.ts';
import { binColumns } from './binning.ts';
import { countLeavers } from './dataset.ts';
import { logOddsOf } from './log-odds.ts';
import {
  monotoneDirections,
  type TrainingData,
  type TrainingOptions,
  type TrainingPlan,
} from './training.ts';
import { assembleTrees, type TreeEnsemble } from './tree-ensemble.ts';
import { type GrownTree, growTree } from './tree-growth.ts';

const BINS = 254;
const MIN_LEAF_ROWS = 20;
/** A split whose χ² is below this is left out (p ≈ 0.01 for one split looked at alone). */
const MIN_GAIN = 6.6;
/** A leaf's share is pulled towards the base rate by this many customers (Laplace's m-estimate). */
const PRIOR_ROWS = 10;

/**
 * A classification tree (Breiman and others 1984) that splits on the decrease of the Gini impurity.
 * A leaf holds the log-odds of its share of leavers, pulled towards the base rate.
 */
export function planTree(
  { features, columns, y }: TrainingData,
  options: TrainingOptions,
): TrainingPlan<GrownTree, TreeEnsemble> {
  const baseRate = countLeavers(y) / y.length;
  const binned = binColumns(features, columns, BINS);
  return {
    parts: 1,
    train() {
      const target = { gradient: Float64Array.from(y, (label) => label - baseRate) };
      const rows = Uint32Array.from(y, (_, row) => row);
      const limits = {
        maxDepth: options.maxDepth ?? 6,
        maxLeaves: Number.POSITIVE_INFINITY,
        minLeafRows: MIN_LEAF_ROWS,
        minLeafWeight: 0,
        minGain: MIN_GAIN,
        shrinkage: PRIOR_ROWS,
        columns: { count: features.length, drawnFor: 'tree' as const },
        monotone: monotoneDirections(features, options.monotone),
      };
      return growTree(binned, target, rows, limits, seededRandom(options.seed));
    },
    join(parts) {
      const trees = parts.map((tree) => ({
        tree,
        logOdds: (value: number) => logOddsOf(baseRate + value),
      }));
      return assembleTrees(0, trees, binned);
    },
  };
}
