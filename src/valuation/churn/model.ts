import type { Calibration } from './calibration.ts';
import type { Feature } from './dataset.ts';
import type { LogisticParameters } from './logistic.ts';
import type { PerceptronParameters } from './perceptron.ts';
import type { SupportVectorParameters } from './support-vector.ts';
import type { TreeEnsemble } from './tree-ensemble.ts';

/** The kinds of churn model, the simplest to account for first. */
export const churnKinds = [
  'logistic',
  'tree',
  'forest',
  'boosting',
  'supportVector',
  'perceptron',
] as const;

/** A kind of churn model. */
export type ChurnKind = (typeof churnKinds)[number];

/** What each kind is made of. */
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
    /** How many customers it was trained on, and how many of them left. */
    readonly rows: number;
    readonly leavers: number;
    readonly seed: number;
    readonly parameters: ParametersOf[Kind];
    /** What makes its log-odds mean what they say; absent where they are taken as they are. */
    readonly calibration?: Calibration;
  };
}[ChurnKind];
