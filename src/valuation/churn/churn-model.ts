import {
  alignColumns,
  checkDataset,
  checkLabels,
  countLeavers,
  type Dataset,
  featuresOf,
  type Labels,
} from './dataset.ts';
import { probabilityOf } from './log-odds.ts';
import { fitLogistic, logisticContributions, logisticLogOdds } from './logistic.ts';
import type { ChurnKind, ChurnModel, TrainingOptions } from './model.ts';

/**
 * Trains a churn model of a kind. The same dataset, labels and options give the same model to the
 * last bit.
 *
 * @throws RangeError naming what is wrong with the dataset or the labels
 */
export function trainChurn(
  kind: ChurnKind,
  dataset: Dataset,
  y: Labels,
  options: TrainingOptions,
): ChurnModel {
  checkDataset(dataset);
  checkLabels(y, dataset.rows);
  const features = featuresOf(dataset);
  const columns = alignColumns(features, dataset);
  const leavers = countLeavers(y);
  const trained = { features, rows: dataset.rows, leavers, seed: options.seed };
  return { ...trained, kind, parameters: fitLogistic(features, columns, y, options) };
}

/**
 * The churn probability of each row, 0 to 1. Columns are found by name; others are passed over.
 *
 * @throws RangeError when a column the model needs is absent or of the other kind
 */
export function predictChurn(model: ChurnModel, dataset: Dataset): Float64Array {
  return churnLogOdds(model, dataset).map(probabilityOf);
}

/** The log-odds of leaving of each row: what {@link explainChurn} takes apart. */
export function churnLogOdds(model: ChurnModel, dataset: Dataset): Float64Array {
  const columns = alignColumns(model.features, dataset);
  return logisticLogOdds(model.parameters, columns, dataset.rows);
}

/** The log-odds a model starts from before it knows anything of a customer. */
export function churnBase(model: ChurnModel): number {
  return model.parameters.intercept;
}

/** What one feature adds to a customer's log-odds of leaving. */
export type Contribution = {
  feature: string;
  /** The number, or the level's name; `null` where it is missing or a level the model never saw. */
  value: number | string | null;
  contribution: number;
};

/**
 * Why a row has its churn probability: what each feature adds to the log-odds, in the model's order
 * of features. The contributions and {@link churnBase} add up to the row's log-odds.
 *
 * @param row 0 … rows − 1
 */
export function explainChurn(model: ChurnModel, dataset: Dataset, row: number): Contribution[] {
  if (!Number.isInteger(row) || row < 0 || row >= dataset.rows) {
    throw new RangeError(
      `Row ${row} is not in the dataset, whose rows are 0 to ${dataset.rows - 1}.`,
    );
  }
  const columns = alignColumns(model.features, dataset);
  const contributions = logisticContributions(model.parameters, columns, row);
  return model.features.map((feature, f) => {
    const raw = columns[f]![row]!;
    const value = Number.isNaN(raw)
      ? null
      : feature.kind === 'category'
        ? feature.levels?.[raw]
        : raw;
    return { feature: feature.name, value: value ?? null, contribution: contributions[f]! };
  });
}
