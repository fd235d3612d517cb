import { normalDistribution } from '../numeric/special-functions.ts';
import type { ContributionOutlook } from './contribution.ts';

/** How likely customers are to leave, one entry a customer. */
export type Departure = {
  /** Probability of leaving in the first month from now, in [0, 1]. */
  monthlyChurn: Float64Array;
  /**
   * Months since the customer came, ≥ 0. With `lifetimes`, the hazard falls with tenure from here on as
   * it does in that model; without either, it stays what it is.
   */
  tenureMonths?: Float64Array;
  /** A shifted beta-geometric model of lifetimes in months. */
  lifetimes?: { alpha: number; beta: number };
};

export type ValueOptions = {
  /** Months counted, a whole number ≥ 1. */
  horizonMonths: number;
  /** A fraction a year: 0.1 takes 10 % off what comes a year later. */
  annualDiscountRate: number;
  /** Probability that what really comes lies in the interval; default 0.9. */
  coverage?: number;
};

/** One entry a customer, in the currency of the contributions. */
export type ContributionValue = {
  clv: Float64Array;
  low: Float64Array;
  high: Float64Array;
};

/**
 * A bank customer's lifetime value: CLV = Σₜ P(still a customer after t months)·expected
 * contribution in month t·(1 + d)^(−t/12), t = 1 … horizon.
 *
 * `low` and `high` enclose what the customer really brings with the stated probability: equal tails
 * of a mixture over the month of leaving (nothing comes in that month or later), within which the
 * discounted sum is normal around its expectation with the outlook's noise, uncertainty and drift.
 * The uncertainty of the churn probability itself is no further source: a mixture over an uncertain
 * chance of leaving is the mixture at its mean.
 *
 * @throws RangeError when an option is out of range or a row is, naming it
 */
export function contributionLifetimeValue(
  expected: ContributionOutlook,
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
  };
  const chance = new Float64Array(horizonMonths + 1);
  const mean = new Float64Array(horizonMonths + 1);
  const deviation = new Float64Array(horizonMonths + 1);
  const tail = (1 - coverage) / 2;
  for (let row = 0; row < rows; row++) {
    const hazard = hazardOf(departure, row);
    let survival = 1;
    let clv = 0;
    let earned = 0;
    let amount = expected.level[row]!;
    let step = expected.slope[row]!;
    mean[0] = 0;
    deviation[0] = 0;
    for (let month = 0; month < horizonMonths; month++) {
      const leaves = hazard(month);
      chance[month] = survival * leaves;
      survival *= 1 - leaves;
      step *= expected.damping;
      amount += step;
      earned += amount * discount[month]!;
      clv += survival * amount * discount[month]!;
      mean[month + 1] = earned;
      deviation[month + 1] = Math.sqrt(
        expected.noise[row]! ** 2 * spread.noise[month]! +
          expected.uncertainty[row]! ** 2 * spread.uncertainty[month]! +
          expected.drift[row]! ** 2 * spread.drift[month]!,
      );
    }
    chance[horizonMonths] = survival;
    value.clv[row] = clv;
    value.low[row] = mixtureQuantile(chance, mean, deviation, tail);
    value.high[row] = mixtureQuantile(chance, mean, deviation, 1 - tail);
  }
  return value;
}

/** P(still a customer after each month) of one customer: `months` + 1 shares, the first 1. */
export function survivalOf(departure: Departure, row: number, months: number): Float64Array {
  const hazard = hazardOf(departure, row);
  const survival = new Float64Array(months + 1);
  survival[0] = 1;
  for (let month = 0; month < months; month++) {
    survival[month + 1] = survival[month]! * (1 - hazard(month));
  }
  return survival;
}

/**
 * The constant monthly churn that adds up to a churn probability within a horizon:
 * 1 − (1 − p)^(1 / months).
 *
 * @param probability of leaving within the horizon, each in [0, 1]
 */
export function monthlyChurn(probability: Float64Array, horizonMonths: number): Float64Array {
  if (!(Number.isFinite(horizonMonths) && horizonMonths > 0)) {
    throw new RangeError(`The horizon is ${horizonMonths} months; give a number above 0.`);
  }
  return probability.map((p, row) => {
    if (!(p >= 0 && p <= 1)) {
      throw new RangeError(
        `Row ${row}, field probability: found ${p}, expected a number from 0 to 1.`,
      );
    }
    return -Math.expm1(Math.log1p(-p) / horizonMonths);
  });
}

/** The chance of leaving in a month (from 0) for those still there at its start. */
function hazardOf(departure: Departure, row: number): (month: number) => number {
  const now = departure.monthlyChurn[row]!;
  if (!(now >= 0 && now <= 1)) {
    throw new RangeError(
      `Row ${row}, field monthlyChurn: found ${now}, expected a number from 0 to 1.`,
    );
  }
  const { lifetimes, tenureMonths } = departure;
  if (!lifetimes || !tenureMonths) return () => now;
  const tenure = tenureMonths[row]!;
  if (!(Number.isFinite(tenure) && tenure >= 0)) {
    throw new RangeError(
      `Row ${row}, field tenureMonths: found ${tenure}, expected a number of months, 0 or more.`,
    );
  }
  const start = lifetimes.alpha + lifetimes.beta + tenure;
  return (month) => (now * start) / (start + month);
}

/** Variance of the discounted sum of the first n months, per unit of each kind of variance. */
function spreadFactors(discount: Float64Array): {
  noise: Float64Array;
  uncertainty: Float64Array;
  drift: Float64Array;
} {
  const months = discount.length;
  const noise = new Float64Array(months);
  const uncertainty = new Float64Array(months);
  const drift = new Float64Array(months);
  let squares = 0;
  let sum = 0;
  for (let month = 0; month < months; month++) {
    squares += discount[month]! ** 2;
    sum += discount[month]!;
    noise[month] = squares;
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
  return { noise, uncertainty, drift };
}

/**
 * The quantile of a mixture of normals (a deviation of 0 is a point), by bisection between the
 * outermost parts.
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
