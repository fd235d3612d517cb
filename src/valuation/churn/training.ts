import type { Feature } from './dataset.ts';

/** Options of training. The seed alone determines every random draw. */
export type TrainingOptions = {
  /** A whole number; the same seed gives the same model. */
  readonly seed: number;
  /** Logistic: the ridge penalty λ > 0 on standardised coefficients. Default 1. */
  readonly ridge?: number;
  /** Forest: the number of trees, default 200. Boosting: the most trees in each of its bags, default 500. */
  readonly trees?: number;
  /**
   * Tree, forest, boosting: the most splits on a path. Default 6 for a tree, 10 for a forest (12 from 20,000
   * rows on), 6 for boosting (8 from 50,000 rows on).
   */
  readonly maxDepth?: number;
  /**
   * Tree, forest, boosting: features that, as they rise, never lower the risk (1) or never raise it (−1),
   * whatever the other features are. The other kinds refuse this option.
   */
  readonly monotone?: Readonly<Record<string, 1 | -1>>;
};

/** What a kind is trained on: its features, their values in the same order, and who left. */
export type TrainingData = {
  readonly features: readonly Feature[];
  readonly columns: readonly Float64Array[];
  readonly y: Uint8Array;
};

/**
 * Training divided into parts that depend on nothing but their number, so that any thread may train any of
 * them. Making a plan is cheap; what its parts have in common is computed when the first of them is trained.
 */
export type TrainingPlan<Part, Parameters> = {
  /** How many parts there are, at least 1. */
  readonly parts: number;
  /** Trains one part, from 0 to `parts` − 1. */
  train(part: number): Part;
  /** Makes the model of all parts, in order; the result does not depend on the threads they were trained on. */
  join(parts: readonly Part[]): Parameters;
};

/** Work that is put off until its result is needed, and done once: most plans are made without being carried out. */
export function once<Result>(work: () => Result): () => Result {
  let done: { result: Result } | undefined;
  return () => {
    done ??= { result: work() };
    return done.result;
  };
}

/**
 * The direction of each feature's constraint: 1, −1, or 0 for none.
 *
 * @throws RangeError for a constraint on an unknown feature or on a category
 */
export function monotoneDirections(
  features: readonly Feature[],
  monotone: TrainingOptions['monotone'] = {},
): Int8Array {
  const directions = new Int8Array(features.length);
  for (const [name, direction] of Object.entries(monotone)) {
    const f = features.findIndex((feature) => feature.name === name);
    if (features[f]?.kind !== 'number') {
      throw new RangeError(
        `A monotone constraint names "${name}", which is ${f === -1 ? 'not a feature' : 'a category'}. Only a number can have one.`,
      );
    }
    directions[f] = direction;
  }
  return directions;
}

/**
 * Refuses monotone constraints, for a kind of model that cannot guarantee them.
 *
 * @throws RangeError when there is a constraint
 */
export function refuseMonotone(kind: string, { monotone }: TrainingOptions): void {
  if (monotone !== undefined && Object.keys(monotone).length > 0) {
    throw new RangeError(
      `A ${kind} model cannot hold monotone constraints. Use tree, forest or boosting.`,
    );
  }
}
