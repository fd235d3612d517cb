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
import { fitWithCovariates } from './pareto-nbd-covariates.ts';
import { paretoNbdLikelihood } from './pareto-nbd-likelihood.ts';
import type { ParetoNbdModel } from './pareto-nbd-model.ts';
import { checkRfm, type Rfm } from './rfm.ts';

/**
 * Fits the Pareto/NBD model of Schmittlein, Morrison and Colombo (1987), "Counting Your Customers",
 * Management Science 33(1), by maximum likelihood: Newton's method on the logarithms of the
 * parameters, with each distinct history computed once. Under this model a customer who never came back
 * may have left.
 *
 * Covariates of the table enter both rates as in Fader and Hardie (2007), "Incorporating
 * Time-Invariant Covariates into the Pareto/NBD and BG/NBD Models": a customer's alpha is
 * alpha·exp(−γ·z), their beta is beta·exp(−δ·z).
 *
 * Where the data shows no departures, the fit falls back to the same model without dropout (s = 0,
 * beta = 1) and reports `boundary: 'no-dropout'`.
 *
 * @param rfm one row a customer
 * @param options.penalty λ ≥ 0, default 0: subtracts λ·Σ(ln θ)² from the mean log-likelihood of a
 *   customer, with alpha and beta measured in mean ages; shrinks the parameters towards 1
 * @throws RangeError for an invalid row (named with its field) or an invalid penalty
 */
export function fitParetoNbd(rfm: Rfm, options: { penalty?: number } = {}): ParetoNbdModel {
  const penalty = checkPenalty(options.penalty ?? 0);
  checkRfm(rfm);
  const histories = aggregateHistories(rfm);
  const fit = maximiseLikelihood(
    (parameters) => paretoNbdLikelihood(histories, parameters),
    Float64Array.of(1, 1 / purchaseRate(histories), 1, 1),
    { penalty: penalty * histories.totalWeight },
  );
  if (!fit.converged && penalty === 0) {
    const simple = fitWithoutDropout(histories);
    if (simple.logLikelihood >= fit.logLikelihood - 1e-3) {
      const [r = 0, alpha = 0] = simple.parameters;
      const parameters = Float64Array.of(r, alpha, 0, 1 / histories.unit);
      return toModel(histories, { ...simple, parameters });
    }
  }
  const plain = toModel(histories, fit);
  return rfm.covariates && plain.converged
    ? fitWithCovariates(rfm, rfm.covariates, plain, penalty)
    : plain;
}

function toModel(histories: AggregatedHistories, fit: LikelihoodFit): ParetoNbdModel {
  const [r = 0, alpha = 0, s = 0, beta = 0] = fit.parameters;
  const { unit } = histories;
  const converged = fit.converged && s > 0;
  const [errorR = 0, errorAlpha = 0, errorS = 0, errorBeta = 0] = fit.standardErrors ?? [];
  return {
    kind: 'pareto-nbd',
    r,
    alpha: alpha * unit,
    s,
    beta: beta * unit,
    logLikelihood: fit.logLikelihood - repeatPurchases(histories) * Math.log(unit),
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
      : { boundary: boundaryOf(histories, r, s) }),
  };
}

function boundaryOf(histories: AggregatedHistories, r: number, s: number): Boundary {
  if (repeatPurchases(histories) === 0) return 'flat';
  if (s === 0) return 'no-dropout';
  if (r > 1e4) return 'equal-rates';
  if (s > 1e4) return 'equal-dropout';
  return 'flat';
}
