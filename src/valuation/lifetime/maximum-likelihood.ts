import { type Evaluation, maximise } from '../numeric/optimiser.ts';

/**
 * Where a likelihood has no maximum inside its parameters' range, what it approaches at the boundary.
 * - `no-dropout`: the data shows no departures;
 * - `equal-dropout`: all customers have the same probability of leaving;
 * - `equal-rates`: all customers buy at the same rate;
 * - `equal-spend`: all customers spend the same;
 * - `flat`: the data does not determine the parameters (too few customers, or nobody came back).
 */
export type Boundary = 'no-dropout' | 'equal-dropout' | 'equal-rates' | 'equal-spend' | 'flat';

/** What {@link maximiseLikelihood} found. */
export type LikelihoodFit = {
  /** The parameters themselves, not their logarithms. */
  parameters: Float64Array;
  /** The log-likelihood there, without the penalty. */
  logLikelihood: number;
  converged: boolean;
  iterations: number;
  /** Asymptotic, by the delta method from the Hessian; `undefined` where not converged. */
  standardErrors: number[] | undefined;
};

/**
 * Beyond e^±11 (some 60,000 times the natural scale) no amount of data that fits into memory
 * distinguishes a parameter from 0 or infinity.
 */
const FURTHEST = 11;

/**
 * Maximum likelihood over parameters that are positive except for the last `free` ones, by Newton's method
 * on the logarithms of the positive ones.
 *
 * @param evaluate log-likelihood, gradient and Hessian in the parameters themselves; it may be called with
 *   any positive parameters, and its arrays are changed
 * @param start the first guess
 * @param options.free how many trailing parameters may be of any sign (default 0)
 * @param options.penalty subtracts penalty·Σ(ln θ)² over positive parameters and penalty·Σθ² over
 *   free ones (default 0)
 * @throws RangeError when the log-likelihood is not finite at the start
 */
export function maximiseLikelihood(
  evaluate: (parameters: Float64Array) => Evaluation,
  start: Float64Array,
  options: { free?: number; penalty?: number } = {},
): LikelihoodFit {
  const { free = 0, penalty = 0 } = options;
  const size = start.length;
  const positive = size - free;
  const natural = (point: Float64Array): Float64Array =>
    point.map((coordinate, i) => (i < positive ? Math.exp(coordinate) : coordinate));
  const penaltyAt = (point: Float64Array): number =>
    penalty * point.reduce((sum, coordinate) => sum + coordinate * coordinate, 0);

  const onOptimiserScale = (point: Float64Array): Evaluation => {
    const parameters = natural(point);
    const { value, gradient, hessian } = evaluate(parameters);
    // d/d ln θ = θ·d/dθ, for each index of a positive parameter.
    for (let i = 0; i < size; i++) {
      const scaleRow = i < positive ? parameters[i]! : 1;
      for (let j = 0; j < size; j++) {
        hessian[i * size + j]! *= scaleRow * (j < positive ? parameters[j]! : 1);
      }
      gradient[i]! *= scaleRow;
      if (i < positive) hessian[i * size + i]! += gradient[i]!;
      gradient[i]! -= 2 * penalty * point[i]!;
      hessian[i * size + i]! -= 2 * penalty;
    }
    return { value: value - penaltyAt(point), gradient, hessian };
  };

  const origin = start.map((parameter, i) => (i < positive ? Math.log(parameter) : parameter));
  const found = maximise(onOptimiserScale, origin, { limit: FURTHEST });
  const parameters = natural(found.point);
  const { covariance } = found;
  return {
    parameters,
    logLikelihood: found.value + penaltyAt(found.point),
    converged: found.converged,
    iterations: found.iterations,
    standardErrors:
      found.converged && covariance
        ? Array.from(parameters, (parameter, i) => {
            const deviation = Math.sqrt(covariance[i * size + i]!);
            return i < positive ? parameter * deviation : deviation;
          })
        : undefined,
  };
}

/**
 * Checks a penalty.
 *
 * @returns the penalty
 * @throws RangeError when it is not a finite number ≥ 0
 */
export function checkPenalty(penalty: number): number {
  if (Number.isFinite(penalty) && penalty >= 0) return penalty;
  throw new RangeError(`The penalty is ${penalty}; give a finite number, 0 or more.`);
}
