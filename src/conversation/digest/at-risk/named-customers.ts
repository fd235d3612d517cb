import { mostInDigest } from '../../../store/digests/digest-settings.ts';
import type { RankedCustomer } from '../../../store/rankings/ranked-customer.ts';

/** Where there are so many, a digest names no fewer customers, unless it is to name fewer at most. */
const leastNamed = 5;

/**
 * The customers to name, those with the most at stake first, and how many more there are with less than `below`, in the
 * bank's currency; null where those left out have as much at stake as the last who is named.
 */
export type Named = { customers: RankedCustomer[]; more: number; below: number | null };

const atStake = ({ valueAtStake }: Pick<RankedCustomer, 'valueAtStake'>) =>
  Math.max(0, valueAtStake ?? 0);

/**
 * Chooses whom a digest names: everybody with `least` or more at stake or, where these are more than fifteen, those from a
 * round amount up that leaves five to fifteen.
 * @param most those with the most at stake first: one more than may be named, or all
 * @param count how many there are in all
 * @param least in the bank's currency
 * @param atMost how many are named at most
 */
export function namedCustomers(
  most: readonly RankedCustomer[],
  count: number,
  least: number,
  atMost: number = mostInDigest,
): Named {
  const worth = most.filter((customer) => atStake(customer) >= least);
  if (worth.length <= atMost) {
    return { customers: worth, more: count - worth.length, below: least };
  }
  const [few, over] = [worth[Math.min(leastNamed, atMost) - 1], worth[atMost]];
  const raised =
    few === undefined || over === undefined ? undefined : roundBetween(atStake(over), atStake(few));
  const customers = (
    raised === undefined ? worth : worth.filter((customer) => atStake(customer) >= raised)
  ).slice(0, atMost);
  return { customers, more: count - customers.length, below: raised ?? null };
}

const round = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

/** The least round amount above one and not above another; undefined where there is none. */
function roundBetween(above: number, upTo: number): number | undefined {
  const magnitude = 10 ** Math.floor(Math.log10(Math.max(above, 1)));
  const found = round.map((digits) => digits * magnitude).find((amount) => amount > above);
  return found === undefined || found > upTo ? undefined : found;
}
