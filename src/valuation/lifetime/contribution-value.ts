import { normalDistribution } from '../numeric/special-functions.ts';
import type { ExpectedContribution, Spread } from './contribution.ts';
import { type Departure, hazardsOf } from './departure.ts';

/** What a lifetime value counts. */
export type ValueOptions = {
  /** The months counted, a whole number ≥ 1. */
  horizonMonths: number;
  /** A fraction a year above −1: with 0.1, 110 in a year are worth 100 now. */
  annualDiscountRate: number;
  /** The probability that the actual value lies in the interval, between 0 and 1; default 0.9. */
  coverage?: number;
};

/** One entry a customer, in the currency of the contributions. */
export type ContributionValue = {
  /** The expected value. */
  clv: Float64Array;
  /** The ends of the interval in which the actual value lies with probability `coverage`. */
  low: Float64Array;
  high: Float64Array;
  /** The value if they stay: Σₜ expected contribution in month t·(1 + d)^(−t/12), without the chance of leaving. */
  ifStays: Float64Array;
};

/**
 * A bank customer's lifetime value: CLV = Σₜ P(still a customer after t months)·expected
 * contribution in month t·(1 + d)^(−t/12), t = 1 … horizon.
 *
 * `low` and `high` enclose the actual value with the stated probability: equal tails of a mixture over the
 * month of leaving (nothing comes in that month or later), within which the discounted sum is normal around
 * its expectation with the uncertainty and drift of the contribution: `low` with those below, `high` with
 * those above. The uncertainty of the churn probability itself adds nothing, since a mixture over an
 * uncertain probability of leaving is the mixture at its mean.
 *
 * @throws RangeError that names the option or the row that is out of range
 */
export function contributionLifetimeValue(
  expected: ExpectedContribution,
  departure: Departure,
  options: ValueOptions,
): ContributionValue {
  const { horizonMonths, annualDiscountRate, coverage = 0.9 } = options;
  checkOptions(options, coverage);
  const rows = expected.level.length;
  const discount = new Float64Array(horizonMonths).map(
    (_, month) => (1 + annualDiscountRate) ** (-(month + 1) / 12),
  );
  const spread = spreadFactors(discount);
  const value: ContributionValue = {
    clv: new Float64Array(rows),
    low: new Float64Array(rows),
    high: new Float64Array(rows),
    ifStays: new Float64Array(rows),
  };
  const chance = new Float64Array(horizonMonths + 1);
  const mean = new Float64Array(horizonMonths + 1);
  const below = new Float64Array(horizonMonths + 1);
  const above = new Float64Array(horizonMonths + 1);
  const tail = (1 - coverage) / 2;
  for (let row = 0; row < rows; row++) {
    const hazards = hazardsOf(departure, row, horizonMonths);
    let survival = 1;
    let clv = 0;
    let earned = 0;
    let amount = expected.level[row]!;
    let step = expected.slope[row]!;
    mean[0] = 0;
    for (let month = 0; month < horizonMonths; month++) {
      const leaves = hazards[month]!;
      chance[month] = survival * leaves;
      survival *= 1 - leaves;
      step *= expected.damping;
      amount += step;
      earned += amount * discount[month]!;
      clv += survival * amount * discount[month]!;
      mean[month + 1] = earned;
      below[month + 1] = deviationOf(expected.below, row, spread, month);
      above[month + 1] = deviationOf(expected.above, row, spread, month);
    }
    chance[horizonMonths] = survival;
    value.clv[row] = clv;
    value.ifStays[row] = earned;
    value.low[row] = mixtureQuantile(chance, mean, below, tail);
    value.high[row] = mixtureQuantile(chance, mean, above, 1 - tail);
  }
  return value;
}

/** The variance of the discounted sum of the first n months, per unit of each kind of variance. */
type SumFactors = { uncertainty: Float64Array; drift: Float64Array };

function spreadFactors(discount: Float64Array): SumFactors {
  const months = discount.length;
  const uncertainty = new Float64Array(months);
  const drift = new Float64Array(months);
  let sum = 0;
  for (let month = 0; month < months; month++) {
    sum += discount[month]!;
    uncertainty[month] = sum * sum;
    // A change of level in month j moves every month from j on.
    let later = 0;
    let total = 0;
    for (let j = month; j >= 0; j--) {
      later += discount[j]!;
      total += later * later;
    }
    drift[month] = total;
  }
  return { uncertainty, drift };
}

function deviationOf(spread: Spread, row: number, factors: SumFactors, month: number): number {
  return Math.sqrt(
    spread.uncertainty[row]! ** 2 * factors.uncertainty[month]! +
      spread.drift[row]! ** 2 * factors.drift[month]!,
  );
}

/**
 * The quantile of a mixture of normals (a deviation of 0 is a point mass), by bisection between the
 * outermost components.
 */
function mixtureQuantile(
  chance: Float64Array,
  mean: Float64Array,
  deviation: Float64Array,
  probability: number,
): number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < chance.length; i++) {
    if (chance[i]! < 1e-12) continue;
    low = Math.min(low, mean[i]! - 8 * deviation[i]!);
    high = Math.max(high, mean[i]! + 8 * deviation[i]!);
  }
  const precision = 1e-7 * Math.max(Math.abs(low), Math.abs(high));
  while (high - low > precision) {
    const middle = (low + high) / 2;
    let below = 0;
    for (let i = 0; i < chance.length; i++) {
      const distance = middle - mean[i]!;
      const width = deviation[i]!;
      if (distance > 8 * width) below += chance[i]!;
      else if (distance > -8 * width) {
        below += chance[i]! * (width > 0 ? normalDistribution(distance / width) : 1);
      }
    }
    if (below < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function checkOptions(options: ValueOptions, coverage: number): void {
  const { horizonMonths, annualDiscountRate } = options;
  if (!Number.isInteger(horizonMonths) || horizonMonths < 1) {
    throw new RangeError(`The horizon is ${horizonMonths} months; give a whole number, 1 or more.`);
  }
  if (!(Number.isFinite(annualDiscountRate) && annualDiscountRate > -1)) {
    throw new RangeError(
      `The annual discount rate is ${annualDiscountRate}; give a fraction above −1, such as 0.1.`,
    );
  }
  if (!(coverage > 0 && coverage < 1)) {
    throw new RangeError(`The coverage is ${coverage}; give a probability between 0 and 1.`);
  }
}
