import type { Evaluation } from '../numeric/optimiser.ts';
import { logRising } from '../numeric/special-functions.ts';
import { maximiseLikelihood } from './maximum-likelihood.ts';
import type { DepartureIntegral } from './pareto-nbd-integral.ts';
import { addHistory } from './pareto-nbd-likelihood.ts';
import type { ParetoNbdModel } from './pareto-nbd-model.ts';
import type { Covariates, Rfm } from './rfm.ts';

/**
 * Fits the effects of covariates together with the four parameters, starting from the fit without
 * covariates.
 *
 * @param rfm a table that `checkRfm` has passed
 * @param plain the fit without covariates, converged
 * @param penalty λ ≥ 0, as in `fitParetoNbd`
 */
export function fitWithCovariates(
  rfm: Rfm,
  covariates: Covariates,
  plain: ParetoNbdModel,
  penalty: number,
): ParetoNbdModel {
  const { names } = covariates;
  const size = 4 + 2 * names.length;
  const unit = plain.alpha / plain.r;
  const start = new Float64Array(size);
  start.set([plain.r, plain.alpha / unit, plain.s, plain.beta / unit].map(Math.log));
  let purchases = 0;
  let customers = 0;
  rfm.x.forEach((count, row) => {
    const weight = rfm.weight?.[row] ?? 1;
    purchases += weight * count;
    customers += weight;
  });
  const fit = maximiseLikelihood((point) => evaluate(rfm, covariates, unit, point), start, {
    free: size,
    penalty: penalty * customers,
  });
  const [r = 0, alpha = 0, s = 0, beta = 0] = fit.parameters.slice(0, 4).map(Math.exp);
  const errors = fit.standardErrors;
  const [errorR = 0, errorAlpha = 0, errorS = 0, errorBeta = 0] = errors ?? [];
  const effect = (place: number): number => fit.parameters[place]!;
  return {
    kind: 'pareto-nbd',
    r,
    alpha: alpha * unit,
    s,
    beta: beta * unit,
    logLikelihood: fit.logLikelihood - purchases * Math.log(unit),
    converged: fit.converged,
    iterations: plain.iterations + fit.iterations,
    ...(errors
      ? {
          standardErrors: {
            r: r * errorR,
            alpha: alpha * unit * errorAlpha,
            s: s * errorS,
            beta: beta * unit * errorBeta,
          },
        }
      : { boundary: 'flat' }),
    covariates: names.map((name, i) => ({
      name,
      purchasing: effect(4 + i),
      leaving: effect(4 + names.length + i),
      ...(errors
        ? {
            standardErrors: {
              purchasing: errors[4 + i] ?? 0,
              leaving: errors[4 + names.length + i] ?? 0,
            },
          }
        : {}),
    })),
  };
}

/** A customer's own alpha and beta: those of the model, scaled by the customer's covariates. */
export function ownScales(
  model: Pick<ParetoNbdModel, 'alpha' | 'beta' | 'covariates'>,
  covariates: Covariates | undefined,
  row: number,
): { alpha: number; beta: number } {
  if (!model.covariates || !covariates) return model;
  let purchasing = 0;
  let leaving = 0;
  model.covariates.forEach((effect, i) => {
    const value = covariates.values[row * covariates.names.length + i]!;
    purchasing += effect.purchasing * value;
    leaving += effect.leaving * value;
  });
  return { alpha: model.alpha * Math.exp(-purchasing), beta: model.beta * Math.exp(-leaving) };
}

/**
 * The log-likelihood in (ln r, ln alpha, ln s, ln beta, γ…, δ…). A customer's ln alpha and ln beta are
 * linear in these, so each customer's derivatives are carried over by that linear map.
 */
function evaluate(
  { x, tx, T, weight }: Rfm,
  { names, values }: Covariates,
  unit: number,
  point: Float64Array,
): Evaluation {
  const count = names.length;
  const size = point.length;
  const total: Evaluation = {
    value: 0,
    gradient: new Float64Array(size),
    hessian: new Float64Array(size * size),
  };
  const one: Evaluation = {
    value: 0,
    gradient: new Float64Array(4),
    hessian: new Float64Array(16),
  };
  const integral: DepartureIntegral = { logOdds: 0, moments: new Float64Array(14) };
  const own = new Float64Array(4);
  // For each coordinate of the point, which of the four parameters depends on it and with what derivative.
  const parameterOf = Int32Array.from(point, (_, i) => (i < 4 ? i : i < 4 + count ? 1 : 3));
  const derivative = new Float64Array(size).fill(1);
  for (let row = 0; row < x.length; row++) {
    const w = weight?.[row] ?? 1;
    if (w === 0) continue;
    own.set(point.subarray(0, 4));
    for (let i = 0; i < count; i++) {
      const value = values[row * count + i]!;
      derivative[4 + i] = -value;
      derivative[4 + count + i] = -value;
      own[1]! -= value * point[4 + i]!;
      own[3]! -= value * point[4 + count + i]!;
    }
    for (let i = 0; i < 4; i++) own[i] = Math.exp(own[i]!);
    one.gradient.fill(0);
    one.hessian.fill(0);
    const rising = logRising(own[0]!, x[row]!);
    one.value = w * rising.value;
    one.gradient[0] = w * rising.slope;
    one.hessian[0] = w * rising.curvature;
    const recency = x[row] === 0 ? 0 : tx[row]! / unit;
    addHistory(one, integral, own, x[row]!, recency, T[row]! / unit, w);
    total.value += one.value;
    for (let i = 0; i < size; i++) {
      const a = parameterOf[i]!;
      const slope = one.gradient[a]! * own[a]!;
      total.gradient[i]! += slope * derivative[i]!;
      for (let j = 0; j <= i; j++) {
        const b = parameterOf[j]!;
        const entry = one.hessian[a < b ? a * 4 + b : b * 4 + a]! * own[a]! * own[b]!;
        const second = (entry + (a === b ? slope : 0)) * derivative[i]! * derivative[j]!;
        total.hessian[i * size + j]! += second;
        if (i !== j) total.hessian[j * size + i]! += second;
      }
    }
  }
  return total;
}
