import type { Evaluation } from '../numeric/optimiser.ts';
import { type Boundary, maximiseLikelihood } from './maximum-likelihood.ts';

/**
 * A fitted shifted beta-geometric model: in each period a customer leaves with a constant probability,
 * which is beta(alpha, beta) over customers. Plain data: it serialises to JSON.
 */
export type ShiftedBetaGeometricModel = {
  kind: 'shifted-beta-geometric';
  alpha: number;
  beta: number;
  /** Of the cohort as given. */
  logLikelihood: number;
  /** False where the likelihood has no maximum inside the parameters' range; `boundary` then says why. */
  converged: boolean;
  iterations: number;
  /** Asymptotic standard errors; absent where not converged. */
  standardErrors?: { alpha: number; beta: number };
  boundary?: Boundary;
};

/**
 * Fits the shifted beta-geometric model of Fader and Hardie (2007), "How to Project Customer
 * Retention", Journal of Interactive Marketing 21(1), by maximum likelihood.
 *
 * @param cohort.survivors customers of one cohort that remain at the end of each period; `survivors[0]` is
 *   the cohort's size, and no later entry is larger than the one before. The entries need not be
 *   whole: percentages will do, but then the standard errors are those of a cohort of 100
 * @throws RangeError that names the first invalid entry
 */
export function fitShiftedBetaGeometric(cohort: {
  survivors: ArrayLike<number>;
}): ShiftedBetaGeometricModel {
  const survivors = Float64Array.from(cohort.survivors);
  const size = survivors[0];
  if (size === undefined || survivors.length < 2) {
    throw new RangeError('Give the cohort size and the survivors of at least one period.');
  }
  survivors.forEach((left, period) => {
    const before = period === 0 ? Number.MAX_VALUE : survivors[period - 1]!;
    if (!(Number.isFinite(left) && left >= 0 && left <= before && size > 0)) {
      throw new RangeError(
        `Entry ${period}, field survivors: found ${left}, expected a number from 0 to ${period === 0 ? 'a finite cohort size above 0' : before}.`,
      );
    }
  });
  const atRisk = survivors.subarray(0, -1);
  return fitHazards(
    atRisk,
    atRisk.map((remain, period) => remain - survivors[period + 1]!),
  );
}

/**
 * Fits the same model to customers who joined at different times, or whom the records know from some later period on: by
 * tenure, how many were there at the start of a period and how many left in it. The likelihood is the same, whether
 * those of each tenure are one cohort or many (what happened before a customer was seen is conditioned on).
 *
 * @param table.atRisk by periods since joining, from 0: customers × periods at whose start they were there, ≥ 0
 * @param table.left how many of them left before the period's end, from 0 to `atRisk`
 * @throws RangeError that names the first invalid entry
 */
export function fitRetentionByTenure(table: {
  atRisk: ArrayLike<number>;
  left: ArrayLike<number>;
}): ShiftedBetaGeometricModel {
  const atRisk = Float64Array.from(table.atRisk);
  const left = Float64Array.from(table.left);
  if (atRisk.length !== left.length) {
    throw new RangeError(
      `There are ${atRisk.length} periods at risk and ${left.length} in which customers left.`,
    );
  }
  atRisk.forEach((there, period) => {
    if (!(Number.isFinite(there) && there >= 0)) {
      throw new RangeError(`Entry ${period}, field atRisk: found ${there}, expected 0 or more.`);
    }
    const gone = left[period]!;
    if (!(gone >= 0 && gone <= there)) {
      throw new RangeError(
        `Entry ${period}, field left: found ${gone}, expected a number from 0 to ${there}.`,
      );
    }
  });
  return fitHazards(atRisk, left);
}

function fitHazards(atRisk: Float64Array, left: Float64Array): ShiftedBetaGeometricModel {
  if (left.every((gone) => gone === 0)) {
    return {
      kind: 'shifted-beta-geometric',
      alpha: 0,
      beta: 1,
      logLikelihood: 0,
      converged: false,
      iterations: 0,
      boundary: 'no-dropout',
    };
  }
  const fit = maximiseLikelihood(
    (parameters) => evaluate(atRisk, left, parameters),
    Float64Array.of(1, 1),
  );
  const [alpha = 0, beta = 0] = fit.parameters;
  const errors = fit.standardErrors;
  const [errorAlpha = 0, errorBeta = 0] = errors ?? [];
  return {
    kind: 'shifted-beta-geometric',
    alpha,
    beta,
    logLikelihood: fit.logLikelihood,
    converged: fit.converged,
    iterations: fit.iterations,
    ...(errors
      ? { standardErrors: { alpha: errorAlpha, beta: errorBeta } }
      : { boundary: alpha + beta > 1e3 ? 'equal-dropout' : 'flat' }),
  };
}

/**
 * The share of a cohort that remains at the end of each period, by eq. 6 of the paper:
 * S(t) = S(t − 1)·(beta + t − 1) / (alpha + beta + t − 1).
 *
 * @param periods how many periods to project, a whole number ≥ 0
 * @returns `periods` + 1 shares; the first is 1, for the cohort's start
 */
export function survivalCurve(
  model: Pick<ShiftedBetaGeometricModel, 'alpha' | 'beta'>,
  periods: number,
): Float64Array {
  const curve = new Float64Array(periods + 1);
  curve[0] = 1;
  for (let period = 1; period <= periods; period++) {
    const stays = model.beta + period - 1;
    curve[period] = (curve[period - 1]! * stays) / (model.alpha + stays);
  }
  return curve;
}

/**
 * Each period's hazard is alpha / (alpha + beta + t − 1); a customer at risk in period t either
 * leaves with it or stays.
 */
function evaluate(
  atRiskOf: Float64Array,
  leftOf: Float64Array,
  parameters: Float64Array,
): Evaluation {
  const [alpha = 0, beta = 0] = parameters;
  let value = 0;
  const gradient = new Float64Array(2);
  const hessian = new Float64Array(4);
  for (let period = 0; period < atRiskOf.length; period++) {
    const atRisk = atRiskOf[period]!;
    if (atRisk === 0) continue;
    const left = leftOf[period]!;
    const stayed = atRisk - left;
    const stays = beta + period;
    const all = alpha + stays;
    const curvature = atRisk / (all * all);
    value += left * Math.log(alpha / all) + stayed * Math.log(stays / all);
    gradient[0]! += left / alpha - atRisk / all;
    gradient[1]! += stayed / stays - atRisk / all;
    hessian[0]! += curvature - left / (alpha * alpha);
    hessian[1]! += curvature;
    hessian[2]! += curvature;
    hessian[3]! += curvature - stayed / (stays * stays);
  }
  return { value, gradient, hessian };
}
