import { predictChurn, trainChurn } from '../churn/churn-model.ts';
import {
  checkDataset,
  checkLabels,
  type Dataset,
  type Labels,
  takeLabels,
  takeRows,
} from '../churn/dataset.ts';
import type { ChurnKind } from '../churn/model.ts';
import type { TrainingOptions } from '../churn/training.ts';
import { brierScore, confusionAt, logLoss, rocAuc } from './metrics.ts';
import { stratifiedFolds } from './stratified-folds.ts';

/** How well probabilities predict who left. Rates are from 0 to 1, at a threshold of one half. */
export type Performance = {
  /** See `rocAuc`. */
  auc: number;
  /** See `brierScore`. */
  brier: number;
  /** See `logLoss`, in nats. */
  logLoss: number;
  accuracy: number;
  precision: number;
  recall: number;
  f1: number;
};

/** The performance of a kind of model on customers it has not seen. */
export type CrossValidation = Performance & {
  /** Each row's churn probability from the model that did not see it. */
  probability: Float64Array;
  /** The fold each row was held out in. */
  fold: Uint8Array;
};

/** How to cross-validate. */
export type ValidationOptions = TrainingOptions & {
  /** A whole number from 2 to 255, at most as many as there are customers. */
  readonly folds: number;
  /** The customer of each row, where a customer may have several: they stay in one fold. */
  readonly customer?: ArrayLike<number>;
};

/**
 * Stratified cross-validation, shuffled by the seed: each fold is predicted by a model trained on
 * the others, and the measures are those of all held-out probabilities pooled.
 *
 * @param y 1 left, 0 stayed; one entry a row
 * @throws RangeError for a dataset, labels or options that cannot be trained on, or when a fold's training
 *   rows are all of one class
 */
export function crossValidate(
  kind: ChurnKind,
  dataset: Dataset,
  y: Labels,
  options: ValidationOptions,
): CrossValidation {
  const fold = assignFolds(dataset, y, options);
  const held = Array.from({ length: options.folds }, (_, f) =>
    predictFold(kind, dataset, y, fold, f, options),
  );
  return poolFolds(y, fold, held);
}

/**
 * Checks what is to be cross-validated, and assigns each row to a fold.
 *
 * @returns the fold of each row, 0 to `folds` − 1
 * @throws RangeError for a dataset, labels or folds that cannot be cross-validated
 */
export function assignFolds(
  dataset: Dataset,
  y: Labels,
  { folds, seed, customer }: ValidationOptions,
): Uint8Array {
  checkDataset(dataset);
  checkLabels(y, dataset.rows);
  return stratifiedFolds(y, folds, seed, customer);
}

/**
 * The probabilities of one fold's rows, in the order of the rows, from a model trained on all others.
 *
 * @param held the fold that is held out
 */
export function predictFold(
  kind: ChurnKind,
  dataset: Dataset,
  y: Labels,
  fold: Uint8Array,
  held: number,
  training: TrainingOptions,
): Float64Array {
  const rows = Uint32Array.from(fold, (_, row) => row);
  const inside = rows.filter((row) => fold[row] === held);
  const outside = rows.filter((row) => fold[row] !== held);
  const model = trainChurn(kind, takeRows(dataset, outside), takeLabels(y, outside), training);
  return predictChurn(model, takeRows(dataset, inside));
}

/**
 * Puts the folds' probabilities back in the order of the rows and measures them together.
 *
 * @param held for each fold, what {@link predictFold} returned
 */
export function poolFolds(
  y: Labels,
  fold: Uint8Array,
  held: readonly Float64Array[],
): CrossValidation {
  const next = new Uint32Array(held.length);
  const probability = Float64Array.from(fold, (f) => held[f]![next[f]!++]!);
  return { probability, fold, ...measure(y, probability) };
}

/**
 * All measures of probabilities at once.
 *
 * @param y 1 left, 0 stayed; one entry a row
 * @throws RangeError when nobody left or nobody stayed, or a probability is missing
 */
export function measure(y: ArrayLike<number>, probability: Float64Array): Performance {
  const { accuracy, precision, recall, f1 } = confusionAt(y, probability, 0.5);
  return {
    auc: rocAuc(y, probability),
    brier: brierScore(y, probability),
    logLoss: logLoss(y, probability),
    accuracy,
    precision,
    recall,
    f1,
  };
}
