import { expectedSpend, type GammaGammaModel } from './gamma-gamma.ts';
import { ownScales } from './pareto-nbd-covariates.ts';
import type { Rfm } from './rfm.ts';
import { checkTable, type TransactionModel, transactionsAt } from './transaction-model.ts';

/** How far a lifetime value looks ahead, in the unit of the histories (a "period"). */
export type LifetimeOptions = {
  /** A time > 0. */
  horizon: number;
  /** d, a fraction a period above −1: with histories in weeks, a week's. */
  discountRatePerPeriod: number;
  /**
   * A whole number ≥ 1; by default one a period, the last one shorter where the horizon is not a whole number of periods.
   */
  steps?: number;
};

/** How often customers come back, and how much they then spend. */
export type LifetimeModels = { transactions: TransactionModel; spend: GammaGammaModel };

/**
 * Discounted value of the transactions expected of each customer:
 * Σᵢ (E[transactions by tᵢ] − E[transactions by tᵢ₋₁])·E[spend]·(1 + d)^−tᵢ, with the horizon divided into
 * equal steps and each step's money counted at its end.
 *
 * @param rfm one row a customer, in the unit of the fit
 * @param meanSpend mean amount of a repeat transaction; not read where x is 0
 * @returns one amount a customer, in the currency of `meanSpend`; `NaN` where the expected spend is not
 *   finite
 * @throws RangeError for an invalid row, named with its field, or an invalid option
 */
export function customerLifetimeValue(
  models: LifetimeModels,
  rfm: Rfm,
  meanSpend: Float64Array,
  options: LifetimeOptions,
): Float64Array {
  const ends = stepEnds(options);
  checkTable(models.transactions, rfm);
  const discount = discountFactors(ends, options);
  const value = expectedSpend(models.spend, { x: rfm.x, meanSpend });
  transactionsAt(models.transactions, ends, rfm, (row, expected) => {
    let before = 0;
    let discounted = 0;
    for (let step = 0; step < ends.length; step++) {
      discounted += (expected[step]! - before) * discount[step]!;
      before = expected[step]!;
    }
    value[row]! *= discounted;
  });
  return value;
}

/**
 * The same value of a customer who surely never leaves: their rate of transactions, given the history and that they are
 * still there, is gamma(r + x, α + T), with a mean of (r + x) / (α + T) (Fader, Hardie and Lee 2005, and Schmittlein,
 * Morrison and Colombo 1987, appendix), and stays what it is.
 *
 * @param rfm one row a customer, in the unit of the fit
 * @param meanSpend mean amount of a repeat transaction; not read where x is 0
 * @returns one amount a customer, at least the lifetime value, in the currency of `meanSpend`; `NaN` where the expected
 *   spend is not finite
 * @throws RangeError for an invalid row, named with its field, or an invalid option
 */
export function lifetimeValueIfStaying(
  models: LifetimeModels,
  rfm: Rfm,
  meanSpend: Float64Array,
  options: LifetimeOptions,
): Float64Array {
  const ends = stepEnds(options);
  checkTable(models.transactions, rfm);
  const { transactions } = models;
  let periods = 0;
  let before = 0;
  discountFactors(ends, options).forEach((factor, step) => {
    periods += (ends[step]! - before) * factor;
    before = ends[step]!;
  });
  return expectedSpend(models.spend, { x: rfm.x, meanSpend }).map((spend, row) => {
    const { alpha } =
      transactions.kind === 'pareto-nbd'
        ? ownScales(transactions, rfm.covariates, row)
        : transactions;
    return (spend * periods * (transactions.r + rfm.x[row]!)) / (alpha + rfm.T[row]!);
  });
}

function discountFactors(
  ends: Float64Array,
  { discountRatePerPeriod }: LifetimeOptions,
): Float64Array {
  if (!(Number.isFinite(discountRatePerPeriod) && discountRatePerPeriod > -1)) {
    throw new RangeError(
      `The discount rate per period is ${discountRatePerPeriod}; give a fraction above −1, such as 0.01.`,
    );
  }
  return ends.map((end) => (1 + discountRatePerPeriod) ** -end);
}

function stepEnds({ horizon, steps }: LifetimeOptions): Float64Array {
  if (!(Number.isFinite(horizon) && horizon > 0)) {
    throw new RangeError(`The horizon is ${horizon}; give a finite time above 0.`);
  }
  if (steps === undefined) {
    return new Float64Array(Math.ceil(horizon)).map((_, step) => Math.min(step + 1, horizon));
  }
  if (!Number.isInteger(steps) || steps < 1) {
    throw new RangeError(`The number of steps is ${steps}; give a whole number, 1 or more.`);
  }
  return new Float64Array(steps).map((_, step) => (horizon * (step + 1)) / steps);
}
