import type { LabelHolders, OfferedProduct } from '../../store/offers/held-baskets.ts';

/** Of a bank's customers, the fewest who must hold a product for its name to count. */
const leastShare = 0.002;
/** What fewer customers hold is not told of: it would be figures of these customers. */
export const leastHolders = 10;
/** Names of a kind beyond these are not products but what people call their accounts. */
const mostNames = 12;
/** The share of a kind's named holders that names in use must have together. */
const leastCovered = 0.8;

/** How many holders a name must have, in a bank of so many customers. */
export function leastHoldersOf(customers: number): number {
  return Math.max(leastHolders, Math.ceil(leastShare * customers));
}

/**
 * What a bank's products are. A kind whose holdings carry a few names that many share, such as classic and gold cards, is as many
 * products; any other kind is one, whatever its holdings are called. Within a kind that is told apart, what carries no such
 * name is a product without a name of its own, and comes last. A kind with fewer than {@link leastHolders} holders is left out.
 *
 * @param held names that at least {@link leastHoldersOf} hold, and the nameless
 */
export function productCatalog(held: readonly LabelHolders[]): OfferedProduct[] {
  const kinds = [
    ...new Set(held.filter((each) => each.ofProduct >= leastHolders).map(({ product }) => product)),
  ].sort();
  return kinds.flatMap((product) => {
    const named = held.filter((each) => each.product === product && each.label !== null);
    const nameless = held.some((each) => each.product === product && each.label === null);
    const covered = named.reduce((sum, { holders }) => sum + holders, 0);
    const apart =
      named.length <= mostNames &&
      named.length + (nameless ? 1 : 0) > 1 &&
      covered >= leastCovered * (named[0]?.ofKind ?? 0);
    return [
      ...(apart ? named.map(({ label }) => ({ product, label })) : []),
      { product, label: null },
    ];
  });
}
