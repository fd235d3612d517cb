import { frequentItemsets } from './frequent-itemsets.ts';

/** Who holds the antecedent mostly holds the consequent, too. */
export type AssociationRule = {
  /** item numbers, ascending, at least one */
  antecedent: number[];
  /** the one item that is concluded */
  consequent: number;
  /** share of all baskets that hold both, 0 to 1 */
  support: number;
  /** share of the baskets with the antecedent that hold the consequent, 0 to 1 */
  confidence: number;
  /** the confidence over the consequent's own share of all baskets; 1: the antecedent tells nothing */
  lift: number;
};

/** The bounds a rule must reach; each is inclusive. */
export type RuleBounds = {
  /** share of all baskets, 0 to 1 */
  minSupport: number;
  /** 0 to 1 */
  minConfidence: number;
};

/** A rule with the counts it is made of. */
export type CountedRule = {
  antecedent: number[];
  consequent: number;
  /** baskets that hold antecedent and consequent */
  both: number;
  /** baskets that hold the antecedent */
  antecedentCount: number;
};

/**
 * Association rules with one consequent (Agrawal, Imieliński and Swami 1993), from the frequent sets of FP-growth; the most
 * confident first, among equals the one with more support.
 *
 * @param baskets item numbers, one array a basket; an empty basket counts as one that holds nothing
 * @throws RangeError for a bound outside 0 to 1
 */
export function associationRules(
  baskets: readonly Int32Array[],
  { minSupport, minConfidence }: RuleBounds,
): AssociationRule[] {
  for (const [name, bound] of Object.entries({ minSupport, minConfidence })) {
    if (!(bound >= 0 && bound <= 1)) {
      throw new RangeError(`${name} was ${bound}; give a share from 0 to 1.`);
    }
  }
  const all = baskets.length;
  const counts = new Map<number, number>();
  for (const basket of baskets) {
    for (const item of new Set(basket)) counts.set(item, (counts.get(item) ?? 0) + 1);
  }
  return countedRules(baskets, {
    minCount: leastCount(minSupport, all),
    minConfidence,
  }).map(({ antecedent, consequent, both, antecedentCount }) => {
    const confidence = both / antecedentCount;
    const share = (counts.get(consequent) ?? 0) / all;
    return { antecedent, consequent, support: both / all, confidence, lift: confidence / share };
  });
}

/** The fewest baskets, at least one, whose share of all is not below a support. */
export function leastCount(support: number, all: number): number {
  let count = Math.max(1, Math.floor(support * all) - 1);
  while (count < all && count / all < support) count++;
  return count;
}

/**
 * The same as counts, so that a basket can be taken out of them again.
 *
 * @param options.weights how many times each basket occurs; once unless given
 * @param options.minCount the fewest baskets with antecedent and consequent, inclusive
 * @param options.maxItems the most items in antecedent and consequent together; unless given, any number
 */
export function countedRules(
  baskets: readonly ArrayLike<number>[],
  {
    minConfidence,
    ...mining
  }: { weights?: ArrayLike<number>; minCount: number; minConfidence: number; maxItems?: number },
): CountedRule[] {
  const sets = frequentItemsets(baskets, mining);
  const countOf = new Map(sets.map(({ items, count }) => [items.join(), count]));
  const rules: CountedRule[] = [];
  for (const { items, count } of sets) {
    if (items.length < 2) continue;
    for (const consequent of items) {
      const antecedent = items.filter((item) => item !== consequent);
      // Every subset of a frequent set is frequent.
      const antecedentCount = countOf.get(antecedent.join());
      if (antecedentCount === undefined) throw new Error('A subset of a frequent set is missing.');
      if (count / antecedentCount < minConfidence) continue;
      rules.push({ antecedent, consequent, both: count, antecedentCount });
    }
  }
  return rules.sort(inOrder);
}

function inOrder(a: CountedRule, b: CountedRule): number {
  return (
    b.both / b.antecedentCount - a.both / a.antecedentCount ||
    b.both - a.both ||
    a.consequent - b.consequent ||
    compareItems(a.antecedent, b.antecedent)
  );
}

function compareItems(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return a.length - b.length;
  const at = a.findIndex((item, i) => item !== b[i]);
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}
