import { setImmediate } from 'node:timers/promises';
import {
  type HeldBasket,
  heldBaskets,
  holdersByLabel,
  type OfferedProduct,
  usualBalances,
} from '../../store/offers/held-baskets.ts';
import type { Database } from '../../store/store.ts';
import {
  fitRecommendations,
  type HitRate,
  leaveOneOut,
  type RecommendationModel,
} from '../../valuation/index.ts';
import type { OffersCard, OffersModel } from './offers-model.ts';
import { leastHolders, leastHoldersOf, productCatalog } from './product-catalog.ts';

/** Offers a customer gets, and what a holding left out must be among. */
export const offersMade = 3;

/** A rule holds for at least this share of customers, and of those with its antecedent. */
const minSupport = 0.005;
const minConfidence = 0.05;
/** Products in a rule: two that are held, and the one that follows. */
const maxItems = 3;
/** Rules that a card keeps. */
const rulesShown = 20;

/**
 * Learns what goes with what in the bank's holdings at a run's as-of date, and tries out which way to rank offers finds
 * holdings that were left out.
 *
 * @param customers of the run
 * @returns undefined where the bank records no holdings
 */
export async function trainOffers(
  db: Database,
  { runId, customers }: { runId: number; customers: number },
): Promise<{ method: string; body: OffersModel; card: OffersCard } | undefined> {
  const products = productCatalog(await holdersByLabel(db, runId, leastHoldersOf(customers)));
  if (products.length === 0) return undefined;
  const held = await heldBaskets(db, runId, products);
  const baskets = held.map(({ basket }) => Int32Array.from(basket));
  const model = fitRecommendations(
    {
      products: products.length,
      baskets,
      customers: Float64Array.from(held, (each) => each.customers),
    },
    { minSupport, minConfidence, maxItems },
  );
  const judged = await leaveOneOut(
    model,
    held.map(({ customers, half, segment }, i) => ({
      basket: baskets[i] ?? new Int32Array(),
      customers,
      half,
      group: segment,
    })),
    offersMade,
    () => setImmediate(),
  );
  const balances = await usualBalances(db, runId, products, leastHolders);
  return {
    method: judged.chosen,
    body: {
      products,
      recommender: judged.chosen,
      usualBalances: products.map((_, number) => balances.get(number) ?? null),
      ...model,
    },
    card: cardOf(products, model, held, judged),
  };
}

function cardOf(
  products: readonly OfferedProduct[],
  model: RecommendationModel,
  held: readonly HeldBasket[],
  judged: Awaited<ReturnType<typeof leaveOneOut>>,
): OffersCard {
  const { counts } = model;
  return {
    customers: held.reduce((sum, { customers }) => sum + customers, 0),
    products: products.map((each, number) => ({ ...each, holders: counts.holders[number] ?? 0 })),
    ...knownRates(judged),
    chosen: judged.chosen,
    standardError: known(judged.standardError),
    byRecommender: Object.fromEntries(
      Object.entries(judged.byRecommender).map(([name, rate]) => [name, known(rate)]),
    ),
    segments: judged.groups.map(({ group, ...rates }) => ({
      segment: group,
      ...knownRates(rates),
    })),
    ruleCount: model.rules.length,
    rules: strongestRules(products, model),
  };
}

function strongestRules(
  products: readonly OfferedProduct[],
  { counts, rules }: RecommendationModel,
): OffersCard['rules'] {
  const productOf = (number: number) => {
    const product = products[number];
    if (product === undefined)
      throw new Error('A rule names a product that is not in the catalog.');
    return product;
  };
  return rules
    .map(({ antecedent, consequent, both, antecedentCount }) => {
      const confidence = both / antecedentCount;
      return {
        antecedent: antecedent.map(productOf),
        consequent: productOf(consequent),
        support: both / counts.customers,
        confidence,
        lift: (confidence * counts.customers) / (counts.holders[consequent] ?? Number.NaN),
      };
    })
    .sort((a, b) => b.lift - a.lift || b.support - a.support)
    .slice(0, rulesShown);
}

/** A share of nothing is not known. */
const known = (rate: number) => (Number.isNaN(rate) ? null : rate);

const knownRates = ({ leftOut, popularity, recommender }: HitRate) => ({
  leftOut,
  popularity: known(popularity),
  recommender: known(recommender),
});
