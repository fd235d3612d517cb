import { rocAuc } from '../evaluation/metrics.ts';
import { seededRandom } from '../numeric/random.ts';
import {
  type Column,
  checkDataset,
  checkLabels,
  type Dataset,
  featuresOf,
  type Labels,
} from './dataset.ts';
import { drawTrainingRows } from './training-rows.ts';
import { binColumns } from './trees/binning.ts';
import { leafOf } from './trees/grown-tree.ts';
import { growTree } from './trees/tree-growth.ts';

/** A feature that was left out, and why; `auc` is that of the feature alone, 0 to 1. */
export type DroppedFeature =
  | { feature: string; reason: 'constant' }
  | { feature: string; reason: 'duplicate'; of: string }
  | { feature: string; reason: 'leak'; auc: number };

/** A feature that on its own predicts who left this well is taken for a leak of the outcome. */
const LEAK_AUC = 0.98;
const MOST_ROWS = 20_000;
/** With fewer rows of either class one feature may separate them by chance. */
const FEW_OF_A_CLASS = 20;
const BINS = 254;
/** The least χ² of a split: p ≈ 0.01 for a single one. */
const MIN_GAIN = 6.6;

/**
 * Leaves out the features that a model must not or need not be trained on: those with the same value in
 * every row, those that repeat an earlier one, and leaks: those that on their own predict almost perfectly
 * who left (an area under the ROC curve of 0.98 for a small tree on that feature, its missing values
 * included), because they were most likely recorded after the customer had left.
 *
 * @param y 1 left, 0 stayed; one entry a row
 * @param options.allowed features that are never taken for leaks
 * @returns the dataset without these features, and the reason for each
 * @throws RangeError for a dataset or labels that cannot be learnt from
 */
export function screenFeatures(
  dataset: Dataset,
  y: Labels,
  { allowed = [] }: { allowed?: readonly string[] } = {},
): { dataset: Dataset; dropped: DroppedFeature[] } {
  checkDataset(dataset);
  checkLabels(y, dataset.rows);
  const dropped: DroppedFeature[] = [];
  const kept: Column[] = [];
  const seen = new Map<number, Column[]>();
  for (const column of dataset.columns) {
    const feature = column.name;
    if (isConstant(column.values)) {
      dropped.push({ feature, reason: 'constant' });
      continue;
    }
    const print = fingerprint(column.values);
    const alike = seen.get(print) ?? [];
    const first = alike.find((other) => sameValues(other, column));
    if (first !== undefined) {
      dropped.push({ feature, reason: 'duplicate', of: first.name });
      continue;
    }
    seen.set(print, [...alike, column]);
    const auc = allowed.includes(feature) ? 0 : aucOfColumn(column, y);
    if (auc >= LEAK_AUC) dropped.push({ feature, reason: 'leak', auc });
    else kept.push(column);
  }
  return { dataset: { columns: kept, rows: dataset.rows }, dropped };
}

function isConstant(values: Float64Array): boolean {
  return values.every((value) => Object.is(value, values[0]));
}

function sameValues(a: Column, b: Column): boolean {
  return (
    a.kind === b.kind &&
    (a.levels ?? []).join('\u0000') === (b.levels ?? []).join('\u0000') &&
    a.values.every((value, row) => Object.is(value, b.values[row]))
  );
}

/** A number that equal columns share and different ones hardly ever do. */
function fingerprint(values: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    sum = (sum * 31 + (Number.isNaN(value) ? 0.5 : value)) % 1_000_003;
  }
  return sum;
}

/** The AUC of a small tree on one column, on the rows it was trained on; 0 where there are too few. */
function aucOfColumn(column: Column, y: Labels): number {
  const drawn = drawTrainingRows([column.values], Uint8Array.from(y), MOST_ROWS, 0);
  const leavers = drawn.y.reduce((sum, label) => sum + label, 0);
  if (Math.min(leavers, drawn.y.length - leavers) < FEW_OF_A_CLASS) return 0;
  const binned = binColumns(featuresOf({ columns: [column], rows: y.length }), drawn.columns, BINS);
  const baseRate = leavers / drawn.y.length;
  const tree = growTree(
    binned,
    { negativeGradient: Float64Array.from(drawn.y, (label) => label - baseRate) },
    Uint32Array.from(drawn.y, (_, row) => row),
    {
      maxDepth: 3,
      maxLeaves: Number.POSITIVE_INFINITY,
      minLeafRows: FEW_OF_A_CLASS,
      minChildWeight: 0,
      minGain: MIN_GAIN,
      l2Regularization: 10,
      columns: { count: 1, drawnFor: 'tree' },
      monotone: new Int8Array(1),
    },
    seededRandom(0),
  );
  const share = Float64Array.from(drawn.y, (_, row) => tree.value[leafOf(tree, binned, row)]!);
  return rocAuc(drawn.y, share);
}
