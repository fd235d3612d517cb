/** Tiers from the most valuable down; {@link tiersByShareOfValue} returns their indices. */
export const tiers = ['high', 'medium', 'low'] as const;
/** A tier of customers by value. */
export type Tier = (typeof tiers)[number];

/** The shares of all positive value that the customers of the high and of the medium tier hold, 0 to 1. */
export type TierShares = { high: number; medium: number };

/**
 * Tiers by share of value: customers ordered from the most valuable down are `high` until they
 * together make up `shares.high` of all positive value, `medium` until `shares.medium` more, the
 * rest `low`. Customers of equal value share a tier (the better one); a value that is not above 0 is
 * `low`, and so is `NaN`.
 *
 * @param value one entry a customer, such as the CLV, in any currency
 * @param shares fractions ≥ 0, together at most 1; for example 0.5 and 0.3
 * @returns indices into {@link tiers}, one a customer
 * @throws RangeError when the shares are out of range
 */
export function tiersByShareOfValue(value: Float64Array, shares: TierShares): Uint8Array {
  const { high, medium } = shares;
  if (!(high >= 0 && medium >= 0 && high + medium <= 1 + 1e-12)) {
    throw new RangeError(
      `The tier shares are ${high} for high and ${medium} for medium; give fractions from 0, together at most 1.`,
    );
  }
  const result = new Uint8Array(value.length).fill(2);
  let total = 0;
  for (const amount of value) if (amount > 0) total += amount;
  const order = Uint32Array.from(value.keys())
    .filter((row) => value[row]! > 0)
    .sort((a, b) => value[b]! - value[a]!);
  let before = 0;
  let sum = 0;
  let previous = Number.NaN;
  for (const row of order) {
    const amount = value[row]!;
    if (amount !== previous) before = sum;
    previous = amount;
    // A customer belongs to the tier in which their share begins.
    if (before < high * total) result[row] = 0;
    else if (before < (high + medium) * total) result[row] = 1;
    sum += amount;
  }
  return result;
}
