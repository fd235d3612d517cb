/** A share of some customers: how many of how many. */
export type Proportion = { readonly events: number; readonly of: number };

/** A difference with the bounds it lies between at a level of confidence. */
export type Difference = {
  /** of the treated less that of the held-out; above 0 where the treated have more */
  readonly difference: number;
  readonly low: number;
  readonly high: number;
};

/**
 * Refuses what is not a share of somebody.
 *
 * @throws RangeError naming what was given
 */
export function checkProportion({ events, of }: Proportion): void {
  if (!Number.isInteger(of) || of < 1 || !Number.isInteger(events) || events < 0 || events > of) {
    throw new RangeError(
      `A proportion is a whole number of a whole number of customers, such as 12 of 80, but was given ${events} of ${of}.`,
    );
  }
}

/**
 * Wilson's score interval of a proportion, corrected for continuity (Newcombe 1998a, "Two-sided confidence intervals for the
 * single proportion", method 4).
 *
 * @param z the critical value, such as 1.96 for 95 %
 * @returns bounds from 0 to 1
 */
export function scoreInterval(
  { events, of }: Proportion,
  z: number,
): { low: number; high: number } {
  const p = events / of;
  const q = 1 - p;
  const square = z * z;
  const scale = 2 * (of + square);
  const centre = 2 * of * p + square;
  // Only where p is 0 or 1, and then that is the bound, can what stands under the root be below 0.
  const below = z * Math.sqrt(Math.max(0, square - 2 - 1 / of + 4 * p * (of * q + 1)));
  const above = z * Math.sqrt(Math.max(0, square + 2 - 1 / of + 4 * p * (of * q - 1)));
  return {
    low: events === 0 ? 0 : Math.max(0, (centre - 1 - below) / scale),
    high: events === of ? 1 : Math.min(1, (centre + 1 + above) / scale),
  };
}

/**
 * The difference of two independent proportions with Newcombe's hybrid score interval, corrected for continuity (Newcombe
 * 1998b, "Interval estimation for the difference between independent proportions", method 11): it covers the true difference
 * a little more often than its level says, and stays within −1 and 1.
 *
 * @param z the critical value, such as 1.96 for 95 %
 * @throws RangeError for what is no share of anybody
 */
export function differenceOfProportions(
  treated: Proportion,
  heldOut: Proportion,
  z: number,
): Difference {
  checkProportion(treated);
  checkProportion(heldOut);
  const first = treated.events / treated.of;
  const second = heldOut.events / heldOut.of;
  const one = scoreInterval(treated, z);
  const other = scoreInterval(heldOut, z);
  const difference = first - second;
  return {
    difference,
    low: difference - Math.hypot(first - one.low, other.high - second),
    high: difference + Math.hypot(one.high - first, second - other.low),
  };
}
