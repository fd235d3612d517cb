import type { Evaluation } from '../numeric/optimiser.ts';
import { logRising } from '../numeric/special-functions.ts';
import {
  type AggregatedHistories,
  aggregateHistories,
  purchaseRate,
  repeatPurchases,
} from './aggregated-histories.ts';
import {
  type Boundary,
  checkPenalty,
  type LikelihoodFit,
  maximiseLikelihood,
} from './maximum-likelihood.ts';
import { fitWithoutDropout } from './nbd.ts';
import { checkRfm, type Rfm } from './rfm.ts';

/**
 * A fitted BG/NBD model. A customer who is alive buys at a constant rate, which is gamma(r, alpha)
 * over customers; after a purchase a customer leaves with a probability that is beta(a, b) over
 * customers. Plain data: it serialises to JSON.
 */
export type BgNbdModel = {
  /**
   * `bg-nbd`: a customer can leave only after a repeat purchase, so one who never came back is alive
   * with certainty. `mbg-nbd`: a customer can also leave right after the first purchase.
   */
  kind: 'bg-nbd' | 'mbg-nbd';
  r: number;
  /** In the caller's unit of time. */
  alpha: number;
  /** 0 where the data shows no departures. */
  a: number;
  b: number;
  /** Of the data as given, with times in the caller's unit, without the penalty. */
  logLikelihood: number;
  /** False where the likelihood has no maximum inside the parameters' range; `boundary` then says why. */
  converged: boolean;
  iterations: number;
  /** Asymptotic standard errors; absent where not converged. */
  standardErrors?: { r: number; alpha: number; a: number; b: number };
  boundary?: Boundary;
};

/**
 * Fits the BG/NBD model of Fader, Hardie and Lee (2005), "Counting Your Customers the Easy Way",
 * Marketing Science 24(2), eq. 6, by maximum likelihood: Newton's method on the logarithms of the
 * parameters, with each distinct history computed once.
 *
 * Where the data shows no departures, the likelihood keeps rising towards a = 0. The fit then falls back
 * to the same model without dropout (a = 0, b = 1) and reports `boundary: 'no-dropout'`.
 *
 * @param rfm one row a customer
 * @param options.penalty λ ≥ 0, default 0: subtracts λ·Σ(ln θ)² from the mean log-likelihood of a
 *   customer, with alpha measured in mean ages; shrinks the parameters towards 1
 * @throws RangeError for an invalid row (named with its field), covariates, or an invalid penalty
 */
export function fitBgNbd(rfm: Rfm, options: { penalty?: number } = {}): BgNbdModel {
  return fitKind('bg-nbd', rfm, options);
}

/**
 * Fits the modified BG/NBD model (MBG/NBD) of Batislam, Denizel and Filiztekin (2007), "Empirical
 * Validation and Comparison of Models for Customer Base Analysis", Intl. Journal of Research in Marketing
 * 24(3), in which a customer may also leave right after the first purchase. It is fitted as
 * {@link fitBgNbd} fits, with the same options, fallback and errors.
 */
export function fitModifiedBgNbd(rfm: Rfm, options: { penalty?: number } = {}): BgNbdModel {
  return fitKind('mbg-nbd', rfm, options);
}

function fitKind(kind: BgNbdModel['kind'], rfm: Rfm, options: { penalty?: number }): BgNbdModel {
  const penalty = checkPenalty(options.penalty ?? 0);
  checkRfm(rfm);
  if (rfm.covariates) {
    throw new RangeError('BG/NBD takes no covariates; leave them out or fit Pareto/NBD.');
  }
  const histories = aggregateHistories(rfm);
  const extraTrials = kind === 'mbg-nbd' ? 1 : 0;
  const fit = maximiseLikelihood(
    (parameters) => evaluate(histories, extraTrials, parameters),
    Float64Array.of(1, 1 / purchaseRate(histories), 1, 2),
    { penalty: penalty * histories.totalWeight },
  );
  if (!fit.converged && penalty === 0) {
    const simple = fitWithoutDropout(histories);
    if (simple.logLikelihood >= fit.logLikelihood - 1e-3) {
      const [r = 0, alpha = 0] = simple.parameters;
      return toModel(kind, histories, { ...simple, parameters: Float64Array.of(r, alpha, 0, 1) });
    }
  }
  return toModel(kind, histories, fit);
}

function toModel(
  kind: BgNbdModel['kind'],
  histories: AggregatedHistories,
  fit: LikelihoodFit,
): BgNbdModel {
  const [r = 0, alpha = 0, a = 0, b = 0] = fit.parameters;
  const converged = fit.converged && a > 0;
  const [errorR = 0, errorAlpha = 0, errorA = 0, errorB = 0] = fit.standardErrors ?? [];
  return {
    kind,
    r,
    alpha: alpha * histories.unit,
    a,
    b,
    logLikelihood: fit.logLikelihood - repeatPurchases(histories) * Math.log(histories.unit),
    converged,
    iterations: fit.iterations,
    ...(converged
      ? { standardErrors: { r: errorR, alpha: errorAlpha * histories.unit, a: errorA, b: errorB } }
      : { boundary: boundaryOf(histories, r, a, b) }),
  };
}

function boundaryOf(histories: AggregatedHistories, r: number, a: number, b: number): Boundary {
  if (repeatPurchases(histories) === 0) return 'flat';
  if (a === 0) return 'no-dropout';
  if (r > 1e4) return 'equal-rates';
  if (a + b > 1e4) return 'equal-dropout';
  return 'flat';
}

/**
 * The log-likelihood in (r, alpha, a, b) with gradient and Hessian; each row's likelihood is a sum of
 * "still alive" and "left after the last purchase".
 *
 * @param extraTrials occasions to leave besides each repeat purchase: 0 in BG/NBD, 1 in MBG/NBD
 */
function evaluate(
  histories: AggregatedHistories,
  extraTrials: number,
  parameters: Float64Array,
): Evaluation {
  const [r = 0, alpha = 0, a = 0, b = 0] = parameters;
  const { counts, starts, tx, T, weight } = histories;
  let value = 0;
  let gR = 0;
  let gAlpha = 0;
  let gA = 0;
  let gB = 0;
  let hRR = 0;
  let hRAlpha = 0;
  let hRA = 0;
  let hRB = 0;
  let hAlphaAlpha = 0;
  let hAlphaA = 0;
  let hAlphaB = 0;
  let hAA = 0;
  let hAB = 0;
  let hBB = 0;
  for (let group = 0; group < counts.length; group++) {
    const x = counts[group]!;
    const shape = r + x;
    const trials = x + extraTrials;
    // The odds of having left after the last purchase to never, apart from the times: a / (b + trials − 1).
    const stays = b + trials - 1;
    const logOdds = trials > 0 ? Math.log(a) - Math.log(stays) : Number.NEGATIVE_INFINITY;
    let customers = 0;
    let left = 0;
    let unsure = 0;
    for (let row = starts[group]!; row < starts[group + 1]!; row++) {
      const w = weight[row]!;
      const age = T[row]!;
      const inverseAge = 1 / (alpha + age);
      const logAge = Math.log(alpha + age);
      const share = Math.log1p(age / alpha);
      customers += w;
      let rowValue = -r * share - x * logAge;
      let slopeR = -share;
      let slopeAlpha = r / alpha - shape * inverseAge;
      let curvatureRAlpha = 1 / alpha - inverseAge;
      let curvatureAlpha = shape * inverseAge * inverseAge - r / (alpha * alpha);
      if (trials > 0) {
        const inverseRecency = 1 / (alpha + tx[row]!);
        const gap = logAge - Math.log(alpha + tx[row]!);
        const gapSlope = inverseRecency - inverseAge;
        const logRatio = logOdds + shape * gap;
        const ratio = Math.exp(-Math.abs(logRatio));
        const pLeft = logRatio > 0 ? 1 / (1 + ratio) : ratio / (1 + ratio);
        const spread = pLeft * (1 - pLeft);
        rowValue += Math.max(logRatio, 0) + Math.log1p(ratio);
        slopeR += pLeft * gap;
        slopeAlpha -= pLeft * shape * gapSlope;
        curvatureRAlpha -= pLeft * gapSlope + spread * shape * gap * gapSlope;
        curvatureAlpha +=
          pLeft * shape * (inverseRecency * inverseRecency - inverseAge * inverseAge) +
          spread * shape * shape * gapSlope * gapSlope;
        hRR += w * spread * gap * gap;
        left += w * pLeft;
        unsure += w * spread;
        const cross = w * spread;
        hRA += cross * gap;
        hAlphaA -= cross * shape * gapSlope;
        hRB += (cross * gap) / stays;
        hAlphaB -= (cross * shape * gapSlope) / stays;
      }
      value += w * rowValue;
      gR += w * slopeR;
      gAlpha += w * slopeAlpha;
      hRAlpha += w * curvatureRAlpha;
      hAlphaAlpha += w * curvatureAlpha;
    }
    const purchases = logRising(r, x);
    const staying = logRising(b, trials);
    const all = logRising(a + b, trials);
    value += customers * (purchases.value + staying.value - all.value);
    gR += customers * purchases.slope;
    hRR += customers * purchases.curvature;
    gA += left / a - customers * all.slope;
    gB += customers * (staying.slope - all.slope);
    hAA += (unsure - left) / (a * a) - customers * all.curvature;
    hAB -= customers * all.curvature;
    hBB += customers * (staying.curvature - all.curvature);
    if (trials > 0) {
      gB -= left / stays;
      hBB += (left + unsure) / (stays * stays);
      hAB -= unsure / (a * stays);
    }
  }
  hRA /= a;
  hAlphaA /= a;
  return {
    value,
    gradient: Float64Array.of(gR, gAlpha, gA, gB),
    hessian: Float64Array.of(
      ...[hRR, hRAlpha, hRA, -hRB],
      ...[hRAlpha, hAlphaAlpha, hAlphaA, -hAlphaB],
      ...[hRA, hAlphaA, hAA, hAB],
      ...[-hRB, -hAlphaB, hAB, hBB],
    ),
  };
}
