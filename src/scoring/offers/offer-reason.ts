import type { OfferedProduct } from '../../store/offers/held-baskets.ts';
import type { OffersModel } from './offers-model.ts';

/**
 * Why a product fits: of the `customers` who hold `held`, as this one does, the share `confidence` also holds the product, against
 * `share` of all; or, where nothing that is held tells, the share of all alone.
 */
export type OfferReason =
  | { held: OfferedProduct[]; customers: number; confidence: number; share: number }
  | { held: null; share: number };

/** Fewer customers than these prove nothing. */
const leastCustomers = 30;
/** A rule must raise the share by so much to be worth telling. */
const leastLift = 1.1;
/** A rule about one more product must be more confident by this much. */
const worthOfAProduct = 0.02;

/**
 * The rule that speaks most for a product: the most confident of those that apply, among nearly equal ones the simplest.
 *
 * @param held numbers of the products held
 * @param product its number
 */
export function reasonFor(
  { products, counts, rules }: OffersModel,
  held: readonly number[],
  product: number,
): OfferReason {
  const share = (counts.holders[product] ?? 0) / counts.customers;
  const telling = rules
    .filter(
      ({ antecedent, consequent, both, antecedentCount }) =>
        consequent === product &&
        antecedentCount >= leastCustomers &&
        both / antecedentCount >= leastLift * share &&
        antecedent.every((each) => held.includes(each)),
    )
    .map((rule) => ({
      ...rule,
      confidence: rule.both / rule.antecedentCount,
      weight: rule.both / rule.antecedentCount - worthOfAProduct * rule.antecedent.length,
    }))
    .sort((a, b) => b.weight - a.weight);
  const [best] = telling;
  if (best === undefined) return { held: null, share };
  return {
    held: best.antecedent.flatMap((number) => products[number] ?? []),
    customers: best.antecedentCount,
    confidence: best.confidence,
    share,
  };
}
