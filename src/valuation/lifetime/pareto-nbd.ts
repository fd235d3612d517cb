import type { Evaluation } from '../numeric/optimiser.ts';
import { logistic, logRising, softplus } from '../numeric/special-functions.ts';
import {
  type Boundary,
  checkPenalty,
  type LikelihoodFit,
  maximiseLikelihood,
} from './maximum-likelihood.ts';
import { type DepartureIntegral, departureIntegral } from './pareto-nbd-integral.ts';
import {
  checkRfm,
  type FoldedRfm,
  foldRfm,
  purchaseRate,
  type Rfm,
  repeatPurchases,
} from './rfm.ts';
import { fitWithoutDropout } from './without-dropout.ts';

/**
 * A fitted Pareto/NBD model. A customer who is alive buys at a constant rate, which is
 * gamma(r, alpha) over customers, and leaves at a constant rate, which is gamma(s, beta) over customers.
 * Plain data: it serialises to JSON.
 */
export type ParetoNbdModel = {
  kind: 'pareto-nbd';
  r: number;
  /** In the caller's unit of time, as is `beta`. */
  alpha: number;
  /** 0 where nobody is seen to leave. */
  s: number;
  beta: number;
  /** Of the data as given, times in the caller's unit, without the penalty. */
  logLikelihood: number;
  /** False where the likelihood has no maximum inside; `boundary` then says what the data asks for. */
  converged: boolean;
  iterations: number;
  /** Asymptotic standard errors; absent where not converged. */
  standardErrors?: { r: number; alpha: number; s: number; beta: number };
  boundary?: Boundary;
};

/**
 * Fits the Pareto/NBD model of Schmittlein, Morrison and Colombo (1987), "Counting Your Customers",
 * Management Science 33(1), by maximum likelihood: Newton's method on the logarithms of the
 * parameters, every distinct history computed once. A customer who never came back is not surely
 * alive under this model.
 *
 * Where nobody is seen to leave, the fit falls back to the same model without dropout (s = 0,
 * beta = 1) and says `boundary: 'no-dropout'`.
 *
 * @param rfm one row a customer
 * @param options.penalty λ ≥ 0, default 0: takes λ·Σ(ln θ)² from the mean log-likelihood of a
 *   customer, alpha and beta counted in mean ages; draws the parameters towards 1
 * @throws RangeError for a wrong row (named with its field), no row at all, or a wrong penalty
 */
export function fitParetoNbd(rfm: Rfm, options: { penalty?: number } = {}): ParetoNbdModel {
  const penalty = checkPenalty(options.penalty ?? 0);
  checkRfm(rfm);
  const folded = foldRfm(rfm);
  const fit = maximiseLikelihood(
    (parameters) => evaluate(folded, parameters),
    Float64Array.of(1, 1 / purchaseRate(folded), 1, 1),
    { penalty: penalty * folded.totalWeight },
  );
  if (!fit.converged && penalty === 0) {
    const simple = fitWithoutDropout(folded);
    if (simple.logLikelihood >= fit.logLikelihood - 1e-3) {
      const [r = 0, alpha = 0] = simple.parameters;
      const parameters = Float64Array.of(r, alpha, 0, 1 / folded.unit);
      return described(folded, { ...simple, parameters });
    }
  }
  return described(folded, fit);
}

function described(folded: FoldedRfm, fit: LikelihoodFit): ParetoNbdModel {
  const [r = 0, alpha = 0, s = 0, beta = 0] = fit.parameters;
  const { unit } = folded;
  const converged = fit.converged && s > 0;
  const [errorR = 0, errorAlpha = 0, errorS = 0, errorBeta = 0] = fit.standardErrors ?? [];
  return {
    kind: 'pareto-nbd',
    r,
    alpha: alpha * unit,
    s,
    beta: beta * unit,
    logLikelihood: fit.logLikelihood - repeatPurchases(folded) * Math.log(unit),
    converged,
    iterations: fit.iterations,
    ...(converged
      ? {
          standardErrors: {
            r: errorR,
            alpha: errorAlpha * unit,
            s: errorS,
            beta: errorBeta * unit,
          },
        }
      : { boundary: boundaryOf(folded, r, s) }),
  };
}

function boundaryOf(folded: FoldedRfm, r: number, s: number): Boundary {
  if (repeatPurchases(folded) === 0) return 'flat';
  if (s === 0) return 'no-dropout';
  if (r > 1e4) return 'equal-rates';
  if (s > 1e4) return 'equal-dropout';
  return 'flat';
}

/** The log-likelihood in (r, alpha, s, beta) with gradient and Hessian. */
function evaluate(folded: FoldedRfm, parameters: Float64Array): Evaluation {
  const [r = 0] = parameters;
  const { counts, starts, tx, T, weight } = folded;
  const sums: Evaluation = {
    value: 0,
    gradient: new Float64Array(4),
    hessian: new Float64Array(16),
  };
  const integral: DepartureIntegral = { logOdds: 0, moments: new Float64Array(14) };
  for (let group = 0; group < counts.length; group++) {
    const x = counts[group]!;
    let customers = 0;
    for (let row = starts[group]!; row < starts[group + 1]!; row++) {
      customers += weight[row]!;
      addHistory(sums, integral, parameters, x, tx[row]!, T[row]!, weight[row]!);
    }
    const rising = logRising(r, x);
    sums.value += customers * rising.value;
    sums.gradient[0]! += customers * rising.slope;
    sums.hessian[0]! += customers * rising.curvature;
  }
  for (let i = 0; i < 4; i++) {
    for (let j = 0; j < i; j++) sums.hessian[i * 4 + j] = sums.hessian[j * 4 + i]!;
  }
  return sums;
}

/**
 * Adds one history, the rising factorial of its count left out: alive at T, and the odds ω of having
 * left before, as ln(1 + e^ω). ω is the logarithm of an integral, so its derivatives are means and
 * covariances over the time of leaving.
 */
function addHistory(
  sums: Evaluation,
  integral: DepartureIntegral,
  parameters: Float64Array,
  x: number,
  tx: number,
  T: number,
  weight: number,
): void {
  const { gradient, hessian } = sums;
  const r = parameters[0]!;
  const alpha = parameters[1]!;
  const s = parameters[2]!;
  const beta = parameters[3]!;
  const shape = r + x;
  const inverseAlpha = 1 / (alpha + T);
  const inverseBeta = 1 / (beta + T);
  const purchasing = Math.log1p(T / alpha);
  const staying = Math.log1p(T / beta);
  sums.value -= weight * (r * purchasing + x * Math.log(alpha + T) + s * staying);
  gradient[0]! -= weight * purchasing;
  gradient[1]! += weight * (r / alpha - shape * inverseAlpha);
  gradient[2]! -= weight * staying;
  gradient[3]! += weight * s * (1 / beta - inverseBeta);
  hessian[1]! += weight * (1 / alpha - inverseAlpha);
  hessian[5]! += weight * (shape * inverseAlpha ** 2 - r / alpha ** 2);
  hessian[11]! += weight * (1 / beta - inverseBeta);
  hessian[15]! += weight * s * (inverseBeta ** 2 - 1 / beta ** 2);

  departureIntegral({ shape, alpha, s, beta }, tx, T, integral, true);
  if (integral.logOdds === Number.NEGATIVE_INFINITY) return;
  const m = integral.moments;
  const u = m[0]!;
  const v = m[1]!;
  const w = m[2]!;
  const z = m[3]!;
  const left = logistic(integral.logOdds);
  const unsure = left * (1 - left);
  const oR = u;
  const oAlpha = shape * (inverseAlpha - v);
  const oS = w + 1 / s;
  const oBeta = s * inverseBeta - (s + 1) * z;
  sums.value += weight * softplus(integral.logOdds);
  gradient[0]! += weight * left * oR;
  gradient[1]! += weight * left * oAlpha;
  gradient[2]! += weight * left * oS;
  gradient[3]! += weight * left * oBeta;
  const add = (place: number, second: number, product: number): void => {
    hessian[place]! += weight * (left * second + unsure * product);
  };
  const varV = m[8]! - v * v;
  const varZ = m[13]! - z * z;
  add(0, m[4]! - u * u, oR * oR);
  add(1, inverseAlpha - v - shape * (m[5]! - u * v), oR * oAlpha);
  add(2, m[6]! - u * w, oR * oS);
  add(3, -(s + 1) * (m[7]! - u * z), oR * oBeta);
  add(5, shape * (m[8]! - inverseAlpha ** 2) + shape * shape * varV, oAlpha * oAlpha);
  add(6, -shape * (m[9]! - v * w), oAlpha * oS);
  add(7, shape * (s + 1) * (m[10]! - v * z), oAlpha * oBeta);
  add(10, m[11]! - w * w - 1 / s ** 2, oS * oS);
  add(11, inverseBeta - z - (s + 1) * (m[12]! - w * z), oS * oBeta);
  add(15, (s + 1) * m[13]! - s * inverseBeta ** 2 + (s + 1) ** 2 * varZ, oBeta * oBeta);
}
