import type { Feature } from './dataset.ts';
import type { LogisticParameters } from './logistic.ts';

/** The kinds of churn model, the simplest first. */
export const churnKinds = ['logistic'] as const;

/** A kind of churn model. */
export type ChurnKind = (typeof churnKinds)[number];

/** What training may be told. The seed alone decides every random draw. */
export type TrainingOptions = {
  readonly seed: number;
  /** Logistic: the penalty on coefficients. */
  readonly ridge?: number;
};

type Trained = {
  readonly features: readonly Feature[];
  readonly rows: number;
  readonly leavers: number;
  readonly seed: number;
};

/** A trained model as plain JSON: written and read back, it predicts the same to the last bit. */
export type ChurnModel = Trained & {
  readonly kind: 'logistic';
  readonly parameters: LogisticParameters;
};
