/**
 * The face of the engine: everything other parts of the house call. Vectors are `Float64Array`;
 * `NaN` is missing. Nothing here does I/O or reads a clock, and randomness comes from a seed.
 */

export {
  type Contribution,
  churnBase,
  churnContributions,
  churnLogOdds,
  explainChurn,
  predictChurn,
  trainChurn,
} from './churn/churn-model.ts';
export type { Column, Dataset, Labels } from './churn/dataset.ts';
export { type ChurnKind, type ChurnModel, churnKinds } from './churn/model.ts';
export type { TrainingOptions } from './churn/training.ts';
export { type CrossValidation, crossValidate } from './evaluation/cross-validation.ts';
export { type Random, seededRandom } from './numeric/random.ts';
export { type KMeans, type KMeansOptions, kMeans } from './segments/k-means.ts';
