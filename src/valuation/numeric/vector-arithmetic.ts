/** Each entry of one vector less that of the other. */
export function difference(minuend: Float64Array, subtrahend: Float64Array): Float64Array {
  return minuend.map((value, row) => value - subtrahend[row]!);
}

/**
 * By what share of the value before each value has changed, held within bounds so that a value of next to nothing before
 * does not count for infinity; `NaN` where there is no value above 0 to compare with.
 *
 * @param bounds the least and the most, −1 and 3 unless given
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
 * What part of the money that was there or came in went out, 0 to 1; 1 where money went out of nothing.
 *
 * @param balance `NaN` or below 0 counts as 0
 */
export function shareSpent(
  spent: Float64Array,
  { balance, received }: { balance: Float64Array; received: Float64Array },
): Float64Array {
  return spent.map((amount, row) => {
    const base = Math.max(0, Number.isNaN(balance[row]!) ? 0 : balance[row]!) + received[row]!;
    return amount === 0 ? 0 : base > 0 ? Math.min(1, amount / base) : 1;
  });
}

/**
 * Months of 1/12 year between days and a later one, at least 0; `NaN` where the day is not known.
 *
 * @param days counted from any day, as `later` is
 */
export function monthsSince(days: Float64Array, later: number): Float64Array {
  return days.map((day) => Math.max(0, (later - day) / (365.25 / 12)));
}
