import type { Evaluation } from '../numeric/optimiser.ts';
import { logRising } from '../numeric/special-functions.ts';
import { type AggregatedHistories, purchaseRate } from './aggregated-histories.ts';
import { type LikelihoodFit, maximiseLikelihood } from './maximum-likelihood.ts';

/**
 * Fits the NBD model (Ehrenberg 1959): purchases are Poisson with a rate that is gamma(r, alpha)
 * over customers, and nobody ever leaves. It is the limit of BG/NBD for a → 0 and of Pareto/NBD for
 * s → 0, and what they fall back to where the data shows no departures.
 *
 * @returns parameters r and alpha, times in the unit of the histories
 */
export function fitWithoutDropout(histories: AggregatedHistories): LikelihoodFit {
  const start = Float64Array.of(1, 1 / purchaseRate(histories));
  return maximiseLikelihood((parameters) => evaluate(histories, parameters), start);
}

function evaluate(histories: AggregatedHistories, parameters: Float64Array): Evaluation {
  const [r = 0, alpha = 0] = parameters;
  const { counts, starts, T, weight } = histories;
  let value = 0;
  const gradient = new Float64Array(2);
  const hessian = new Float64Array(4);
  for (let group = 0; group < counts.length; group++) {
    const x = counts[group]!;
    let customers = 0;
    for (let row = starts[group]!; row < starts[group + 1]!; row++) {
      const w = weight[row]!;
      const inverse = 1 / (alpha + T[row]!);
      const share = Math.log1p(T[row]! / alpha);
      customers += w;
      value -= w * (r * share + x * Math.log(alpha + T[row]!));
      gradient[0]! -= w * share;
      gradient[1]! += w * (r / alpha - (r + x) * inverse);
      hessian[1]! += w * (1 / alpha - inverse);
      hessian[3]! += w * ((r + x) * inverse * inverse - r / (alpha * alpha));
    }
    const rising = logRising(r, x);
    value += customers * rising.value;
    gradient[0]! += customers * rising.slope;
    hessian[0]! += customers * rising.curvature;
  }
  hessian[2] = hessian[1]!;
  return { value, gradient, hessian };
}
