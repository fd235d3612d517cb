import { folded } from '../../../language/fold.ts';
import type { Remembered, RememberedCustomer } from './remembered.ts';

/** The customers who were asked about one by one, the newest first, each once. */
export function spokenOfSingly(remembered: readonly Remembered[]): RememberedCustomer[] {
  const singles = remembered.flatMap(({ customers }) =>
    customers.length === 1 ? (customers[0] ?? []) : [],
  );
  return [...new Map(singles.map((each) => [each.externalId, each])).values()];
}

/** Whom an answer before was about or listed who has that id or that name; undefined where nobody does. */
export function knownBefore(
  said: string,
  remembered: readonly Remembered[],
): RememberedCustomer | undefined {
  const name = folded(said);
  const isMeant = ({ externalId, name: called }: RememberedCustomer) =>
    externalId === said || (called !== null && called !== '' && folded(called) === name);
  return (
    remembered
      .flatMap(({ customers }) => customers)
      .find((each) => each !== null && isMeant(each)) ?? undefined
  );
}
