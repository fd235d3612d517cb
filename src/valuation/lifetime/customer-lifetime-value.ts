import { expectedSpend, type GammaGammaModel } from './gamma-gamma.ts';
import type { Rfm } from './rfm.ts';
import { checkTable, type TransactionModel, transactionsAt } from './transaction-model.ts';

/**
 * Discounted value of the transactions expected of each customer:
 * Σᵢ (E[transactions by tᵢ] − E[transactions by tᵢ₋₁])·E[spend]·(1 + d)^−tᵢ, with the horizon divided into
 * equal steps and each step's money counted at its end.
 *
 * @param models how often customers come back, and how much they then spend
 * @param rfm one row a customer, in the unit of the fit
 * @param meanSpend mean amount of a repeat transaction; not read where x is 0
 * @param options.horizon a time > 0, in the unit of `rfm` (a "period")
 * @param options.discountRatePerPeriod d, a fraction a period: with `rfm` in weeks, a week's
 * @param options.steps a whole number ≥ 1; by default one a period, the last one shorter where the horizon
 *   is not a whole number of periods
 * @returns one amount a customer, in the currency of `meanSpend`; `NaN` where the expected spend is not
 *   finite
 * @throws RangeError for an invalid row, named with its field, or an invalid option
 */
export function customerLifetimeValue(
  models: { transactions: TransactionModel; spend: GammaGammaModel },
  rfm: Rfm,
  meanSpend: Float64Array,
  options: { horizon: number; discountRatePerPeriod: number; steps?: number },
): Float64Array {
  const { horizon, discountRatePerPeriod } = options;
  if (!(Number.isFinite(horizon) && horizon > 0)) {
    throw new RangeError(`The horizon is ${horizon}; give a finite time above 0.`);
  }
  if (!(Number.isFinite(discountRatePerPeriod) && discountRatePerPeriod > -1)) {
    throw new RangeError(
      `The discount rate per period is ${discountRatePerPeriod}; give a fraction above −1, such as 0.01.`,
    );
  }
  checkTable(models.transactions, rfm);
  const ends = stepEnds(horizon, options.steps);
  const discount = ends.map((end) => (1 + discountRatePerPeriod) ** -end);
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

function stepEnds(horizon: number, steps: number | undefined): Float64Array {
  if (steps === undefined) {
    return new Float64Array(Math.ceil(horizon)).map((_, step) => Math.min(step + 1, horizon));
  }
  if (!Number.isInteger(steps) || steps < 1) {
    throw new RangeError(`The number of steps is ${steps}; give a whole number, 1 or more.`);
  }
  return new Float64Array(steps).map((_, step) => (horizon * (step + 1)) / steps);
}
