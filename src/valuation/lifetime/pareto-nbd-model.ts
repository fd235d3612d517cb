import type { Boundary } from './maximum-likelihood.ts';

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
  /** 0 where the data shows no departures. */
  s: number;
  beta: number;
  /** Of the data as given, with times in the caller's unit, without the penalty. */
  logLikelihood: number;
  /** False where the likelihood has no maximum inside the parameters' range; `boundary` then says why. */
  converged: boolean;
  iterations: number;
  /** Asymptotic standard errors; absent where not converged. */
  standardErrors?: { r: number; alpha: number; s: number; beta: number };
  boundary?: Boundary;
  /** In the order of the table's covariates, where it had some; alpha and beta are then those at 0 in each. */
  covariates?: CovariateEffect[];
};

/** The effect of a covariate: one unit more multiplies a rate by e to the effect. */
export type CovariateEffect = {
  name: string;
  /** On the rate of purchases. */
  purchasing: number;
  /** On the rate of leaving. */
  leaving: number;
  /** Asymptotic; absent where the data does not determine the effects. */
  standardErrors?: { purchasing: number; leaving: number };
};
