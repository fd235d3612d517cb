import type { Calibration } from './calibration.ts';
import type { Feature } from './dataset.ts';
import type { LogisticParameters } from './logistic.ts';
import type { PerceptronParameters } from './perceptron.ts';
import type { SupportVectorParameters } from './support-vector.ts';
import type { TreeEnsemble } from './trees/tree-ensemble.ts';

/**
 * The kinds of churn model, the simplest to explain first: whether each can guarantee monotone constraints, and
 * whether the contributions of features to a customer's log-odds are computed exactly or sampled.
 */
const kinds = [
  { kind: 'logistic', monotone: false, explains: 'exactly' },
  { kind: 'tree', monotone: true, explains: 'exactly' },
  { kind: 'forest', monotone: true, explains: 'exactly' },
  { kind: 'boosting', monotone: true, explains: 'exactly' },
  { kind: 'supportVector', monotone: false, explains: 'by sampling' },
  { kind: 'perceptron', monotone: false, explains: 'by sampling' },
] as const;

/** A kind of churn model. */
export type ChurnKind = (typeof kinds)[number]['kind'];

/** A kind whose contributions are Shapley values sampled by the model's seed. */
export type SampledKind = Extract<(typeof kinds)[number], { explains: 'by sampling' }>['kind'];

/** The kinds of churn model, the simplest to explain first. */
export const churnKinds = kinds.map(({ kind }) => kind);

/** The kinds that can guarantee monotone constraints. */
export const monotoneKinds: readonly ChurnKind[] = kinds
  .filter(({ monotone }) => monotone)
  .map(({ kind }) => kind);

/** The parameters of each kind. */
type ParametersOf = {
  logistic: LogisticParameters;
  tree: TreeEnsemble;
  forest: TreeEnsemble;
  boosting: TreeEnsemble;
  supportVector: SupportVectorParameters;
  perceptron: PerceptronParameters;
};

/** A trained model as plain JSON: written and read back, it predicts the same to the last bit. */
export type ChurnModel = {
  [Kind in ChurnKind]: {
    readonly kind: Kind;
    readonly features: readonly Feature[];
    /** The number of rows it was trained on, and how many of them left. */
    readonly rows: number;
    readonly leavers: number;
    readonly seed: number;
    readonly parameters: ParametersOf[Kind];
    /** Applied to its log-odds; absent where they are used as they are. */
    readonly calibration?: Calibration;
  };
}[ChurnKind];
