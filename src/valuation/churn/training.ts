import type { Feature } from './dataset.ts';

/** What training may be told. The seed alone decides every random draw. */
export type TrainingOptions = {
  /** A whole number; the same seed gives the same model. */
  readonly seed: number;
  /** Logistic: the ridge penalty on its coefficients (1). */
  readonly ridge?: number;
  /** Forest: how many trees (200). Boosting: how many at most in each of its bags (500). */
  readonly trees?: number;
  /** Tree, forest, boosting: how deep a tree may grow (6; 10, and 12 with many rows; 6, and 8 with many rows). */
  readonly maxDepth?: number;
  /**
   * Tree, forest, boosting: features whose growth never lowers the risk (1) or never raises it (−1),
   * whatever the other features are. The other kinds cannot hold this, and say so.
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
 * Training cut into parts that depend on nothing but their number, so that any thread may do any of
 * them: `join` makes the same of them whoever did which. Making a plan is cheap; what its parts have
 * in common is worked out when the first of them is asked for.
 */
export type TrainingPlan<Part, Parameters> = {
  readonly parts: number;
  train(part: number): Part;
  join(parts: readonly Part[]): Parameters;
};

/** Work put off until its result is asked for, and done once: a plan is told of more often than carried out. */
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
 * @throws RangeError for a constraint on a feature that is not there, or is a category
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

/** @throws RangeError when there is a monotone constraint, for a kind that cannot hold one */
export function refuseMonotone(kind: string, { monotone }: TrainingOptions): void {
  if (monotone !== undefined && Object.keys(monotone).length > 0) {
    throw new RangeError(
      `A ${kind} model cannot hold monotone constraints. Use tree, forest or boosting.`,
    );
  }
}
