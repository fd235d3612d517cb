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
import type { BankSnapshots, LearningBank } from '../history/snapshots.ts';
import { takeCustomers } from '../history/take-customers.ts';
import { type Advised, churnAdvice, leastAsked } from './churn-advice.ts';
import { type ChurnCard, emptyCard } from './churn-card.ts';
import { withChurnExecutor } from './churn-executor.ts';
import { churnGroups } from './churn-groups.ts';
import { activeAt, type ChurnDefinition, labelsBetween } from './churn-labels.ts';
import { churnMetrics, contactThreshold } from './churn-metrics.ts';
import { churnReasons, PackedReasons } from './churn-reasons.ts';
import { type ChosenChurn, chooseChurn, type LastChurn } from './churn-selection.ts';
import {
  churnWindows,
  hasBothOutcomes,
  type Stacked,
  sampleCustomers,
  stackWindows,
  type Window,
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

/** A churn model and what it predicts of today's customers, or why there is none. */
export type ChurnResult = {
  model: ChurnModel | null;
  card: ChurnCard;
  /** the others of this run's competition, where there was one */
  challengers: Challenger[];
  /** one entry a customer; NaN without a model, or for those who have left */
  probability: Float64Array;
  /** empty without a model */
  reasons: PackedReasons;
  /** what goes with a lower risk, or why nothing is advised; null where the risk is low */
  advice: (Advised | null)[];
  /** chance of leaving within the horizon over all windows, which stands in where there is no model */
  baseRate: number;
  /** why there is no model; null where there is one */
  missing: Coded<'run-warnings'> | null;
  /** from which churn probability customers are at risk */
  riskThreshold: RiskThreshold;
};

/** Advice is held to about so many rows of past customers at most. */
const adviceRows = 12_000;

/** Customers who are predicted and explained together. */
const customersAtATime = 20_000;

/** What a run knows of the runs before it. */
export type ChurnPast = { last: LastChurn | null; prediction: PastPrediction | null };

/**
 * Learns from the past windows who leaves, and predicts it of today's customers. Features are of a window's first day,
 * labels of the months after it. The newest window judges models trained on the older ones; then the chosen kind is
 * trained again on all of them. Where the history teaches no model and a file said who had left, the labels of that file do:
 * then models are judged by cross-validation, and every customer is told by one that did not see their label.
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
  const history = churnWindows(bank.learning, definition, config.forbidden);
  const labelled =
    whatIsMissing(history, config) === null ? null : labelledWindow(bank, config.forbidden);
  const windows = labelled === null ? history : [labelled];
  const learnt = windows.reduce((sum, { labels }) => sum + labels.length, 0);
  return withChurnExecutor(learnt + active.length, (executor) =>
    predictFrom({
      ...{ windows, labelled: labelled !== null, bank, definition, active, past, config, executor },
    }),
  );
}

/** What a prediction is made from, and how. */
type Task = {
  readonly windows: readonly Window[];
  /** whether the one window is of a file's labels */
  readonly labelled: boolean;
  readonly bank: BankSnapshots;
  readonly definition: ChurnDefinition;
  readonly active: Uint8Array;
  readonly past: ChurnPast;
  readonly config: Config['churn'];
  readonly executor: ChurnExecutor;
};

async function predictFrom(task: Task): Promise<ChurnResult> {
  const { windows, labelled, bank, definition, active, past, config, executor } = task;
  const card = emptyCard(definition, config.horizonMonths, windows, config.seed);
  const none = withoutModel(windows, card, active.length, config);
  const [newest, ...older] = windows;
  const missing = whatIsMissing(windows, config);
  if (missing !== null) card.warnings.push(missing);
  if (newest === undefined || missing !== null) return { ...none, missing };
  const all = stackWindows(windows);
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
    (await judgeOnNewest(newest, older, card.features, chosen, training, executor));
  const learntFrom = withReviewedTwice({ ...all, dataset });
  const threshold = recordJudgement(card, newest, judged, none.baseRate, task);
  const model: ChurnModel = {
    ...(await executor.train(chosen.kind, learntFrom.dataset, learntFrom.labels, training)),
    calibration,
  };
  const result = {
    ...none,
    model,
    challengers: challengersOf(chosen, card, threshold, config),
    riskThreshold: threshold,
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
  const random = seededRandom(config.seed);
  const sample = sampleCustomers({ ...all, dataset }, adviceRows, (order) => random.shuffle(order));
  card.typical = typicalValues(today);
  card.surrogate = surrogateOf(model, sample, config.seed);
  return predictToday(model, card.features, result, sample, task, heldOut);
}

/** The result of a run that has no model: nobody has a probability, and the base rate stands in. */
function withoutModel(
  windows: readonly Window[],
  card: ChurnCard,
  rows: number,
  { atRisk }: Config['churn'],
): ChurnResult {
  const { leavers, learnt } = countOutcomes(windows);
  const baseRate = learnt > 0 ? leavers / learnt : 0;
  return {
    model: null,
    card,
    challengers: [],
    probability: new Float64Array(rows).fill(Number.NaN),
    reasons: new PackedReasons([], 0),
    advice: Array.from({ length: rows }, () => null),
    baseRate,
    missing: null,
    riskThreshold: riskThreshold(atRisk, undefined, baseRate),
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
function activeToday({ bank, definition, config }: Task, features: readonly string[]): Dataset {
  const { customers, snapshots } = bank.learning;
  const active = activeAt(customers, snapshots[0], definition);
  const rows = Uint32Array.from(active.keys()).filter((row) => active[row] === 1);
  return datasetOf({ ...bank.learning, snapshots: [snapshots[0]] }, rows, features, config);
}

/** The features of some customers today, by row. */
function datasetOf(
  bank: Parameters<typeof takeCustomers>[0],
  rows: Uint32Array,
  features: readonly string[],
  { forbidden }: Config['churn'],
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
  older: readonly Window[],
  features: readonly string[],
  { kind, calibration }: ChosenChurn,
  training: TrainingOptions,
  executor: ChurnExecutor,
): Promise<Float64Array | null> {
  const past = withReviewedTwice(stackWindows(older));
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
  { bank, labelled, config }: Task,
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
  const { customers } = labelled ? bank : bank.learning;
  card.groups = churnGroups(customers, newest, judged, threshold.value);
  return threshold;
}

/** Fills in what a model predicts of today's customers: their probability, the reasons for it and what would lower it. */
async function predictToday(
  model: ChurnModel,
  features: readonly string[],
  result: ChurnResult,
  past: Stacked,
  { windows, labelled, bank, active, config, executor }: Task,
  heldOut: HeldOut | null,
): Promise<ChurnResult> {
  const probability = result.probability.slice();
  const advice = [...result.advice];
  const rows = Uint32Array.from(active.keys()).filter((row) => active[row] === 1);
  const levelsOf = new Map(past.dataset.columns.map(({ name, levels }) => [name, levels]));
  const reasons = new PackedReasons(
    model.features.map(({ name }) => ({ name, levels: levelsOf.get(name) })),
    active.length,
  );
  const [window] = windows;
  const places =
    heldOut === null || window === undefined
      ? undefined
      : new Map(Array.from(window.customers, (row, i): [number, number] => [row, i]));
  for (let from = 0; from < rows.length; from += customersAtATime) {
    const some = rows.subarray(from, from + customersAtATime);
    const dataset = datasetOf(bank, some, features, config);
    const [contributions, predicted] = await Promise.all([
      executor.contributions(model, dataset),
      executor.predict(model, dataset),
    ]);
    if (heldOut !== null && places !== undefined)
      putHeldOut({ predicted, contributions }, some, places, heldOut);
    predicted.forEach((p, i) => {
      probability[some[i]!] = p;
      reasons.put(some[i]!, churnReasons(model, dataset, contributions, i));
    });
  }
  const atRisk = result.riskThreshold.value;
  const least = leastAsked(atRisk);
  const asked = rows.filter((row) => probability[row]! >= least);
  const advised = await churnAdvice(
    model,
    {
      dataset: datasetOf(bank, asked, features, config),
      probability: Float64Array.from(asked, (row) => probability[row]!),
      atRisk,
    },
    past,
    // What was as it is on the day that somebody had left is no sign of what would have kept them.
    labelled ? [] : config.actionable,
    { seed: config.seed, executor },
  );
  asked.forEach((row, i) => {
    advice[row] = advised[i] ?? null;
  });
  return { ...result, probability, reasons, advice };
}

/** Puts what a model that did not see their label says of customers in the place of what one that did says. */
function putHeldOut(
  { predicted, contributions }: { predicted: Float64Array; contributions: Float64Array },
  rows: Uint32Array,
  places: ReadonlyMap<number, number>,
  heldOut: HeldOut,
): void {
  const width = heldOut.contributions.length / places.size;
  rows.forEach((row, i) => {
    const at = places.get(row);
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
  bank: BankSnapshots,
  definition: ChurnDefinition,
): Realised | null {
  const days = bank.learning.snapshots;
  const at = days.findIndex(({ day }) => day === prediction?.asOf) - 1;
  if (prediction === null || at < 0) return null;
  // Of everybody it is known what became of them by today, and by earlier days of those whom is learnt from.
  const { customers, snapshots }: LearningBank = at === 0 ? bank : bank.learning;
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
