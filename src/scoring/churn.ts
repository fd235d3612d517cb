import type { Config } from '../config.ts';
import type { ChurnReason } from '../store/schema.ts';
import {
  averagePrecision,
  brierScore,
  type ChurnModel,
  type Column,
  calibrationError,
  churnContributions,
  type Dataset,
  type DroppedFeature,
  type LiftDecile,
  liftByDecile,
  logLoss,
  predictChurn,
  type ReliabilityBin,
  reliabilityBins,
  rocAuc,
  screenFeatures,
  trainChurn,
} from '../valuation/index.ts';
import { themeOf } from './feature-themes.ts';
import { featuresOf } from './features.ts';
import type { Gathered } from './gathered.ts';
import { activeAt, type Leaving, labelsBetween } from './leavers.ts';

/** The customers of a training date, what was known of them, and who left in the months after it. */
type Window = { from: string; to: string; dataset: Dataset; labels: Uint8Array };

/** How a model did on a window it had not seen. */
export type ChurnMetrics = {
  auc: number;
  /** area under the precision-recall curve */
  prAuc: number;
  brier: number;
  logLoss: number;
  /** leavers among the tenth with the highest probability, over the rate among all */
  topDecileLift: number;
  deciles: LiftDecile[];
  /** mean distance of what was said from what came, 0 to 1 */
  calibrationError: number;
  reliability: ReliabilityBin[];
};

/** What the store keeps about a churn model, for the model card. */
export type ChurnCard = {
  definition: Leaving;
  horizonMonths: number;
  windows: { from: string; to: string; customers: number; leavers: number }[];
  features: string[];
  /** features that were left out, and why */
  dropped: DroppedFeature[];
  /** on the newest window, by a model trained on the older ones; null where there was only one window */
  metrics: ChurnMetrics | null;
  seed: number;
  warnings: string[];
};

/** A churn model and what it says of today's customers, or why there is none. */
export type ChurnResult = {
  model: ChurnModel | null;
  card: ChurnCard;
  /** one entry a customer; NaN without a model, or for those who have left */
  probability: Float64Array;
  /** the strongest first; empty without a model */
  reasons: ChurnReason[][];
  /** chance of leaving within the horizon over all windows, which stands in where there is no model */
  baseRate: number;
};

const MOST_REASONS = 5;
/** Log-odds below which a reason is not worth telling. */
const LEAST_CONTRIBUTION = 0.05;

/**
 * Learns from the past windows who leaves and says so of today's customers. Features are of a window's first day,
 * labels of the months after it. The newest window judges a model trained on the older ones; then the model is trained
 * again on all of them.
 *
 * @param active who is there to be lost today
 */
export function predictLeaving(
  gathered: Gathered,
  leaving: Leaving,
  active: Uint8Array,
  config: Config['churn'],
): ChurnResult {
  const { customers, snapshots } = gathered;
  const rows = active.length;
  const windows = snapshots.slice(1).map((_, i) => windowOf(gathered, i + 1, leaving, config));
  const leavers = sum(windows.map(({ labels }) => count(labels)));
  const stayers = sum(windows.map(({ labels }) => labels.length)) - leavers;
  const card: ChurnCard = {
    definition: leaving,
    horizonMonths: config.horizonMonths,
    windows: windows.map(({ from, to, labels }) => ({
      from,
      to,
      customers: labels.length,
      leavers: count(labels),
    })),
    features: [],
    dropped: [],
    metrics: null,
    seed: config.seed,
    warnings: [],
  };
  const none: ChurnResult = {
    model: null,
    card,
    probability: new Float64Array(rows).fill(Number.NaN),
    reasons: Array.from({ length: rows }, () => []),
    baseRate: leavers + stayers > 0 ? leavers / (leavers + stayers) : 0,
  };
  if (windows.length === 0) {
    card.warnings.push(
      `No churn model: the data does not reach back a churn horizon of ${config.horizonMonths} months and the history before it.`,
    );
    return none;
  }
  if (leavers < config.minimumLeavers || stayers === 0) {
    card.warnings.push(
      `No churn model: ${leavers} of ${leavers + stayers} customers left in the months looked at, and at least ${config.minimumLeavers} leavers, and customers who stayed, are needed.`,
    );
    return none;
  }
  const all = stack(windows);
  const { dataset, dropped } = screenFeatures(all.dataset, all.labels);
  card.dropped = dropped;
  card.features = dataset.columns.map(({ name }) => name);
  for (const found of dropped) {
    if (found.reason === 'leak') {
      card.warnings.push(
        `The feature ${found.feature} tells by itself who left (AUC ${found.auc.toFixed(3)}), as if written down afterwards: it is left out.`,
      );
    }
  }
  const training = { seed: config.seed };
  const [newest, ...older] = windows;
  if (newest !== undefined && canLearn(older) && canLearn([newest])) {
    const past = stack(older);
    const judge = trainChurn('logistic', only(past.dataset, card.features), past.labels, training);
    card.metrics = judged(newest.labels, predictChurn(judge, newest.dataset));
  } else {
    card.warnings.push(
      'The churn model could not be judged on a window it had not seen: there are too few leavers or windows for that.',
    );
  }
  const model = trainChurn('logistic', dataset, all.labels, training);
  const today: Dataset = { columns: featuresOf(customers, snapshots[0], config.forbidden), rows };
  const probability = predictChurn(model, today);
  const contributions = churnContributions(model, today);
  return {
    model,
    card,
    probability: probability.map((p, row) => (active[row] === 1 ? p : Number.NaN)),
    reasons: Array.from(active, (is, row) =>
      is === 1 ? reasonsOf(model, today, contributions, row) : [],
    ),
    baseRate: none.baseRate,
  };
}

function windowOf(
  gathered: Gathered,
  index: number,
  leaving: Leaving,
  config: Config['churn'],
): Window {
  const { customers, snapshots } = gathered;
  const start = snapshots[index]!;
  const end = snapshots[index - 1]!;
  const active = activeAt(customers, start, leaving);
  const rows = Uint32Array.from(active.keys()).filter((row) => active[row] === 1);
  const columns = featuresOf(customers, start, config.forbidden).map((column) => ({
    ...column,
    values: Float64Array.from(rows, (row) => column.values[row]!),
  }));
  return {
    from: start.day,
    to: end.day,
    dataset: { columns, rows: rows.length },
    labels: labelsBetween(customers, end, rows, leaving),
  };
}

function stack(windows: readonly Window[]): { dataset: Dataset; labels: Uint8Array } {
  const rows = sum(windows.map(({ dataset }) => dataset.rows));
  const labels = new Uint8Array(rows);
  const names = windows[0]!.dataset.columns.map(({ name }) => name);
  const columns = names.map(
    (name): Column => ({ name, kind: 'number', values: new Float64Array(rows) }),
  );
  let at = 0;
  for (const window of windows) {
    labels.set(window.labels, at);
    window.dataset.columns.forEach((column, i) => {
      columns[i]!.values.set(column.values, at);
    });
    at += window.dataset.rows;
  }
  return { dataset: { columns, rows }, labels };
}

function only(dataset: Dataset, names: readonly string[]): Dataset {
  return { ...dataset, columns: dataset.columns.filter(({ name }) => names.includes(name)) };
}

function canLearn(windows: readonly Window[]): boolean {
  const leavers = sum(windows.map(({ labels }) => count(labels)));
  return leavers > 0 && leavers < sum(windows.map(({ labels }) => labels.length));
}

function judged(y: Uint8Array, probability: Float64Array): ChurnMetrics {
  const deciles = liftByDecile(y, probability);
  return {
    auc: rocAuc(y, probability),
    prAuc: averagePrecision(y, probability),
    brier: brierScore(y, probability),
    logLoss: logLoss(y, probability),
    topDecileLift: deciles[0]?.lift ?? 0,
    deciles,
    calibrationError: calibrationError(y, probability),
    reliability: reliabilityBins(y, probability),
  };
}

/** What raises a customer's risk, the strongest of each theme, so that one cause is not told three times. */
function reasonsOf(
  model: ChurnModel,
  dataset: Dataset,
  contributions: Float64Array,
  row: number,
): ChurnReason[] {
  const width = model.features.length;
  const ranked = model.features
    .map(({ name }, f) => ({ feature: name, contribution: contributions[row * width + f]! }))
    .filter(({ contribution }) => contribution >= LEAST_CONTRIBUTION)
    .sort((a, b) => b.contribution - a.contribution);
  const told = new Set<string>();
  const reasons: ChurnReason[] = [];
  for (const { feature, contribution } of ranked) {
    const theme = themeOf(feature);
    if (told.has(theme)) continue;
    told.add(theme);
    const value = dataset.columns.find(({ name }) => name === feature)?.values[row] ?? Number.NaN;
    reasons.push({ feature, value: Number.isNaN(value) ? null : value, contribution });
    if (reasons.length === MOST_REASONS) break;
  }
  return reasons;
}

function count(labels: Uint8Array): number {
  return sum(labels);
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
