import type { Coded } from '../../language/messages.ts';
import type { Config } from '../../settings/settings.ts';
import type { ChurnAdvice, ChurnReason } from '../../store/schema.ts';
import type { PastPrediction } from '../../store/scoring/past-prediction.ts';
import {
  type ChurnExecutor,
  type ChurnModel,
  type Dataset,
  screenFeatures,
  type TrainingOptions,
} from '../../valuation/index.ts';
import type { BankSnapshots } from '../history/snapshots.ts';
import { churnAdvice } from './churn-advice.ts';
import { type ChurnCard, emptyCard } from './churn-card.ts';
import { withChurnExecutor } from './churn-executor.ts';
import { churnGroups } from './churn-groups.ts';
import { type ChurnDefinition, labelsBetween } from './churn-labels.ts';
import { churnMetrics } from './churn-metrics.ts';
import { churnReasons } from './churn-reasons.ts';
import { type ChosenChurn, chooseChurn, type LastChurn } from './churn-selection.ts';
import {
  churnWindows,
  hasBothOutcomes,
  stackWindows,
  type Window,
  withFeatures,
} from './churn-windows.ts';
import { churnDrift, featureDrift, type Realised, realisedOf, scoreDrift } from './drift.ts';
import { featuresOf } from './features.ts';

/** A model that competed and is not champion, with what it was judged by. */
export type Challenger = { model: ChurnModel; card: ChurnCard };

/** A churn model and what it predicts of today's customers, or why there is none. */
export type ChurnResult = {
  model: ChurnModel | null;
  card: ChurnCard;
  /** the others of this run's competition, where there was one */
  challengers: Challenger[];
  /** one entry a customer; NaN without a model, or for those who have left */
  probability: Float64Array;
  /** the strongest first; empty without a model */
  reasons: ChurnReason[][];
  /** what would lower the risk most; null where nothing would by much */
  advice: (ChurnAdvice | null)[];
  /** chance of leaving within the horizon over all windows, which stands in where there is no model */
  baseRate: number;
};

/** What a run knows of the runs before it. */
export type ChurnPast = { last: LastChurn | null; prediction: PastPrediction | null };

/**
 * Learns from the past windows who leaves, and predicts it of today's customers. Features are of a window's first day,
 * labels of the months after it. The newest window judges models trained on the older ones; then the chosen kind is
 * trained again on all of them.
 *
 * @param active which customers can be lost today: 1 or 0, one entry a customer
 */
export async function predictLeaving(
  bank: BankSnapshots,
  definition: ChurnDefinition,
  active: Uint8Array,
  past: ChurnPast,
  config: Config['churn'],
): Promise<ChurnResult> {
  const windows = churnWindows(bank, definition, config.forbidden);
  const learnt = windows.reduce((sum, { labels }) => sum + labels.length, 0);
  return withChurnExecutor(learnt + active.length, (executor) =>
    predictFrom(windows, bank, definition, active, past, config, executor),
  );
}

async function predictFrom(
  windows: readonly Window[],
  bank: BankSnapshots,
  definition: ChurnDefinition,
  active: Uint8Array,
  { last, prediction }: ChurnPast,
  config: Config['churn'],
  executor: ChurnExecutor,
): Promise<ChurnResult> {
  const { customers, snapshots } = bank;
  const rows = active.length;
  const leavers = windows.reduce((sum, { labels }) => sum + count(labels), 0);
  const learnt = windows.reduce((sum, { labels }) => sum + labels.length, 0);
  const card = emptyCard(definition, config.horizonMonths, windows, config.seed);
  const none: ChurnResult = {
    model: null,
    card,
    challengers: [],
    probability: new Float64Array(rows).fill(Number.NaN),
    reasons: Array.from({ length: rows }, () => []),
    advice: Array.from({ length: rows }, () => null),
    baseRate: learnt > 0 ? leavers / learnt : 0,
  };
  const [newest, ...older] = windows;
  if (newest === undefined) {
    card.warnings.push({
      code: 'churn.historyTooShort',
      figures: { months: config.horizonMonths },
    });
    return none;
  }
  if (leavers < config.minimumLeavers || leavers === learnt) {
    card.warnings.push({
      code: 'churn.tooFewLeft',
      figures: { left: leavers, customers: learnt, needed: config.minimumLeavers },
    });
    return none;
  }
  const all = stackWindows(windows);
  const { dataset, dropped } = screenFeatures(all.dataset, all.labels, {
    allowed: config.allowedLeaks,
  });
  card.dropped = dropped;
  card.features = dataset.columns.map(({ name }) => name);
  card.warnings.push(...leakWarnings(dropped));

  const todayRows = Uint32Array.from(active.keys()).filter((row) => active[row] === 1);
  const today: Dataset = {
    columns: featuresOf(customers, snapshots[0], config.forbidden)
      .filter(({ name }) => card.features.includes(name))
      .map((column) => ({
        ...column,
        values: Float64Array.from(todayRows, (row) => column.values[row]!),
      })),
    rows: todayRows.length,
  };
  const then = withFeatures(newest.dataset, card.features);
  const features = todayRows.length > 0 ? featureDrift(then, today) : [];
  const training = trainingOf(config, card.features);
  const chosen = await chooseChurn(
    { ...all, dataset },
    {
      asOf: snapshots[0].day,
      last: last ?? undefined,
      drifted: features.filter(({ verdict }) => verdict === 'moved').map(({ name }) => name),
    },
    config,
    training,
    executor,
  );
  const { kind, calibration } = chosen;
  card.selection = chosen.selection;
  card.calibration = calibration.method;

  const past = stackWindows(older);
  const judged =
    hasBothOutcomes(past.labels) && hasBothOutcomes(newest.labels)
      ? await executor.predict(
          {
            ...(await executor.train(
              kind,
              withFeatures(past.dataset, card.features),
              past.labels,
              training,
            )),
            calibration,
          },
          then,
        )
      : null;
  if (judged === null) {
    card.warnings.push({ code: 'churn.notJudged', figures: {} });
  } else {
    card.metrics = churnMetrics(newest.labels, judged, config);
    card.groups = churnGroups(customers, newest, judged, config.atRisk);
  }
  const model: ChurnModel = {
    ...(await executor.train(kind, dataset, all.labels, training)),
    calibration,
  };
  const probability = none.probability.slice();
  const { reasons, advice } = none;
  if (today.rows > 0) {
    card.drift = churnDrift({
      since: newest.from,
      features,
      score: scoreDrift(model, then, today),
      realised:
        realisedOfRun(prediction, bank, definition) ??
        (judged && realisedOf(newest.from, 'window', newest.labels, judged)),
    });
    card.warnings.push(...card.drift.warnings.map(({ about: _, ...warning }) => warning));
    const [contributions, said] = await Promise.all([
      executor.contributions(model, today),
      executor.predict(model, today),
    ]);
    const advised = churnAdvice(model, today, said, config.actionable);
    said.forEach((p, i) => {
      probability[todayRows[i]!] = p;
      reasons[todayRows[i]!] = churnReasons(model, today, contributions, i);
      advice[todayRows[i]!] = advised[i] ?? null;
    });
  }
  return {
    model,
    card,
    challengers: challengersOf(chosen, card, config),
    probability,
    reasons,
    advice,
    baseRate: none.baseRate,
  };
}

function trainingOf(config: Config['churn'], features: readonly string[]): TrainingOptions {
  const monotone = Object.fromEntries(
    Object.entries(config.monotone)
      .filter(([name]) => features.includes(name))
      .map(([name, direction]): [string, 1 | -1] => [name, direction === 'increasing' ? 1 : -1]),
  );
  return Object.keys(monotone).length === 0
    ? { seed: config.seed }
    : { seed: config.seed, monotone };
}

/** The candidates that were judged on the newest window and lost, each with its own evidence. */
function challengersOf(
  { kind, comparison, selection }: ChosenChurn,
  champion: ChurnCard,
  config: Config['churn'],
): Challenger[] {
  if (comparison === null) return [];
  return comparison.candidates.flatMap(({ model, probability, ...candidate }) => {
    if (model === null || candidate.kind === kind) return [];
    return [
      {
        model,
        card: {
          ...champion,
          role: 'challenger' as const,
          windows: champion.windows.slice(1),
          calibration: candidate.calibration.method,
          metrics: churnMetrics(comparison.labels, probability, config),
          groups: [],
          selection,
          drift: null,
          warnings: [{ code: 'churn.notInUse', figures: { kind: candidate.kind } }],
        },
      },
    ];
  });
}

function realisedOfRun(
  prediction: PastPrediction | null,
  { customers, snapshots }: BankSnapshots,
  definition: ChurnDefinition,
): Realised | null {
  const end = snapshots[snapshots.findIndex(({ day }) => day === prediction?.asOf) - 1];
  if (prediction === null || end === undefined) return null;
  const said = new Map<number, number>();
  prediction.customers.forEach((id, i) => {
    said.set(id, prediction.probability[i]!);
  });
  const rows = Uint32Array.from(customers.customer_id.keys()).filter((row) =>
    said.has(customers.customer_id[row]!),
  );
  if (rows.length === 0) return null;
  const probability = Float64Array.from(rows, (row) => said.get(customers.customer_id[row]!)!);
  return realisedOf(
    prediction.asOf,
    'run',
    labelsBetween(customers, end, rows, definition),
    probability,
  );
}

function leakWarnings(dropped: ChurnCard['dropped']): Coded<'run-warnings'>[] {
  return dropped.flatMap((found) =>
    found.reason === 'leak'
      ? [{ code: 'churn.leak', figures: { feature: found.feature, auc: found.auc } }]
      : [],
  );
}

function count(labels: Uint8Array): number {
  return labels.reduce((sum, label) => sum + label, 0);
}
