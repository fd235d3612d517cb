/**
 * The value of one customer by the textbook formulas, for an analyst to compare with the models.
 * Amounts are in one currency, rates are fractions a period (0.1 is 10 %), and the money of a period
 * arrives at its end. Every function throws a RangeError that names a number that is not finite or out of
 * range.
 */

/** Single event: the amount of one purchase less its cost. */
export function purchaseValue(amount: number, cost = 0): number {
  check({ amount, cost });
  return amount - cost;
}

/**
 * Cumulative: Σ (revenueₜ − costₜ) over the periods of `revenue`.
 *
 * @throws RangeError when the two have different lengths
 */
export function cumulativeValue(revenue: readonly number[], cost: readonly number[]): number {
  if (revenue.length !== cost.length) {
    throw new RangeError(
      `There are ${revenue.length} revenues and ${cost.length} costs; give one of each a period.`,
    );
  }
  return revenue.reduce((sum, amount, period) => {
    const spent = cost[period] ?? 0;
    check({ [`revenue ${period}`]: amount, [`cost ${period}`]: spent });
    return sum + amount - spent;
  }, 0);
}

/**
 * Discounted: Σₜ₌₁ netₜ / (1 + d)ᵗ.
 *
 * @param net revenue less cost of each period
 * @param discountRate d > −1, a fraction a period
 */
export function discountedValue(net: readonly number[], discountRate: number): number {
  checkDiscount(discountRate);
  return net.reduce((sum, amount, period) => {
    check({ [`net ${period}`]: amount });
    return sum + amount / (1 + discountRate) ** (period + 1);
  }, 0);
}

/**
 * With growth: Σₜ₌₁ⁿ R·(1 + g)ᵗ / (1 + d)ᵗ.
 *
 * @param revenue R, a period, before the first period's growth
 * @param growthRate g, a fraction a period
 * @param discountRate d > −1, a fraction a period
 * @param periods n, a whole number ≥ 0
 */
export function growingValue(
  revenue: number,
  growthRate: number,
  discountRate: number,
  periods: number,
): number {
  check({ revenue, 'growth rate': growthRate });
  checkDiscount(discountRate);
  checkPeriods(periods);
  const ratio = (1 + growthRate) / (1 + discountRate);
  let sum = 0;
  for (let period = 1; period <= periods; period++) sum += revenue * ratio ** period;
  return sum;
}

/**
 * Perpetuity: (R − C) / (1 − γ), where γ is the **retention** rate: the margin arrives at once and again
 * in each period the customer stays for, undiscounted.
 *
 * @param revenue R, a period
 * @param cost C, a period
 * @param retentionRate γ, in [0, 1)
 * @throws RangeError also for a retention rate of 1, which has no finite value
 */
export function perpetuityValue(revenue: number, cost: number, retentionRate: number): number {
  check({ revenue, cost });
  checkRetention(retentionRate);
  if (retentionRate === 1) {
    throw new RangeError(
      'The retention rate is 1: a customer who never leaves has no finite value without a discount.',
    );
  }
  return (revenue - cost) / (1 - retentionRate);
}

/**
 * Retention form with discounting: m·r / (1 + d − r), the margin arriving at the end of each period
 * the customer has stayed for, for ever (Gupta and Lehmann 2003).
 *
 * @param margin m, a period
 * @param retentionRate r, in [0, 1]; below 1 + d
 * @param discountRate d > −1, a fraction a period
 * @throws RangeError also for a retention rate of 1 + d or more, which has no finite value
 */
export function retentionValue(
  margin: number,
  retentionRate: number,
  discountRate: number,
): number {
  check({ margin });
  checkRetention(retentionRate);
  checkDiscount(discountRate);
  if (retentionRate >= 1 + discountRate) {
    throw new RangeError(
      `With a retention rate of ${retentionRate} and a discount rate of ${discountRate} the sum has no end; give a retention rate below 1 + the discount rate.`,
    );
  }
  return (margin * retentionRate) / (1 + discountRate - retentionRate);
}

function check(numbers: Record<string, number>): void {
  for (const [name, found] of Object.entries(numbers)) {
    if (!Number.isFinite(found)) {
      throw new RangeError(`The ${name} is ${found}; give a finite number.`);
    }
  }
}

function checkDiscount(rate: number): void {
  if (!(Number.isFinite(rate) && rate > -1)) {
    throw new RangeError(`The discount rate is ${rate}; give a fraction above −1, such as 0.1.`);
  }
}

function checkRetention(rate: number): void {
  if (!(rate >= 0 && rate <= 1)) {
    throw new RangeError(`The retention rate is ${rate}; give a fraction from 0 to 1.`);
  }
}

function checkPeriods(periods: number): void {
  if (!Number.isInteger(periods) || periods < 0) {
    throw new RangeError(`The number of periods is ${periods}; give a whole number, 0 or more.`);
  }
}
