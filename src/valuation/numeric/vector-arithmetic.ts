/**
 * The entries of one vector minus those of another.
 *
 * @param subtrahend of the same length
 */
export function difference(minuend: Float64Array, subtrahend: Float64Array): Float64Array {
  return minuend.map((value, row) => value - subtrahend[row]!);
}

/**
 * The relative change of each value, clipped to bounds so that tiny earlier values do not make it huge.
 *
 * @param before the earlier values, of the same length
 * @param bounds the least and the greatest change, −1 and 3 by default
 * @returns now / before − 1; `NaN` where the earlier value is not above 0
 */
export function relativeChange(
  now: Float64Array,
  before: Float64Array,
  [least, most]: readonly [number, number] = [-1, 3],
): Float64Array {
  return now.map((value, row) => {
    const base = before[row]!;
    if (!(base > 0)) return Number.NaN;
    return Math.min(most, Math.max(least, value / base - 1));
  });
}

/**
 * The share of the money available that was spent.
 *
 * @param spent amounts ≥ 0
 * @param available.balance at the start; `NaN` or below 0 counts as 0
 * @param available.received amounts ≥ 0, in the currency of `spent`
 * @returns 0 to 1; 1 where money was spent without any available
 */
export function shareSpent(
  spent: Float64Array,
  available: { balance: Float64Array; received: Float64Array },
): Float64Array {
  const { balance, received } = available;
  return spent.map((amount, row) => {
    const base = Math.max(0, Number.isNaN(balance[row]!) ? 0 : balance[row]!) + received[row]!;
    return amount === 0 ? 0 : base > 0 ? Math.min(1, amount / base) : 1;
  });
}

/**
 * The months, of 1/12 year, from each day to a later one.
 *
 * @param days day numbers counted from any day, as is `later`
 * @returns numbers ≥ 0, 0 for days after `later`; `NaN` where the day is not known
 */
export function monthsSince(days: Float64Array, later: number): Float64Array {
  return days.map((day) => Math.max(0, (later - day) / (365.25 / 12)));
}
