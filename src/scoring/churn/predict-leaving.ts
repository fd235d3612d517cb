import type { Coded } from '../../language/messages.ts';
import { attributeFeature } from '../../settings/attribute-features.ts';
import type { Config } from '../../settings/settings.ts';
import type { PastPrediction } from '../../store/scoring/past-prediction.ts';
import {
  type ChurnExecutor,
  type ChurnModel,
  type Dataset,
  screenFeatures,
  seededRandom,
  type TrainingOptions,
} from '../../valuation/index.ts';
import type { BankNow, LearningBank } from '../history/snapshots.ts';
import { takeCustomers } from '../history/take-customers.ts';
import { type Advised, type ChurnAdvisor, churnAdvisor, leastAsked } from './churn-advice.ts';
import { type ChurnCard, emptyCard } from './churn-card.ts';
import { churnGroups } from './churn-groups.ts';
import { type ChurnDefinition, labelsBetween } from './churn-labels.ts';
import { churnMetrics, contactThreshold } from './churn-metrics.ts';
import { churnReasons, PackedReasons } from './churn-reasons.ts';
import { type ChosenChurn, chooseChurn, type LastChurn } from './churn-selection.ts';
import {
  churnWindows,
  hasBothOutcomes,
  type Stacked,
  sampleCustomers,
  stackedFrom,
  stackWindows,
  type Window,
  windowsIn,
  withFeatures,
} from './churn-windows.ts';
import { churnDrift, featureDrift, type Realised, realisedOf, scoreDrift } from './drift.ts';
import { featuresOf } from './feature-columns.ts';
import { type HeldOut, predictHeldOut } from './held-out.ts';
import { surrogateOf, typicalValues } from './inside-model.ts';
import { labelledWindow } from './labelled-window.ts';
import { withReviewedTwice } from './overrides.ts';
import { type RiskThreshold, riskThreshold } from './risk-threshold.ts';

/** A model that competed and is not champion, with what it was judged by. */
export type Challenger = { model: ChurnModel; card: ChurnCard };

/** A churn model and how it was made, or why there is none. */
export type LearntChurn = {
  model: ChurnModel | null;
  card: ChurnCard;
  /** the others of this run's competition, where there was one */
  challengers: Challenger[];
  /** chance of leaving within the horizon over all windows, which stands in where there is no model */
  baseRate: number;
  /** why there is no model; null where there is one */
  missing: Coded<'run-warnings'> | null;
  /** from which churn probability customers are at risk */
  riskThreshold: RiskThreshold;
  /** what customers are predicted and advised with; null where there is no model */
  predictor: Predictor | null;
};

type Predictor = {
  model: ChurnModel;
  /** the features that passed the screen, with the texts of those that are of texts */
  features: readonly { name: string; levels?: readonly string[] | undefined }[];
  advisor: ChurnAdvisor;
  atRisk: number;
  /** where a file's labels were learnt from: what a model that did not see it says of each customer, by their id */
  heldOut: { of: HeldOut; places: ReadonlyMap<number, number> } | null;
  forbidden: Config['churn']['forbidden'];
  executor: ChurnExecutor;
};

/** What is predicted of customers, one entry each. */
export type PredictedChurn = {
  /** NaN without a model, or for those who have left */
  probability: Float64Array;
  /** empty without a model */
  reasons: PackedReasons;
  /** what goes with a lower risk, or why nothing is advised; null where the risk is low */
  advice: (Advised | null)[];
};

/** Advice is held to about so many rows of past customers at most. */
const adviceRows = 12_000;

/** Customers who are predicted and explained together. */
const customersAtATime = 20_000;

/** What a run knows of the runs before it. */
export type ChurnPast = { last: LastChurn | null; prediction: PastPrediction | null };

/**
 * Learns from the past windows who leaves. Features are of a window's first day,
 * labels of the months after it. The newest window judges models trained on the older ones; then the chosen kind is
 * trained again on all of them. Where the history teaches no model and a file said who had left, the labels of that file do:
 * then models are judged by cross-validation, and every customer is told by one that did not see their label.
 *
 * @param active which of the customers that are learnt from can be lost today: 1 or 0, one entry a customer
 * @param executor does the work, here and where {@link predictLeaving} predicts
 */
export async function learnLeaving(
  bank: LearningBank,
  definition: ChurnDefinition,
  active: Uint8Array,
  past: ChurnPast,
  config: Config['churn'],
  executor: ChurnExecutor,
): Promise<LearntChurn> {
  const history = churnWindows(bank, definition, config.forbidden);
  const labelled =
    whatIsMissing(history, config) === null ? null : labelledWindow(bank, config.forbidden);
  const stacked = stackWindows(labelled === null ? history : [labelled]);
  const windows = windowsIn(stacked, labelled === null ? history : [labelled]);
  return learnFrom({
    ...{ windows, stacked, labelled: labelled !== null, bank, definition, active, past },
    ...{ config, executor },
  });
}

/** What a prediction is made from, and how. */
type Task = {
  /** as they lie in the table of all of them */
  readonly windows: readonly Window[];
  readonly stacked: Stacked;
  /** whether the one window is of a file's labels */
  readonly labelled: boolean;
  readonly bank: LearningBank;
  readonly definition: ChurnDefinition;
  readonly active: Uint8Array;
  readonly past: ChurnPast;
  readonly config: Config['churn'];
  readonly executor: ChurnExecutor;
};

async function learnFrom(task: Task): Promise<LearntChurn> {
  const {
    windows,
    stacked: all,
    labelled,
    bank,
    definition,
    active,
    past,
    config,
    executor,
  } = task;
  const card = emptyCard(definition, config.horizonMonths, windows, config.seed);
  const none = withoutModel(windows, card, config);
  const [newest] = windows;
  const missing = whatIsMissing(windows, config);
  if (missing !== null) card.warnings.push(missing);
  if (newest === undefined || missing !== null) return { ...none, missing };
  const { dataset, dropped } = screenFeatures(all.dataset, all.labels, {
    allowed: config.allowedLeaks,
  });
  card.dropped = [
    ...dropped,
    ...bank.attributes.tooManyValues.map((attribute) => ({
      feature: attributeFeature(attribute),
      reason: 'tooManyValues' as const,
    })),
  ];
  card.features = dataset.columns.map(({ name }) => name);
  card.warnings.push(...leakWarnings(dropped));

  const today = activeToday(task, card.features);
  const then = withFeatures(newest.dataset, card.features);
  const drift = today.rows > 0 && !labelled ? featureDrift(then, today) : [];
  const training = trainingOf(config, card.features);
  const chosen = await chooseChurn(
    { ...all, dataset },
    {
      asOf: bank.snapshots[0].day,
      last: past.last ?? undefined,
      drifted: drift.filter(({ verdict }) => verdict === 'moved').map(({ name }) => name),
      byLabels: labelled,
    },
    config,
    training,
    executor,
  );
  card.selection = chosen.selection;
  const heldOut = labelled
    ? await predictHeldOut(chosen.kind, { dataset, labels: newest.labels }, training, executor)
    : null;
  const calibration = heldOut?.calibration ?? chosen.calibration;
  card.calibration = calibration.method;
  if (labelled) {
    card.labelledOn = newest.from;
    card.warnings.push({
      code: 'churn.byLabels',
      figures: { day: newest.from, months: config.horizonMonths },
    });
  }

  const judged =
    heldOut?.probability ??
    (await judgeOnNewest(
      newest,
      stackedFrom(all, newest.dataset.rows),
      card.features,
      chosen,
      training,
      executor,
    ));
  const learntFrom = withReviewedTwice({ ...all, dataset });
  const threshold = recordJudgement(card, newest, judged, none.baseRate, task);
  const model: ChurnModel = {
    ...(await executor.train(chosen.kind, learntFrom.dataset, learntFrom.labels, training)),
    calibration,
  };
  const random = seededRandom(config.seed);
  const sample = sampleCustomers({ ...all, dataset }, adviceRows, (order) => random.shuffle(order));
  const result: LearntChurn = {
    ...none,
    model,
    challengers: challengersOf(chosen, card, threshold, config),
    riskThreshold: threshold,
    predictor: predictorOf(model, sample, threshold, task, heldOut),
  };
  if (!active.includes(1)) return result;
  if (!labelled) {
    card.drift = churnDrift({
      since: newest.from,
      features: drift,
      score: scoreDrift(model, then, today),
      realised:
        realisedOfRun(past.prediction, bank, definition) ??
        (judged && realisedOf(newest.from, 'window', newest.labels, judged)),
    });
    card.warnings.push(...card.drift.warnings.map(({ about: _, ...warning }) => warning));
  }
  card.typical = typicalValues(today);
  card.surrogate = surrogateOf(model, sample, config.seed);
  return result;
}

function predictorOf(
  model: ChurnModel,
  past: Stacked,
  { value: atRisk }: RiskThreshold,
  { windows, labelled, bank, config, executor }: Task,
  heldOut: HeldOut | null,
): Predictor {
  const [window] = windows;
  return {
    model,
    features: past.dataset.columns.map(({ name, levels }) => ({ name, levels })),
    advisor: churnAdvisor(
      model,
      past,
      // What was as it is on the day that somebody had left is no sign of what would have kept them.
      labelled ? [] : config.actionable,
      { seed: config.seed, executor },
    ),
    atRisk,
    heldOut:
      heldOut === null || window === undefined
        ? null
        : {
            of: heldOut,
            places: new Map(
              Array.from(window.customers, (row, i): [number, number] => [
                bank.customers.customer_id[row]!,
                i,
              ]),
            ),
          },
    forbidden: config.forbidden,
    executor,
  };
}

/** The result of a run that has no model: nobody has a probability, and the base rate stands in. */
function withoutModel(
  windows: readonly Window[],
  card: ChurnCard,
  { atRisk }: Config['churn'],
): LearntChurn {
  const { leavers, learnt } = countOutcomes(windows);
  const baseRate = learnt > 0 ? leavers / learnt : 0;
  return {
    model: null,
    card,
    challengers: [],
    baseRate,
    missing: null,
    riskThreshold: riskThreshold(atRisk, undefined, baseRate),
    predictor: null,
  };
}

/** Why no model can be trained; null where one can. */
function whatIsMissing(
  windows: readonly Window[],
  { horizonMonths, minimumLeavers }: Config['churn'],
): Coded<'run-warnings'> | null {
  if (windows.length === 0) {
    return { code: 'churn.historyTooShort', figures: { months: horizonMonths } };
  }
  const { leavers, learnt } = countOutcomes(windows);
  if (leavers < minimumLeavers || leavers === learnt) {
    return {
      code: 'churn.tooFewLeft',
      figures: { left: leavers, customers: learnt, needed: minimumLeavers },
    };
  }
  return null;
}

function countOutcomes(windows: readonly Window[]): { leavers: number; learnt: number } {
  return {
    leavers: windows.reduce((sum, { labels }) => sum + count(labels), 0),
    learnt: windows.reduce((sum, { labels }) => sum + labels.length, 0),
  };
}

/** The features of the active customers of today, of those whom is learnt from. */
function activeToday({ bank, active, config }: Task, features: readonly string[]): Dataset {
  const rows = Uint32Array.from(active.keys()).filter((row) => active[row] === 1);
  const { snapshots } = bank;
  return datasetOf({ ...bank, snapshots: [snapshots[0]] }, rows, features, config.forbidden);
}

/** The features of some customers today, by row. */
function datasetOf(
  bank: Parameters<typeof takeCustomers>[0],
  rows: Uint32Array,
  features: readonly string[],
  forbidden: Config['churn']['forbidden'],
): Dataset {
  const some = takeCustomers(bank, rows);
  const columns = featuresOf(some, some.snapshots[0], forbidden).filter(({ name }) =>
    features.includes(name),
  );
  return { columns, rows: rows.length };
}

/**
 * The probabilities that a model of the chosen kind, trained on the older windows alone, gives the customers of the
 * newest; null where either has no leavers or nobody who stayed.
 */
async function judgeOnNewest(
  newest: Window,
  older: Stacked,
  features: readonly string[],
  { kind, calibration }: ChosenChurn,
  training: TrainingOptions,
  executor: ChurnExecutor,
): Promise<Float64Array | null> {
  const past = withReviewedTwice(older);
  if (!hasBothOutcomes(past.labels) || !hasBothOutcomes(newest.labels)) return null;
  const dataset = withFeatures(past.dataset, features);
  const trained = await executor.train(kind, dataset, past.labels, training);
  return executor.predict({ ...trained, calibration }, withFeatures(newest.dataset, features));
}

/** Puts on the card how the model did on the newest window, and from which probability customers are at risk. */
function recordJudgement(
  card: ChurnCard,
  newest: Window,
  judged: Float64Array | null,
  baseRate: number,
  { bank, config }: Task,
): RiskThreshold {
  const paid =
    judged === null ? undefined : contactThreshold(newest.labels, judged, config.contact);
  const threshold = riskThreshold(config.atRisk, paid, baseRate);
  card.riskThreshold = threshold;
  if (judged === null) {
    card.warnings.push({ code: 'churn.notJudged', figures: {} });
    return threshold;
  }
  card.metrics = churnMetrics(newest.labels, judged, {
    atRisk: threshold.value,
    contact: config.contact,
  });
  card.groups = churnGroups(bank.customers, newest, judged, threshold.value);
  return threshold;
}

/**
 * What was learnt predicts of customers as they are today: their probability, the reasons for it and what would lower it.
 *
 * @param active which of them can be lost: 1 or 0, one entry a customer
 */
export async function predictLeaving(
  { predictor }: LearntChurn,
  bank: BankNow,
  active: Uint8Array,
): Promise<PredictedChurn> {
  const probability = new Float64Array(active.length).fill(Number.NaN);
  const advice = new Array<Advised | null>(active.length).fill(null);
  if (predictor === null || !active.includes(1))
    return { probability, reasons: new PackedReasons([], 0), advice };
  const { model, features, advisor, atRisk, heldOut, forbidden, executor } = predictor;
  const names = features.map(({ name }) => name);
  const rows = Uint32Array.from(active.keys()).filter((row) => active[row] === 1);
  const levelsOf = new Map(features.map(({ name, levels }) => [name, levels]));
  const reasons = new PackedReasons(
    model.features.map(({ name }) => ({ name, levels: levelsOf.get(name) })),
    active.length,
  );
  for (let from = 0; from < rows.length; from += customersAtATime) {
    const some = rows.subarray(from, from + customersAtATime);
    const dataset = datasetOf(bank, some, names, forbidden);
    const [contributions, predicted] = await Promise.all([
      executor.contributions(model, dataset),
      executor.predict(model, dataset),
    ]);
    if (heldOut !== null) {
      const ids = Float64Array.from(some, (row) => bank.customers.customer_id[row]!);
      putHeldOut({ predicted, contributions }, ids, heldOut.places, heldOut.of);
    }
    predicted.forEach((p, i) => {
      probability[some[i]!] = p;
      reasons.put(some[i]!, churnReasons(model, dataset, contributions, i));
    });
  }
  const least = leastAsked(atRisk);
  const asked = rows.filter((row) => probability[row]! >= least);
  const advised = await advisor({
    dataset: datasetOf(bank, asked, names, forbidden),
    probability: Float64Array.from(asked, (row) => probability[row]!),
    atRisk,
  });
  asked.forEach((row, i) => {
    advice[row] = advised[i] ?? null;
  });
  return { probability, reasons, advice };
}

/** Puts what a model that did not see their label says of customers in the place of what one that did says. */
function putHeldOut(
  { predicted, contributions }: { predicted: Float64Array; contributions: Float64Array },
  customerIds: Float64Array,
  places: ReadonlyMap<number, number>,
  heldOut: HeldOut,
): void {
  const width = heldOut.contributions.length / places.size;
  customerIds.forEach((id, i) => {
    const at = places.get(id);
    if (at === undefined) return;
    predicted[i] = heldOut.probability[at]!;
    contributions.set(heldOut.contributions.subarray(at * width, (at + 1) * width), i * width);
  });
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
  { value: atRisk }: RiskThreshold,
  { contact }: Config['churn'],
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
          metrics: churnMetrics(comparison.labels, probability, { atRisk, contact }),
          groups: [],
          selection,
          drift: null,
          surrogate: null,
          warnings: [{ code: 'churn.notInUse', figures: { kind: candidate.kind } }],
        },
      },
    ];
  });
}

function realisedOfRun(
  prediction: PastPrediction | null,
  { customers, snapshots }: LearningBank,
  definition: ChurnDefinition,
): Realised | null {
  const at = snapshots.findIndex(({ day }) => day === prediction?.asOf) - 1;
  if (prediction === null || at < 0) return null;
  const end = snapshots[at];
  if (end === undefined) return null;
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
