import { DAMPING } from './contribution-errors.ts';

/** The numbers that one customer's value is computed from. */
export type Assumptions = {
  /** Expected contribution of a month now, in any currency. */
  monthlyContribution: number;
  /** Its change a month, multiplied by `damping` each month; 0 for none. */
  slope: number;
  /** In [0, 1]. */
  damping: number;
  /** Probability of leaving in each month from now, in [0, 1]: one entry a month, the last for all later ones. */
  monthlyChurn: readonly number[];
  /** A whole number ≥ 1. */
  horizonMonths: number;
  /** A fraction a year above −1. */
  annualDiscountRate: number;
};

/** Assumptions to be changed; those left out stay as they are. */
export type Supposition = {
  /** P(still a customer after a year), in [0, 1]: the same in every year. */
  annualRetention?: number;
  /** Contribution as a multiple of today's: 1.05 is 5 % more. */
  marginFactor?: number;
  /** A whole number ≥ 1. */
  horizonMonths?: number;
  /** A fraction a year above −1. */
  annualDiscountRate?: number;
};

/** An assumption that can be changed. */
export type Driver = keyof Supposition;

/** A value under today's and under changed assumptions, in the currency of the contribution. */
export type WhatIf = {
  today: number;
  supposed: number;
  /** The effect of each changed assumption, the largest first; they add up to `supposed` − `today`. */
  drivers: { assumption: Driver; effect: number }[];
};

/**
 * The assumptions behind a customer's CLV: the level and slope that, with the other assumptions, give both
 * the contribution expected of the next month and the CLV. Where these two do not determine a slope, as for
 * a horizon of one month, it is 0.
 *
 * @param figures the contribution expected of the next month, and the CLV, in one currency
 */
export function assumptionsBehind(
  figures: { nextMonth: number; clv: number },
  rest: Pick<Assumptions, 'monthlyChurn' | 'horizonMonths' | 'annualDiscountRate'>,
): Assumptions {
  const { nextMonth, clv } = figures;
  const unit = (monthlyContribution: number, slope: number) =>
    assumedValue({ ...rest, monthlyContribution, slope, damping: DAMPING });
  const ofLevel = unit(1, 0);
  // A month of slope 1 and a level lower by its first step: the next month stays what it is.
  const ofSlope = unit(-DAMPING, 1);
  const slope = ofSlope > 1e-9 * ofLevel ? (clv - nextMonth * ofLevel) / ofSlope : 0;
  return { ...rest, monthlyContribution: nextMonth - slope * DAMPING, slope, damping: DAMPING };
}

/**
 * The assumptions behind a CLV of another model than contribution × survival: the same contribution in every month, and the
 * same chance of leaving in every month, that give the value if they stay and the CLV.
 *
 * @param figures the value if they stay and the CLV over the horizon, in one currency
 */
export function steadyAssumptionsBehind(
  figures: { valueIfStays: number; clv: number },
  rest: Pick<Assumptions, 'horizonMonths' | 'annualDiscountRate'>,
): Assumptions {
  const { valueIfStays, clv } = figures;
  const assumed = (monthlyContribution: number, churn: number): Assumptions => ({
    ...rest,
    monthlyContribution,
    slope: 0,
    damping: DAMPING,
    monthlyChurn: [churn],
  });
  const monthly = valueIfStays / assumedValue(assumed(1, 0));
  const share = valueIfStays === 0 ? 1 : clv / valueIfStays;
  let low = 0;
  let high = 1;
  while (high - low > 1e-12) {
    const middle = (low + high) / 2;
    if (assumedValue(assumed(monthly, middle)) / valueIfStays > share) low = middle;
    else high = middle;
  }
  return assumed(monthly, share >= 1 ? 0 : (low + high) / 2);
}

/**
 * A customer's value under changed assumptions beside today's, and how much of the difference is due to
 * each change: its effect averaged over every order in which the changes could be made (Shapley 1953), so
 * that the effects add up and no order is favoured.
 *
 * @throws RangeError that names a changed assumption that is out of range
 */
export function whatIf(today: Assumptions, supposition: Supposition): WhatIf {
  checkSupposition(supposition);
  const changed = (
    ['annualRetention', 'marginFactor', 'horizonMonths', 'annualDiscountRate'] as const
  ).filter((assumption) => supposition[assumption] !== undefined);
  const values = Array.from({ length: 2 ** changed.length }, (_, subset) => {
    const chosen: Supposition = {};
    changed.forEach((assumption, i) => {
      const value = supposition[assumption];
      if (subset & (1 << i) && value !== undefined) chosen[assumption] = value;
    });
    return assumedValue(supposed(today, chosen));
  });
  const drivers = changed.map((assumption, i) => {
    let effect = 0;
    values.forEach((value, subset) => {
      if (subset & (1 << i)) return;
      const others = bitCount(subset);
      const orders = factorial(others) * factorial(changed.length - others - 1);
      const withIt = values[subset | (1 << i)] ?? value;
      effect += (orders / factorial(changed.length)) * (withIt - value);
    });
    return { assumption, effect };
  });
  drivers.sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect));
  return { today: values[0] ?? 0, supposed: values[values.length - 1] ?? 0, drivers };
}

/** CLV = Σₜ P(still a customer after t months)·contribution in month t·(1 + d)^(−t/12). */
function assumedValue(assumptions: Assumptions): number {
  const { monthlyContribution, slope, damping, monthlyChurn, horizonMonths, annualDiscountRate } =
    assumptions;
  let survival = 1;
  let amount = monthlyContribution;
  let step = slope;
  let value = 0;
  for (let month = 1; month <= horizonMonths; month++) {
    survival *= 1 - (monthlyChurn[Math.min(month, monthlyChurn.length) - 1] ?? 0);
    step *= damping;
    amount += step;
    value += survival * amount * (1 + annualDiscountRate) ** (-month / 12);
  }
  return value;
}

function supposed(today: Assumptions, chosen: Supposition): Assumptions {
  const factor = chosen.marginFactor ?? 1;
  return {
    monthlyContribution: today.monthlyContribution * factor,
    slope: today.slope * factor,
    damping: today.damping,
    monthlyChurn:
      chosen.annualRetention === undefined
        ? today.monthlyChurn
        : [1 - chosen.annualRetention ** (1 / 12)],
    horizonMonths: chosen.horizonMonths ?? today.horizonMonths,
    annualDiscountRate: chosen.annualDiscountRate ?? today.annualDiscountRate,
  };
}

function checkSupposition(supposition: Supposition): void {
  const { annualRetention, marginFactor, horizonMonths, annualDiscountRate } = supposition;
  if (annualRetention !== undefined && !(annualRetention >= 0 && annualRetention <= 1)) {
    throw new RangeError(`The retention is ${annualRetention}; give a fraction from 0 to 1.`);
  }
  if (marginFactor !== undefined && !Number.isFinite(marginFactor)) {
    throw new RangeError(`The margin factor is ${marginFactor}; give a number such as 1.05.`);
  }
  if (horizonMonths !== undefined && !(Number.isInteger(horizonMonths) && horizonMonths >= 1)) {
    throw new RangeError(`The horizon is ${horizonMonths} months; give a whole number from 1.`);
  }
  if (
    annualDiscountRate !== undefined &&
    !(Number.isFinite(annualDiscountRate) && annualDiscountRate > -1)
  ) {
    throw new RangeError(
      `The annual discount rate is ${annualDiscountRate}; give a fraction above −1, such as 0.1.`,
    );
  }
}

function bitCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest > 0; rest &= rest - 1) count += 1;
  return count;
}

function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1);
}
