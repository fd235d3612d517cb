/**
 * Every customer's share of the bank's contribution: their own over the sum of all. `NaN` counts as 0 in
 * the sum and stays `NaN`.
 *
 * @param contribution one entry a customer, in any currency
 * @returns fractions that add up to 1; `NaN` throughout where the sum is not above 0, since a share of a
 *   loss has no meaning
 */
export function contributionRate(contribution: Float64Array): Float64Array {
  let total = 0;
  for (const amount of contribution) if (!Number.isNaN(amount)) total += amount;
  return contribution.map((amount) => (total > 0 ? amount / total : Number.NaN));
}

/**
 * Customers who left in a period over customers at its start.
 *
 * @returns a fraction from 0 to 1; `NaN` where there was no customer at the start
 * @throws RangeError when there are more leavers than customers, or a count is negative
 */
export function churnRate(leavers: number, customersAtStart: number): number {
  if (!(leavers >= 0 && leavers <= customersAtStart)) {
    throw new RangeError(
      `There are ${leavers} leavers of ${customersAtStart} customers; give 0 up to as many as there were.`,
    );
  }
  return customersAtStart > 0 ? leavers / customersAtStart : Number.NaN;
}

/**
 * Customers with two or more purchases in the period over those with at least one.
 *
 * @param purchases the number of each customer's purchases in the period
 * @returns a fraction from 0 to 1; `NaN` where nobody bought
 */
export function repurchaseRate(purchases: ArrayLike<number>): number {
  let buyers = 0;
  let repeated = 0;
  for (let row = 0; row < purchases.length; row++) {
    if (purchases[row]! >= 1) buyers += 1;
    if (purchases[row]! >= 2) repeated += 1;
  }
  return buyers > 0 ? repeated / buyers : Number.NaN;
}
