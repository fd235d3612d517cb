/** How likely customers are to leave, one entry a customer. */
export type Departure = {
  /** Probability of leaving in the first month from now, in [0, 1]. */
  monthlyChurn: Float64Array;
  /** How a customer's risk reverts to the bank's; without it, the risk stays as it is. */
  reversion?: Reversion;
  /**
   * Months since the customer joined, ≥ 0. With `lifetimes`, the hazard falls with tenure from here on as
   * it does in that model.
   */
  tenureMonths?: Float64Array;
  /** A shifted beta-geometric model of lifetimes in months. */
  lifetimes?: { alpha: number; beta: number };
};

/** Regression to the mean: customers who are still there after a churn horizon are nearer to the bank's average. */
export type Reversion = {
  /** The horizon of a churn probability in months, a whole number ≥ 1. */
  horizonMonths: number;
  /** The probability that a customer of the bank leaves within such a horizon, in [0, 1]. */
  longRun: number;
  /** The share of the difference to it that remains one horizon later, in [0, 1]. */
  persistence: number;
};

/**
 * The constant monthly churn that adds up to a churn probability within a horizon:
 * 1 − (1 − p)^(1 / months).
 *
 * @param probability of leaving within the horizon, each in [0, 1]
 * @param horizonMonths > 0
 * @returns one probability a customer
 * @throws RangeError for a row or a horizon out of range, naming it
 */
export function monthlyChurn(probability: Float64Array, horizonMonths: number): Float64Array {
  if (!(Number.isFinite(horizonMonths) && horizonMonths > 0)) {
    throw new RangeError(`The horizon is ${horizonMonths} months; give a number above 0.`);
  }
  return probability.map((p, row) => {
    if (!isProbability(p)) {
      throw new RangeError(
        `Row ${row}, field probability: found ${p}, expected a number from 0 to 1.`,
      );
    }
    return constantHazard(p, horizonMonths);
  });
}

/**
 * The probability of leaving in each of the next months, given that the customer is still there at its
 * start.
 *
 * With a reversion, the probability of leaving within the k-th horizon from now (k from 0), spread
 * evenly over its months, is
 *
 *   pₖ = p̄ + (p − p̄)·ρᵏ
 *
 * where p is the customer's own, p̄ the bank's and ρ the persistence. It is linear in p because it is an
 * expectation over all who had that p and are still there, some recovered and some not (regression
 * to the mean). It lies between 0 and 1 for every p, and rises with p. With `lifetimes` (Fader and Hardie
 * 2007) each month's hazard is further multiplied by (α + β + tenure) / (α + β + tenure + month).
 *
 * @param row the customer
 * @param months how many, a whole number ≥ 0
 * @returns one hazard a month, the next month first
 * @throws RangeError for a row or a reversion out of range, naming it
 */
export function hazardsOf(departure: Departure, row: number, months: number): Float64Array {
  const { monthlyChurn: churn, reversion, lifetimes, tenureMonths } = departure;
  const now = churn[row]!;
  if (!isProbability(now)) {
    throw new RangeError(
      `Row ${row}, field monthlyChurn: found ${now}, expected a number from 0 to 1.`,
    );
  }
  const hazards = new Float64Array(months).fill(now);
  if (reversion) revert(hazards, now, reversion);
  if (lifetimes && tenureMonths) {
    const tenure = tenureMonths[row]!;
    if (!(Number.isFinite(tenure) && tenure >= 0)) {
      throw new RangeError(
        `Row ${row}, field tenureMonths: found ${tenure}, expected a number of months, 0 or more.`,
      );
    }
    const start = lifetimes.alpha + lifetimes.beta + tenure;
    for (let month = 0; month < months; month++) hazards[month]! *= start / (start + month);
  }
  return hazards;
}

/**
 * The survival function of one customer: P(still a customer) at the end of each of the next months.
 *
 * @param row the customer
 * @param months how many, a whole number ≥ 0
 * @returns `months` + 1 probabilities; the first is 1, for now
 * @throws RangeError as {@link hazardsOf} does
 */
export function survivalOf(departure: Departure, row: number, months: number): Float64Array {
  const survival = new Float64Array(months + 1);
  survival[0] = 1;
  hazardsOf(departure, row, months).forEach((hazard, month) => {
    survival[month + 1] = survival[month]! * (1 - hazard);
  });
  return survival;
}

function revert(hazards: Float64Array, now: number, reversion: Reversion): void {
  const { horizonMonths, longRun, persistence } = reversion;
  if (!(Number.isInteger(horizonMonths) && horizonMonths >= 1)) {
    throw new RangeError(
      `The churn horizon is ${horizonMonths} months; give a whole number, 1 or more.`,
    );
  }
  if (!(isProbability(longRun) && isProbability(persistence))) {
    throw new RangeError(
      `The long-run churn is ${longRun} and the persistence ${persistence}; give numbers from 0 to 1.`,
    );
  }
  let excess = 1 - (1 - now) ** horizonMonths - longRun;
  for (let start = horizonMonths; start < hazards.length; start += horizonMonths) {
    excess *= persistence;
    hazards.fill(constantHazard(longRun + excess, horizonMonths), start, start + horizonMonths);
  }
}

/** 1 − (1 − p)^(1 / months), exact for small p. */
function constantHazard(probability: number, horizonMonths: number): number {
  return -Math.expm1(Math.log1p(-probability) / horizonMonths);
}

function isProbability(value: number): boolean {
  return value >= 0 && value <= 1;
}
