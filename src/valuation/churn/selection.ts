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

/** What selection may be told. */
export type SelectionOptions = TrainingOptions & {
  /** The candidates; all kinds, or those that can hold the monotone constraints. */
  readonly kinds?: readonly ChurnKind[];
  readonly folds?: number;
  /** When each row was as it is, and how long after that its outcome was known, in one unit. */
  readonly time?: { readonly asOf: Float64Array; readonly horizon: number };
  /** Whose row each is, as a number, where a customer has several. */
  readonly customer?: ArrayLike<number>;
};

/** How one kind did. */
export type Candidate = {
  kind: ChurnKind;
  /** Chosen on held-out rows of the past. */
  calibration: Calibration;
  /** On the past, in folds, before calibration. */
  crossValidation: Performance;
  /** On the rows all candidates are judged on, calibrated. */
  judged: Performance;
  /** Its log loss there against that of the best; the best is compared with itself. */
  againstBest: PairedComparison;
  /** Whether it is not worse than the best by more than noise. */
  withinNoise: boolean;
  /** The probability it gave each of the rows judged. */
  probability: Float64Array;
  /** The model that was judged, trained on the past alone; `null` where cross-validation was the judge. */
  model: ChurnModel | null;
};

/** Candidates side by side, and the one chosen. */
export type Comparison = {
  chosen: Candidate;
  judgedOn: 'later window' | 'cross-validation';
  /** The rows judged. */
  rows: Uint32Array;
  /** In the order given, the simplest first. */
  candidates: Candidate[];
  /** When the later window begins; null where no times were given, or none split the rows. */
  cutoff: number | null;
};

/** A champion, and the evidence. */
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
/** A window with fewer leavers or stayers than this judges nothing. */
const FEWEST_OF_A_CLASS = 20;

/** Does the work on the calling thread. */
export const onThisThread: ChurnExecutor = {
  train: async (...asked) => trainChurn(...asked),
  crossValidate: async (...asked) => crossValidate(...asked),
  predict: async (...asked) => predictChurn(...asked),
  contributions: async (...asked) => churnContributions(...asked),
};

/**
 * Chooses among candidates. With times, rows are cut into a past and a later window: each candidate is
 * cross-validated on the past, calibrated on those held-out probabilities, trained on the past and
 * judged on the window. Without times, or where the window has too few leavers, candidates are judged
 * on the calibrated cross-validation instead. They are compared by log loss, row by row, with the
 * best; the simplest whose difference is noise (p > 0.05) wins.
 *
 * @param executor who does the work: this thread, or workers
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
  const pastData = takeRows(dataset, past);
  const pastY = takeLabels(y, past);
  const judgedY = takeLabels(y, rows);
  const group = customer && { customer: Array.from(past, (row) => customer[row]!) };

  const tried: {
    kind: ChurnKind;
    calibration: Calibration;
    validation: Performance;
    probability: Float64Array;
    model: ChurnModel | null;
  }[] = [];
  for (const kind of churnKinds.filter((candidate) => wanted.includes(candidate))) {
    const {
      probability,
      fold: _,
      ...validation
    } = await executor.crossValidate(kind, pastData, pastY, {
      folds,
      ...training,
      ...group,
    });
    const logOdds = probability.map(boundedLogOdds);
    const calibration = chooseCalibration(logOdds, pastY, training.seed);
    const model =
      split === undefined
        ? null
        : { ...(await executor.train(kind, pastData, pastY, training)), calibration };
    const judged =
      model === null
        ? logOdds.map((value) => probabilityOf(calibrate(calibration, value)))
        : await executor.predict(model, takeRows(dataset, rows));
    tried.push({ kind, calibration, validation, probability: judged, model });
  }

  const losses = tried.map(({ probability }) => rowLogLoss(judgedY, probability));
  const means = losses.map((loss) => loss.reduce((sum, value) => sum + value, 0));
  const best = losses[means.indexOf(Math.min(...means))]!;
  const judgedCustomer = customer && Array.from(rows, (row) => customer[row]!);
  const candidates = tried.map(
    ({ kind, calibration, validation, probability, model }, c): Candidate => {
      const againstBest = comparePaired(losses[c]!, best, judgedCustomer);
      return {
        kind,
        calibration,
        crossValidation: validation,
        judged: measure(judgedY, probability),
        againstBest,
        withinNoise: againstBest.pValue > NOISE,
        probability,
        model,
      };
    },
  );
  return {
    chosen: candidates.find(({ withinNoise }) => withinNoise)!,
    judgedOn: split === undefined ? 'cross-validation' : 'later window',
    rows,
    candidates,
    cutoff: split?.cutoff ?? null,
  };
}

/**
 * Chooses a champion as {@link compareChurn} does, and trains it again on every row.
 *
 * @param executor who does the work: this thread, or workers
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

/** Log-odds of a probability that rounding may have made 0 or 1. */
function boundedLogOdds(probability: number): number {
  return logOddsOf(Math.min(Math.max(probability, 1e-15), 1 - 1e-15));
}
