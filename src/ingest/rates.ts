/** What one unit of a currency is in the bank's own, as plain digits: always, or from some days on. */
export type Rate = { always: string } | { from: { day: string; rate: string }[] };

/** What other currencies are worth, by their codes. */
export type Rates = ReadonlyMap<string, Rate>;

/**
 * What one unit of a currency is worth: by the last rate on or before a day, or by the newest where no day is given.
 * @returns undefined where none is known
 */
export function rateOn(rates: Rates, code: string, day: string | null): string | undefined {
  const rate = rates.get(code);
  if (rate === undefined || 'always' in rate) return rate?.always;
  if (day === null) return rate.from.at(-1)?.rate;
  let [low, high] = [0, rate.from.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rate.from[middle]!.day <= day) low = middle + 1;
    else high = middle;
  }
  return rate.from[low - 1]?.rate;
}
