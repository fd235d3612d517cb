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

/** How a kind of model does on customers it has not seen; rates at a threshold of one half. */
export type CrossValidation = {
  /** Each row's churn probability from the model that did not see it. */
  probability: Float64Array;
  /** The fold each row was held out in. */
  fold: Uint8Array;
  auc: number;
  brier: number;
  logLoss: number;
  accuracy: number;
  precision: number;
  recall: number;
  f1: number;
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
  { folds, ...training }: TrainingOptions & { folds: number },
): CrossValidation {
  checkDataset(dataset);
  checkLabels(y, dataset.rows);
  const fold = stratifiedFolds(y, folds, training.seed);
  const probability = new Float64Array(dataset.rows);
  for (let held = 0; held < folds; held++) {
    const { inside, outside } = splitByFold(fold, held);
    const model = trainChurn(kind, takeRows(dataset, outside), takeLabels(y, outside), training);
    const predicted = predictChurn(model, takeRows(dataset, inside));
    inside.forEach((row, i) => {
      probability[row] = predicted[i]!;
    });
  }
  return { probability, fold, ...summarise(y, probability) };
}

/** The rows held out in a fold, and all the others. */
function splitByFold(
  fold: Uint8Array,
  held: number,
): { inside: Uint32Array; outside: Uint32Array } {
  const rows = Uint32Array.from(fold, (_, row) => row);
  return {
    inside: rows.filter((row) => fold[row] === held),
    outside: rows.filter((row) => fold[row] !== held),
  };
}

function summarise(
  y: Labels,
  probability: Float64Array,
): Omit<CrossValidation, 'probability' | 'fold'> {
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
