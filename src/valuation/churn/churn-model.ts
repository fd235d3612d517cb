import { planBoosting } from './boosting.ts';
import {
  alignColumns,
  checkDataset,
  checkLabels,
  countLeavers,
  type Dataset,
  featuresOf,
  type Labels,
  takeRows,
} from './dataset.ts';
import { planForest } from './forest.ts';
import { probabilityOf } from './log-odds.ts';
import { planLogistic } from './logistic.ts';
import type { ChurnKind, ChurnModel } from './model.ts';
import { planPerceptron } from './perceptron.ts';
import { scorerOf } from './scorer.ts';
import { planSupportVector } from './support-vector.ts';
import type { TrainingData, TrainingOptions, TrainingPlan } from './training.ts';
import { planTree } from './tree.ts';

/** A plan whose parts the caller passes on without looking into them. */
type AnyPlan = TrainingPlan<unknown, ChurnModel>;

/**
 * Plans the training of a model in parts that can be trained on different threads.
 *
 * @throws RangeError naming what is wrong with the dataset, the labels or the options
 */
export function planChurn(
  kind: ChurnKind,
  dataset: Dataset,
  y: Labels,
  options: TrainingOptions,
): AnyPlan {
  checkDataset(dataset);
  checkLabels(y, dataset.rows);
  const features = featuresOf(dataset);
  const columns = alignColumns(features, dataset);
  const data: TrainingData = { features, columns, y: new Uint8Array(y) };
  const trained = { features, rows: dataset.rows, leavers: countLeavers(y), seed: options.seed };
  const finish = <Part, Parameters>(
    plan: TrainingPlan<Part, Parameters>,
    model: (parameters: Parameters) => ChurnModel,
  ): TrainingPlan<Part, ChurnModel> => ({
    parts: plan.parts,
    train: (part) => plan.train(part),
    join: (parts) => model(plan.join(parts)),
  });
  switch (kind) {
    case 'logistic':
      return finish(planLogistic(data, options), (p) => ({ kind, ...trained, parameters: p }));
    case 'tree':
      return finish(planTree(data, options), (p) => ({ kind, ...trained, parameters: p }));
    case 'forest':
      return finish(planForest(data, options), (p) => ({ kind, ...trained, parameters: p }));
    case 'boosting':
      return finish(planBoosting(data, options), (p) => ({ kind, ...trained, parameters: p }));
    case 'supportVector':
      return finish(planSupportVector(data, options), (p) => ({ kind, ...trained, parameters: p }));
    case 'perceptron':
      return finish(planPerceptron(data, options), (p) => ({ kind, ...trained, parameters: p }));
  }
}

/**
 * Trains a churn model. The same dataset, labels and options give the same model to the last bit.
 *
 * @param y 1 left, 0 stayed; one entry a row
 * @throws RangeError naming what is wrong with the dataset, the labels or the options
 */
export function trainChurn(
  kind: ChurnKind,
  dataset: Dataset,
  y: Labels,
  options: TrainingOptions,
): ChurnModel {
  const plan = planChurn(kind, dataset, y, options);
  return plan.join(Array.from({ length: plan.parts }, (_, part) => plan.train(part)));
}

/**
 * The churn probability of each row, within the horizon of the labels the model was trained on. Columns are
 * found by name; those the model does not know are ignored.
 *
 * @returns numbers between 0 and 1, one a row
 * @throws RangeError when a column the model needs is absent or of the other kind
 */
export function predictChurn(model: ChurnModel, dataset: Dataset): Float64Array {
  return churnLogOdds(model, dataset).map(probabilityOf);
}

/**
 * The log-odds of leaving of each row, which {@link explainChurn} divides among the features.
 *
 * @throws RangeError when a column the model needs is absent or of the other kind
 */
export function churnLogOdds(model: ChurnModel, dataset: Dataset): Float64Array {
  return scorerOf(model).logOdds(alignColumns(model.features, dataset), dataset.rows);
}

/** The log-odds that contributions start from: with those of a row they add up to the row's log-odds. */
export function explanationBase(model: ChurnModel): number {
  return scorerOf(model).base();
}

/**
 * What each feature contributes to each row's log-odds; with {@link explanationBase} they add up to it.
 * Exact for logistic, tree, forest and boosting; Shapley values sampled by the model's seed for the others.
 *
 * @returns rows × features, row-major, features in the model's order
 * @throws RangeError when a column the model needs is absent or of the other kind, or for trees with a path
 *   of more than 31 different features
 */
export function churnContributions(model: ChurnModel, dataset: Dataset): Float64Array {
  return scorerOf(model).contributions(alignColumns(model.features, dataset), dataset.rows);
}

/** What one feature contributes to a customer's log-odds of leaving. */
export type Contribution = {
  feature: string;
  /** The number, or the level's name; `null` where it is missing or a level the model never saw. */
  value: number | string | null;
  /** In log-odds; above 0 where it raises the risk. */
  contribution: number;
};

/**
 * Explains the churn probability of one row: {@link churnContributions} with the values they come from, in
 * the model's order of features.
 *
 * @param row a whole number from 0 to `dataset.rows` − 1
 * @throws RangeError for another row, or as {@link churnContributions} does
 */
export function explainChurn(model: ChurnModel, dataset: Dataset, row: number): Contribution[] {
  if (!Number.isInteger(row) || row < 0 || row >= dataset.rows) {
    throw new RangeError(
      `Row ${row} is not in the dataset, whose rows are 0 to ${dataset.rows - 1}.`,
    );
  }
  const columns = alignColumns(model.features, takeRows(dataset, [row]));
  const contributions = scorerOf(model).contributions(columns, 1);
  return model.features.map((feature, f) => {
    const raw = columns[f]![0]!;
    const known = feature.kind === 'category' ? feature.levels?.[raw] : raw;
    const value = known === undefined || Number.isNaN(raw) ? null : known;
    return { feature: feature.name, value, contribution: contributions[f]! };
  });
}
