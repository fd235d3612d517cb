import type { Evaluation } from '../numeric/optimiser.ts';
import { logRising } from '../numeric/special-functions.ts';
import {
  type AggregatedHistories,
  aggregateHistories,
  purchaseRate,
  repeatPurchases,
} from './aggregated-histories.ts';
import { type Boundary, type LikelihoodFit, maximiseLikelihood } from './maximum-likelihood.ts';
import { checkRfm, type Rfm } from './rfm.ts';

/**
 * A fitted NBD model. A customer buys at a constant rate, which is gamma(r, alpha) over customers, and never leaves.
 * Plain data: it serialises to JSON.
 */
export type NbdModel = {
  kind: 'nbd';
  r: number;
  /** In the caller's unit of time. */
  alpha: number;
  /** Of the data as given, at r and alpha, with times in the caller's unit, without the penalty. */
  logLikelihood: number;
  /** Of the same data where all customers buy at one rate. */
  equalRatesLogLikelihood: number;
  /** False where the likelihood has no maximum inside the parameters' range; `boundary` then says why. */
  converged: boolean;
  iterations: number;
  /** Asymptotic standard errors; absent where not converged. */
  standardErrors?: { r: number; alpha: number };
  /** `equal-rates`: customers differ by no more than chance makes them; `flat`: nobody came back. */
  boundary?: Boundary;
};

/**
 * Fits the NBD model of Ehrenberg (1959), "The Pattern of Consumer Purchases", Applied Statistics 8(1), to the repeat
 * purchases of customers of unlike ages, by maximum likelihood: it is the limit of BG/NBD for a → 0 and of Pareto/NBD for
 * s → 0. The rate of a customer, given the history, is gamma(r + x, alpha + T), so that (r + x) / (alpha + T) · t purchases
 * are expected within t.
 *
 * Where customers differ by no more than chance makes them, the likelihood keeps rising towards equal rates (r → ∞),
 * which would tell nobody from anybody. The fit then adds −½ ln r, the logarithm of the rates' coefficient of variation, to
 * the log-likelihood, which holds that variation off 0 by about one standard error (Chung, Rabe-Hesketh, Dorie, Gelman and
 * Liu 2013, "A Nondegenerate Penalized Likelihood Estimator for Variance Parameters in Multilevel Models", Psychometrika
 * 78(4)), and reports `boundary: 'equal-rates'`.
 *
 * @param rfm one row a customer; recency does not count
 * @throws RangeError for an invalid row (named with its field), or covariates
 */
export function fitNbd(rfm: Rfm): NbdModel {
  checkRfm(rfm);
  if (rfm.covariates) {
    throw new RangeError('NBD takes no covariates; leave them out or fit Pareto/NBD.');
  }
  const histories = aggregateHistories(rfm);
  const best = fitWithoutDropout(histories);
  const isFlat = repeatPurchases(histories) === 0;
  const fit = best.converged || isFlat ? best : fitOffEqualRates(histories);
  const { unit } = histories;
  const [r = 0, alpha = 0] = fit.parameters;
  const [errorR = 0, errorAlpha = 0] = fit.standardErrors ?? [];
  return {
    kind: 'nbd',
    r,
    alpha: alpha * unit,
    logLikelihood: fit.logLikelihood - repeatPurchases(histories) * Math.log(unit),
    equalRatesLogLikelihood: atOneRate(rfm),
    converged: best.converged,
    iterations: fit === best ? best.iterations : best.iterations + fit.iterations,
    ...(best.converged
      ? { standardErrors: { r: errorR, alpha: errorAlpha * unit } }
      : { boundary: isFlat ? 'flat' : 'equal-rates' }),
  };
}

/** Half the 5 % point of the likelihood ratio for a variance of 0, which is at the bound of its range (Self and Liang 1987). */
const telling = 2.706 / 2;

/** Whether customers differ in how often they buy by more than chance makes them, at a level of 5 %. */
export const ratesDiffer = ({ logLikelihood, equalRatesLogLikelihood }: NbdModel): boolean =>
  logLikelihood - equalRatesLogLikelihood > telling;

/** The log-likelihood of the best rate for everybody: their purchases over their ages. */
function atOneRate({ x, T, weight }: Rfm): number {
  let purchases = 0;
  let age = 0;
  for (let row = 0; row < x.length; row++) {
    const w = weight ? weight[row]! : 1;
    purchases += w * x[row]!;
    age += w * T[row]!;
  }
  return purchases === 0 ? 0 : purchases * (Math.log(purchases / age) - 1);
}

/**
 * Expected transactions of every customer within each horizon from now, given the history: (r + x) / (alpha + T) · t, passed on
 * row by row so that no table of rows × horizons is kept.
 *
 * @param horizons times from now, ≥ 0, in the unit of `rfm`
 * @param rfm a table that `checkRfm` has passed, in the unit of the fit
 * @param take receives a customer's expected transactions at each horizon; the array is reused
 */
export function nbdConditionalExpectation(
  { r, alpha }: NbdModel,
  horizons: Float64Array,
  { x, T }: Rfm,
  take: (row: number, expected: Float64Array) => void,
): void {
  const expected = new Float64Array(horizons.length);
  for (let row = 0; row < x.length; row++) {
    const rate = (r + x[row]!) / (alpha + T[row]!);
    for (let i = 0; i < horizons.length; i++) expected[i] = rate * horizons[i]!;
    take(row, expected);
  }
}

/**
 * Fits the NBD model by maximum likelihood alone.
 *
 * @returns parameters r and alpha, times in the unit of the histories
 */
export function fitWithoutDropout(histories: AggregatedHistories): LikelihoodFit {
  return maximiseLikelihood((parameters) => evaluate(histories, parameters), startOf(histories));
}

/** The same with −½ ln r added to the log-likelihood, which it gives without. */
function fitOffEqualRates(histories: AggregatedHistories): LikelihoodFit {
  const fit = maximiseLikelihood((parameters) => {
    const [r = 0] = parameters;
    const { value, gradient, hessian } = evaluate(histories, parameters);
    gradient[0]! -= 0.5 / r;
    hessian[0]! += 0.5 / (r * r);
    return { value: value - 0.5 * Math.log(r), gradient, hessian };
  }, startOf(histories));
  const [r = 0] = fit.parameters;
  return { ...fit, logLikelihood: fit.logLikelihood + 0.5 * Math.log(r) };
}

const startOf = (histories: AggregatedHistories) => Float64Array.of(1, 1 / purchaseRate(histories));

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
