import { choleskyFactor, choleskyInvert, choleskySolve } from './matrices.ts';

/** A function at a point: its value, gradient and Hessian (row-major). */
export type Evaluation = { value: number; gradient: Float64Array; hessian: Float64Array };

/** What {@link maximise} found: a point, and the value of the function there. */
export type Maximum = {
  point: Float64Array;
  value: number;
  /** True when the last Newton step was negligible and no coordinate is at the limit. */
  converged: boolean;
  /** Evaluations of the function. */
  iterations: number;
  /**
   * The inverse of the negative Hessian at the point, row-major: the asymptotic covariance when the
   * function is a log-likelihood. Absent where the Hessian is not negative definite.
   */
  covariance?: Float64Array;
};

/** A step no longer than this in any coordinate counts as no step. */
const NEGLIGIBLE_STEP = 1e-9;
const LONGEST_STEP = 2;

/**
 * The maximum of a smooth function by Newton's method, damped as Levenberg and Marquardt do (the
 * Hessian's diagonal is increased until a step raises the value), inside the box |coordinate| ≤ limit.
 * Meant for parameters on a log scale, where a step of 1 is a large one.
 *
 * @param evaluate value, gradient and Hessian at a point; a value that is not finite is a step too far
 * @param start the first point; its value must be finite
 * @param options.limit how far from 0 a coordinate may go (default 16)
 * @param options.maxIterations evaluations allowed (default 200)
 * @throws RangeError when the function is not finite at the start
 */
export function maximise(
  evaluate: (point: Float64Array) => Evaluation,
  start: Float64Array,
  options: { limit?: number; maxIterations?: number } = {},
): Maximum {
  const { limit = 16, maxIterations = 200 } = options;
  const size = start.length;
  let point = Float64Array.from(start);
  let here = evaluate(point);
  if (!Number.isFinite(here.value)) {
    throw new RangeError('The function to maximise is not finite at the starting point.');
  }
  let iterations = 1;
  let damping = 1e-3;
  let settled = false;

  while (iterations < maxIterations) {
    const step = dampedStep(here, point, damping, limit);
    if (!step) {
      damping = Math.max(damping * 4, 1e-3);
      if (damping > 1e12) break;
      continue;
    }
    const candidate = new Float64Array(size);
    let longest = 0;
    let gain = 0;
    for (let i = 0; i < size; i++) {
      candidate[i] = Math.min(limit, Math.max(-limit, point[i]! + step[i]!));
      longest = Math.max(longest, Math.abs(candidate[i]! - point[i]!));
      gain += here.gradient[i]! * step[i]!;
    }
    if (longest === 0) {
      settled = true;
      break;
    }
    const there = evaluate(candidate);
    iterations += 1;
    // Near the top the gain drowns in rounding; the gradient still points true, the value does not.
    const belowRounding = gain < 1e-11 * (1 + Math.abs(here.value));
    const slack = belowRounding ? 1e-12 * (1 + Math.abs(here.value)) : 0;
    if (there.value >= here.value - slack) {
      point = candidate;
      here = there;
      damping = damping < 1e-7 ? 0 : damping * 0.1;
      if (longest < NEGLIGIBLE_STEP && damping < 1e-3) {
        settled = true;
        break;
      }
    } else {
      if (longest < NEGLIGIBLE_STEP) {
        settled = true;
        break;
      }
      damping = Math.max(damping * 8, 1e-3);
    }
  }

  const negative = Float64Array.from(here.hessian, (entry) => -entry);
  const factor = choleskyFactor(negative, size);
  const inside = point.every((coordinate) => Math.abs(coordinate) < limit);
  return {
    point,
    value: here.value,
    converged: settled && inside && factor !== undefined,
    iterations,
    ...(factor ? { covariance: choleskyInvert(factor, size) } : {}),
  };
}

/** Solves (−H + damping·|diag H|)·step = gradient, with coordinates that press against the box fixed. */
function dampedStep(
  here: Evaluation,
  point: Float64Array,
  damping: number,
  limit: number,
): Float64Array | undefined {
  const size = point.length;
  const matrix = new Float64Array(size * size);
  const right = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const slope = here.gradient[i]!;
    const held = Math.abs(point[i]!) >= limit && Math.sign(slope) === Math.sign(point[i]!);
    if (held) {
      matrix[i * size + i] = 1;
      continue;
    }
    right[i] = slope;
    for (let j = 0; j < i; j++) {
      const other = Math.abs(point[j]!) >= limit && right[j] === 0;
      matrix[i * size + j] = other ? 0 : -here.hessian[i * size + j]!;
    }
    const curvature = here.hessian[i * size + i]!;
    matrix[i * size + i] = -curvature + damping * Math.max(Math.abs(curvature), 1e-12);
  }
  const factor = choleskyFactor(matrix, size);
  if (!factor) return undefined;
  const step = choleskySolve(factor, size, right);
  let longest = 0;
  for (const move of step) longest = Math.max(longest, Math.abs(move));
  if (!Number.isFinite(longest)) return undefined;
  if (longest > LONGEST_STEP) {
    for (let i = 0; i < size; i++) step[i] = (step[i]! * LONGEST_STEP) / longest;
  }
  return step;
}
