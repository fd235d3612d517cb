import type { Remembered, RememberedCustomer } from './remembered.ts';

/** The customers who were asked about one by one, the newest first, each once. */
export function spokenOfSingly(remembered: readonly Remembered[]): RememberedCustomer[] {
  const singles = remembered.flatMap(({ customers }) =>
    customers.length === 1 ? (customers[0] ?? []) : [],
  );
  return [...new Map(singles.map((each) => [each.externalId, each])).values()];
}
