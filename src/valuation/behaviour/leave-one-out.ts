import {
  type RecommendationModel,
  type Recommender,
  rankProducts,
  recommenders,
} from './recommenders.ts';

/** Equal baskets of customers who belong together: what one customer holds, and how many hold exactly this. */
export type BasketGroup = {
  basket: Int32Array;
  customers: number;
  /** 0 or 1: in which half of the bank, drawn without regard to what is held */
  half: number;
  /** a segment or another group; null: in none */
  group: number | null;
};

/** A recommender against popularity on holdings left out, one at a time. */
export type HitRate = {
  /** holdings left out */
  leftOut: number;
  /** share of them that popularity has among its first, 0 to 1; NaN without any */
  popularity: number;
  /** the same of the chosen recommender */
  recommender: number;
};

/** How the recommenders did. */
export type LeaveOneOut = HitRate & {
  /** the one that did best; popularity where none did better */
  chosen: Recommender;
  /** of the difference between the two rates, customers counted as a whole */
  standardError: number;
  /** hit rate of each recommender, 0 to 1 */
  byRecommender: Record<Recommender, number>;
  /** by group, in the order of their numbers */
  groups: (HitRate & { group: number })[];
};

/**
 * Leaves each holding of each customer with two or more out once, ranks what the customer then seems not to hold, and looks
 * whether the one left out is among the first. It is taken out of every count before, so no recommender has seen it.
 *
 * The recommender that hits most often is chosen. As choosing flatters, the rate reported is cross-fitted: in each half of the
 * bank it is that of the recommender which did best in the other half. Where that does not beat popularity, popularity is
 * chosen.
 *
 * @param top how many of the first count, one or more
 * @param pause called now and then between baskets, so that a caller's thread can do something else
 */
export async function leaveOneOut(
  model: RecommendationModel,
  groups: readonly BasketGroup[],
  top: number,
  pause: () => Promise<void> = async () => {},
): Promise<LeaveOneOut> {
  const hitsOf = new Map<string, Hits>();
  for (const { basket } of groups) {
    const key = basket.join();
    if (basket.length < 2 || hitsOf.has(key)) continue;
    hitsOf.set(key, hitsOfBasket(model, basket, top));
    if (hitsOf.size % basketsAtATime === 0) await pause();
  }
  const judged = groups.flatMap((each) => {
    const hits = hitsOf.get(each.basket.join());
    return hits === undefined ? [] : [{ ...each, hits }];
  });
  const inHalf = [0, 1].map((half) => totalOf(judged.filter((each) => each.half === half)));
  const bestOf = inHalf.map(best);
  /** what did best in the other half */
  const fitted = (half: number) => bestOf[1 - half] ?? 'popularity';
  const total = totalOf(judged);
  const crossFitted = rates(judged, fitted);
  const winner = crossFitted.recommender > crossFitted.popularity ? best(total) : 'popularity';
  const shown = winner === 'popularity' ? () => winner : fitted;
  const numbers = [...new Set(judged.flatMap(({ group }) => (group === null ? [] : [group])))];
  return {
    ...rates(judged, shown),
    chosen: winner,
    standardError: standardError(judged, shown),
    byRecommender: total.rates,
    groups: numbers
      .sort((a, b) => a - b)
      .map((group) => ({
        group,
        ...rates(
          judged.filter((each) => each.group === group),
          shown,
        ),
      })),
  };
}

const basketsAtATime = 50;

/** How many of a basket's holdings each recommender hits. */
type Hits = Record<Recommender, number>;
type Judged = BasketGroup & { hits: Hits };

function hitsOfBasket(model: RecommendationModel, basket: Int32Array, top: number): Hits {
  const of = (recommender: Recommender) =>
    basket.reduce(
      (hits, product) =>
        hits +
        (rankProducts(model, recommender, basket, product).slice(0, top).includes(product) ? 1 : 0),
      0,
    );
  return {
    popularity: of('popularity'),
    cosine: of('cosine'),
    rules: of('rules'),
    odds: of('odds'),
    combined: of('combined'),
  };
}

function totalOf(judged: readonly Judged[]): { leftOut: number; rates: Hits } {
  const hits: Hits = { popularity: 0, cosine: 0, rules: 0, odds: 0, combined: 0 };
  let leftOut = 0;
  for (const each of judged) {
    leftOut += each.customers * each.basket.length;
    for (const recommender of recommenders) {
      hits[recommender] += each.customers * each.hits[recommender];
    }
  }
  for (const recommender of recommenders) hits[recommender] /= leftOut;
  return { leftOut, rates: hits };
}

/** The best, among equals the simplest. */
function best({ rates }: { rates: Hits }): Recommender {
  return recommenders.reduce((a, b) => (rates[b] > rates[a] ? b : a));
}

function rates(judged: readonly Judged[], chosenIn: (half: number) => Recommender): HitRate {
  let leftOut = 0;
  let byPopularity = 0;
  let byRecommender = 0;
  for (const { customers, basket, half, hits } of judged) {
    leftOut += customers * basket.length;
    byPopularity += customers * hits.popularity;
    byRecommender += customers * hits[chosenIn(half)];
  }
  return {
    leftOut,
    popularity: byPopularity / leftOut,
    recommender: byRecommender / leftOut,
  };
}

/** Of the difference of two rates on the same holdings, those of a customer taken together (Liang and Zeger 1986). */
function standardError(judged: readonly Judged[], chosenIn: (half: number) => Recommender): number {
  const { leftOut, popularity, recommender } = rates(judged, chosenIn);
  let square = 0;
  for (const { customers, basket, half, hits } of judged) {
    const gained = hits[chosenIn(half)] - hits.popularity;
    square += customers * (gained - (recommender - popularity) * basket.length) ** 2;
  }
  return Math.sqrt(square) / leftOut;
}
