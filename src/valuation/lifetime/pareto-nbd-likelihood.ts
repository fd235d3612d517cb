import type { Evaluation } from '../numeric/optimiser.ts';
import { logistic, logRising, softplus } from '../numeric/special-functions.ts';
import type { AggregatedHistories } from './aggregated-histories.ts';
import { type DepartureIntegral, departureIntegral } from './pareto-nbd-integral.ts';

/**
 * The log-likelihood of the Pareto/NBD model with gradient and Hessian (4 × 4, row-major).
 *
 * @param parameters r, alpha, s, beta, all > 0, times in the unit of the histories
 */
export function paretoNbdLikelihood(
  histories: AggregatedHistories,
  parameters: Float64Array,
): Evaluation {
  const [r = 0] = parameters;
  const { counts, starts, tx, T, weight } = histories;
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
 * Adds the log-likelihood of one history, without the rising factorial of its count, to sums: that of being
 * alive at T, and ln(1 + e^ω) for the log-odds ω of having left before. ω is the logarithm of an integral,
 * so its derivatives are means and covariances over the time of leaving.
 *
 * @param sums receives the value, the gradient and the upper triangle of the Hessian
 * @param integral scratch, so that nothing is allocated for each history
 * @param parameters r, alpha, s, beta, all > 0
 * @param weight how many customers have this history
 */
export function addHistory(
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
