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

/** How well probabilities foretold who left; the rates are at a threshold of one half. */
export type Performance = {
  auc: number;
  brier: number;
  logLoss: number;
  accuracy: number;
  precision: number;
  recall: number;
  f1: number;
};

/** How a kind of model does on customers it has not seen. */
export type CrossValidation = Performance & {
  /** Each row's churn probability from the model that did not see it. */
  probability: Float64Array;
  /** The fold each row was held out in. */
  fold: Uint8Array;
};

/** How to cross-validate: how many folds, whose row each is, and what training may be told. */
export type ValidationOptions = TrainingOptions & {
  readonly folds: number;
  /** Whose row each is, where a customer has several: they stay in one fold. */
  readonly customer?: ArrayLike<number>;
};

/**
 * Stratified cross-validation, shuffled by the seed: each fold is predicted by a model trained on
 * the others, and the figures are of all held-out probabilities pooled.
 *
 * @throws RangeError when a fold's training rows would be all of one class
 */
export function crossValidate(
  kind: ChurnKind,
  dataset: Dataset,
  y: Labels,
  options: ValidationOptions,
): CrossValidation {
  const fold = dealFolds(dataset, y, options);
  const held = Array.from({ length: options.folds }, (_, f) =>
    predictFold(kind, dataset, y, fold, f, options),
  );
  return poolFolds(y, fold, held);
}

/**
 * The fold of each row.
 *
 * @throws RangeError for a dataset, labels or folds that cannot be cross-validated
 */
export function dealFolds(
  dataset: Dataset,
  y: Labels,
  { folds, seed, customer }: ValidationOptions,
): Uint8Array {
  checkDataset(dataset);
  checkLabels(y, dataset.rows);
  return stratifiedFolds(y, folds, seed, customer);
}

/** The probabilities of a fold's rows, in order, from a model trained on all others. */
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

/** Puts the folds' probabilities back in the order of the rows and measures them together. */
export function poolFolds(
  y: Labels,
  fold: Uint8Array,
  held: readonly Float64Array[],
): CrossValidation {
  const next = new Uint32Array(held.length);
  const probability = Float64Array.from(fold, (f) => held[f]![next[f]!++]!);
  return { probability, fold, ...measure(y, probability) };
}

/** Every figure of a model's probabilities at once. */
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
