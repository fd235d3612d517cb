import { crossValidate, measure, type Performance } from '../evaluation/cross-validation.ts';
import { rowLogLoss } from '../evaluation/metrics.ts';
import { comparePaired, type PairedComparison } from '../evaluation/paired-comparison.ts';
import { splitByTime, type TimeSplit } from '../evaluation/time-split.ts';
import { type Calibration, calibrate, chooseCalibration } from './calibration.ts';
import { churnContributions, predictChurn, trainChurn } from './churn-model.ts';
import type { ChurnExecutor } from './churn-workers.ts';
import {
  checkDataset,
  checkLabels,
  countLeavers,
  type Dataset,
  type Labels,
  takeLabels,
  takeRows,
} from './dataset.ts';
import { logOddsOf, probabilityOf } from './log-odds.ts';
import { type ChurnKind, type ChurnModel, churnKinds, monotoneKinds } from './model.ts';
import type { TrainingOptions } from './training.ts';

/** Options of comparing and selecting models. */
export type SelectionOptions = TrainingOptions & {
  /** The candidates; by default all kinds, or with monotone constraints those that can guarantee them. */
  readonly kinds?: readonly ChurnKind[];
  /** The number of folds of cross-validation, default 5. */
  readonly folds?: number;
  /** The time each row describes, and how long after that its outcome is known, in the same unit. */
  readonly time?: { readonly asOf: Float64Array; readonly horizon: number };
  /** The customer of each row, as a number, where a customer may have several. */
  readonly customer?: ArrayLike<number>;
};

/** One kind of model in a comparison. */
export type Candidate = {
  kind: ChurnKind;
  /** Chosen on held-out rows of the past. */
  calibration: Calibration;
  /** On the past, in folds, before calibration. */
  crossValidation: Performance;
  /** On the rows that all candidates are judged on, calibrated. */
  judged: Performance;
  /** Its log loss there compared with that of the best; the best is compared with itself. */
  againstBest: PairedComparison;
  /** Whether it is not significantly worse than the best (p > 0.05). */
  withinNoise: boolean;
  /** Its probability for each of the rows judged. */
  probability: Float64Array;
  /** The model that was judged, trained on the past alone; `null` where it was judged by cross-validation. */
  model: ChurnModel | null;
};

/** The candidates, and the one chosen. */
export type Comparison = {
  chosen: Candidate;
  judgedOn: 'later window' | 'cross-validation';
  /** The numbers of the rows judged. */
  rows: Uint32Array;
  /** The simplest first, in the order of `churnKinds`. */
  candidates: Candidate[];
  /** When the later window begins; null where no times were given, or none split the rows. */
  cutoff: number | null;
};

/** A champion, and the evidence for it. */
export type Selection = Comparison & {
  /** The chosen kind, calibrated, trained on every row. */
  champion: ChurnModel;
  /** The champion's probability of each row judged before it was trained on them. */
  probability: Float64Array;
};

/** A difference in log loss with a larger p-value than this is noise. */
const NOISE = 0.05;
const WINDOW_SHARE = 0.2;
const FOLDS = 5;
/** A window with fewer rows of either class than this is not judged on. */
const FEWEST_OF_A_CLASS = 20;

/** Does the work on the calling thread. */
export const onThisThread: ChurnExecutor = {
  train: async (...given) => trainChurn(...given),
  crossValidate: async (...given) => crossValidate(...given),
  predict: async (...given) => predictChurn(...given),
  contributions: async (...given) => churnContributions(...given),
};

/**
 * Compares kinds of model. With times, rows are split into a past and a later window: each candidate is
 * cross-validated on the past, calibrated on those held-out probabilities, trained on the past and judged
 * on the window. Without times, or where the window has too few leavers, candidates are judged on the
 * calibrated cross-validation instead. They are compared by log loss, row by row, with the best; the
 * simplest that is not significantly worse (p > 0.05) is chosen.
 *
 * @param y 1 left, 0 stayed; one entry a row
 * @param executor does the work, on this thread or in workers
 * @throws RangeError when there is no candidate, or the data cannot be learnt from
 */
export async function compareChurn(
  dataset: Dataset,
  y: Labels,
  options: SelectionOptions,
  executor: ChurnExecutor = onThisThread,
): Promise<Comparison> {
  checkDataset(dataset);
  checkLabels(y, dataset.rows);
  const { kinds, folds = FOLDS, time, customer, ...training } = options;
  const constrained = Object.keys(training.monotone ?? {}).length > 0;
  const wanted = kinds ?? (constrained ? monotoneKinds : churnKinds);
  if (wanted.length === 0) throw new RangeError('Selection needs at least one kind of model.');
  const split = time && usableSplit(splitByTime(time.asOf, { ...time, share: WINDOW_SHARE }), y);
  const past = split?.past ?? Uint32Array.from(y, (_, row) => row);
  const rows = split?.window ?? past;
  const data: JudgementData = {
    past: takeRows(dataset, past),
    pastLabels: takeLabels(y, past),
    pastCustomers: customer && Array.from(past, (row) => customer[row]!),
    window: split && takeRows(dataset, rows),
  };
  const judged: JudgedKind[] = [];
  for (const kind of churnKinds.filter((candidate) => wanted.includes(candidate))) {
    judged.push(await judgeKind(kind, data, folds, training, executor));
  }
  const judgedCustomers = customer && Array.from(rows, (row) => customer[row]!);
  const candidates = compareWithBest(judged, takeLabels(y, rows), judgedCustomers);
  return {
    chosen: candidates.find(({ withinNoise }) => withinNoise)!,
    judgedOn: split === undefined ? 'cross-validation' : 'later window',
    rows,
    candidates,
    cutoff: split?.cutoff ?? null,
  };
}

/** The rows that candidates are trained on, and the later window they are judged on, where there is one. */
type JudgementData = {
  readonly past: Dataset;
  readonly pastLabels: Uint8Array;
  readonly pastCustomers: number[] | undefined;
  readonly window: Dataset | undefined;
};

/** A kind of model before it is compared with the others. */
type JudgedKind = Pick<
  Candidate,
  'kind' | 'calibration' | 'crossValidation' | 'probability' | 'model'
>;

/** Cross-validates and calibrates a kind on the past, and has it predict the rows judged. */
async function judgeKind(
  kind: ChurnKind,
  { past, pastLabels, pastCustomers, window }: JudgementData,
  folds: number,
  training: TrainingOptions,
  executor: ChurnExecutor,
): Promise<JudgedKind> {
  const {
    probability,
    fold: _,
    ...crossValidation
  } = await executor.crossValidate(kind, past, pastLabels, {
    folds,
    ...training,
    ...(pastCustomers === undefined ? {} : { customer: pastCustomers }),
  });
  const logOdds = probability.map(boundedLogOdds);
  const calibration = chooseCalibration(logOdds, pastLabels, training.seed);
  if (window === undefined) {
    const calibrated = logOdds.map((value) => probabilityOf(calibrate(calibration, value)));
    return { kind, calibration, crossValidation, probability: calibrated, model: null };
  }
  const model = { ...(await executor.train(kind, past, pastLabels, training)), calibration };
  const predicted = await executor.predict(model, window);
  return { kind, calibration, crossValidation, probability: predicted, model };
}

/** Compares the log loss of each kind with that of the best, row by row. */
function compareWithBest(
  judged: readonly JudgedKind[],
  labels: Uint8Array,
  customers: number[] | undefined,
): Candidate[] {
  const losses = judged.map(({ probability }) => rowLogLoss(labels, probability));
  const sums = losses.map((loss) => loss.reduce((sum, value) => sum + value, 0));
  const best = losses[sums.indexOf(Math.min(...sums))]!;
  return judged.map((kind, k) => {
    const againstBest = comparePaired(losses[k]!, best, customers);
    return {
      ...kind,
      judged: measure(labels, kind.probability),
      againstBest,
      withinNoise: againstBest.pValue > NOISE,
    };
  });
}

/**
 * Chooses a champion as {@link compareChurn} does, and trains it again on every row.
 *
 * @param y 1 left, 0 stayed; one entry a row
 * @param executor does the work, on this thread or in workers
 * @throws RangeError when there is no candidate, or the data cannot be learnt from
 */
export async function selectChurn(
  dataset: Dataset,
  y: Labels,
  options: SelectionOptions,
  executor: ChurnExecutor = onThisThread,
): Promise<Selection> {
  const comparison = await compareChurn(dataset, y, options, executor);
  const { kinds: _, folds: __, time: ___, customer: ____, ...training } = options;
  const { kind, calibration, probability } = comparison.chosen;
  const champion = { ...(await executor.train(kind, dataset, y, training)), calibration };
  return { ...comparison, champion, probability };
}

function usableSplit(split: TimeSplit | undefined, y: Labels): TimeSplit | undefined {
  if (split === undefined) return undefined;
  const enough = [split.past, split.window].every((rows) => {
    const leavers = countLeavers(takeLabels(y, rows));
    return Math.min(leavers, rows.length - leavers) >= FEWEST_OF_A_CLASS;
  });
  return enough ? split : undefined;
}

/** The log-odds of a probability that may have been rounded to 0 or 1. */
function boundedLogOdds(probability: number): number {
  return logOddsOf(Math.min(Math.max(probability, 1e-15), 1 - 1e-15));
}
