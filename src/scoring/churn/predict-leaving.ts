import type { Told } from '../../language/localised-text.ts';
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
import type { Gathered } from '../history/snapshots.ts';
import { churnAdvice } from './churn-advice.ts';
import {
  type ChurnCard,
  churnGroups,
  churnKindNames,
  churnMetrics,
  emptyCard,
} from './churn-card.ts';
import { withChurnExecutor } from './churn-executor.ts';
import { type Leaving, labelsBetween } from './churn-labels.ts';
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
import { featureLabel } from './feature-labels.ts';
import { featuresOf } from './features.ts';

/** A model that competed and is not champion, with what it was judged by. */
export type Challenger = { model: ChurnModel; card: ChurnCard };

/** A churn model and what it says of today's customers, or why there is none. */
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
 * Learns from the past windows who leaves and says so of today's customers. Features are of a window's first day,
 * labels of the months after it. The newest window judges models trained on the older ones; then the chosen kind is
 * trained again on all of them.
 *
 * @param active who is there to be lost today
 */
export async function predictLeaving(
  gathered: Gathered,
  leaving: Leaving,
  active: Uint8Array,
  past: ChurnPast,
  config: Config['churn'],
): Promise<ChurnResult> {
  const windows = churnWindows(gathered, leaving, config.forbidden);
  const learnt = windows.reduce((sum, { labels }) => sum + labels.length, 0);
  return withChurnExecutor(learnt + active.length, (executor) =>
    predictFrom(windows, gathered, leaving, active, past, config, executor),
  );
}

async function predictFrom(
  windows: readonly Window[],
  gathered: Gathered,
  leaving: Leaving,
  active: Uint8Array,
  { last, prediction }: ChurnPast,
  config: Config['churn'],
  executor: ChurnExecutor,
): Promise<ChurnResult> {
  const { customers, snapshots } = gathered;
  const rows = active.length;
  const leavers = windows.reduce((sum, { labels }) => sum + count(labels), 0);
  const learnt = windows.reduce((sum, { labels }) => sum + labels.length, 0);
  const card = emptyCard(leaving, config.horizonMonths, windows, config.seed);
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
      en: `No churn model: the data does not reach back a churn horizon of ${config.horizonMonths} months and the history before it.`,
      zh: `没有流失模型：数据未覆盖 ${config.horizonMonths} 个月的预测期及其之前的历史。`,
    });
    return none;
  }
  if (leavers < config.minimumLeavers || leavers === learnt) {
    card.warnings.push({
      en: `No churn model: ${leavers} of ${learnt} customers left in the months looked at, and at least ${config.minimumLeavers} leavers, and customers who stayed, are needed.`,
      zh: `没有流失模型：所考察的月份中 ${learnt} 位客户有 ${leavers} 位流失，而至少需要 ${config.minimumLeavers} 位流失客户以及留下的客户。`,
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
    card.warnings.push({
      en: 'The churn model could not be judged on a window it had not seen: there are too few leavers or windows for that.',
      zh: '流失客户或历史时段太少，无法在模型未见过的时段上检验它。',
    });
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
    card.drift = churnDrift(
      {
        since: newest.from,
        features,
        score: scoreDrift(model, then, today),
        realised:
          realisedOfRun(prediction, gathered, leaving) ??
          (judged && realisedOf(newest.from, 'window', newest.labels, judged)),
      },
      (feature) => ({ en: featureLabel(feature, 'en'), zh: featureLabel(feature, 'zh') }),
    );
    card.warnings.push(...card.drift.warnings);
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
          warnings: [
            {
              en: `${churnKindNames[candidate.kind].en} competed and is not in use.`,
              zh: `${churnKindNames[candidate.kind].zh}参与了比选，目前未被采用。`,
            },
          ],
        },
      },
    ];
  });
}

function realisedOfRun(
  prediction: PastPrediction | null,
  { customers, snapshots }: Gathered,
  leaving: Leaving,
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
    labelsBetween(customers, end, rows, leaving),
    probability,
  );
}

function leakWarnings(dropped: ChurnCard['dropped']): Told[] {
  return dropped.flatMap((found) =>
    found.reason === 'leak'
      ? [
          {
            en: `The feature “${featureLabel(found.feature, 'en')}” tells by itself who left (AUC ${found.auc.toFixed(3)}), as if written down afterwards: it is left out.`,
            zh: `特征“${featureLabel(found.feature, 'zh')}”单独就能判断谁已流失（AUC ${found.auc.toFixed(3)}），疑似事后记录，已剔除。`,
          },
        ]
      : [],
  );
}

function count(labels: Uint8Array): number {
  return labels.reduce((sum, label) => sum + label, 0);
}
