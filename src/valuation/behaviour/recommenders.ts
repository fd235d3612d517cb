import { type CountedRule, countedRules, leastCount } from './association-rules.ts';
import {
  cosineOfCounts,
  countHoldings,
  type HoldingCounts,
  type Holdings,
} from './holding-counts.ts';

/**
 * The ways to rank what a customer does not hold, the simplest first: `popularity` (who holds most), `cosine` (item-based
 * collaborative filtering), `rules` (the most confident association rule that applies), `odds` (naive Bayes on all that is
 * held and not held), `combined` (the geometric mean of the four, which needs no weights to be chosen).
 */
export const recommenders = ['popularity', 'cosine', 'rules', 'odds', 'combined'] as const;
export type Recommender = (typeof recommenders)[number];

/** What the recommenders rank by: plain data. */
export type RecommendationModel = {
  counts: HoldingCounts;
  rules: readonly CountedRule[];
  /** what the rules had to reach, inclusive */
  ruleBounds: { minCount: number; minConfidence: number };
};

/** No product is left out. */
const nothing = -1;

/**
 * Learns what the recommenders rank by, in one pass over what customers hold.
 *
 * @param options.minSupport the least share of all customers a rule must hold for, inclusive, 0 to 1
 * @param options.minConfidence inclusive, 0 to 1
 * @param options.maxItems the most products in a rule, the concluded one included
 */
export function fitRecommendations(
  holdings: Holdings,
  {
    minSupport,
    minConfidence,
    maxItems,
  }: { minSupport: number; minConfidence: number; maxItems: number },
): RecommendationModel {
  const counts = countHoldings(holdings);
  const ruleBounds = { minCount: leastCount(minSupport, counts.customers), minConfidence };
  const rules = countedRules(holdings.baskets, {
    ...ruleBounds,
    weights: holdings.customers,
    maxItems,
  });
  return { counts, rules, ruleBounds };
}

/**
 * How well each product fits a customer, 0 to 1: their share of all customers (`popularity`), the mean cosine to what is
 * held (`cosine`), a confidence (`rules`), a probability (`odds`) or the geometric mean of these (`combined`). Scores of one
 * recommender compare with each other only.
 *
 * @param held the products held, each once
 * @param leftOut a product that the customer holds but is to count as not held: the customer's holding of it is taken out of
 *   every count, so that the scores are those of a model that never saw it
 * @returns one entry a product; `NaN` for those held
 */
export function scoreProducts(
  model: RecommendationModel,
  recommender: Recommender,
  held: ArrayLike<number>,
  leftOut: number = nothing,
): Float64Array {
  const { products } = model.counts;
  const holds = new Uint8Array(products);
  for (let i = 0; i < held.length; i++) if (held[i] !== leftOut) holds[held[i]!] = 1;
  const scored = score[recommender](model, holds, leftOut);
  return scored.map((value, product) => (holds[product] === 1 ? Number.NaN : value));
}

/**
 * The products not held, best first; among equals the one that more customers hold.
 *
 * @returns product numbers
 */
export function rankProducts(
  model: RecommendationModel,
  recommender: Recommender,
  held: ArrayLike<number>,
  leftOut: number = nothing,
): number[] {
  const scores = scoreProducts(model, recommender, held, leftOut);
  const holdersOf = (product: number) =>
    model.counts.holders[product]! - (product === leftOut ? 1 : 0);
  return [...scores.keys()]
    .filter((product) => !Number.isNaN(scores[product]))
    .sort((a, b) => scores[b]! - scores[a]! || holdersOf(b) - holdersOf(a) || a - b);
}

type Score = (model: RecommendationModel, holds: Uint8Array, leftOut: number) => Float64Array;

const score: Readonly<Record<Recommender, Score>> = {
  popularity({ counts }, _, leftOut) {
    return eachProduct(counts, (product) =>
      shareOf(counts.holders[product]! - (product === leftOut ? 1 : 0), counts.customers),
    );
  },

  cosine({ counts }, holds, leftOut) {
    const { products, holders, together } = counts;
    const held = holds.reduce((sum, each) => sum + each, 0);
    return eachProduct(counts, (product) => {
      const gone = product === leftOut ? 1 : 0;
      let sum = 0;
      for (let other = 0; other < products; other++) {
        if (holds[other] === 0) continue;
        sum += cosineOfCounts(
          together[product * products + other]! - gone,
          holders[product]! - gone,
          holders[other]!,
        );
      }
      return held === 0 ? 0 : sum / held;
    });
  },

  rules(model, holds, leftOut) {
    // Popularity is the confidence of the rule that asks for nothing.
    const scores = score.popularity(model, holds, leftOut);
    const { minCount, minConfidence } = model.ruleBounds;
    for (const { antecedent, consequent, both, antecedentCount } of model.rules) {
      if (!antecedent.every((product) => holds[product] === 1)) continue;
      const counted = both - (consequent === leftOut ? 1 : 0);
      const confidence = counted / antecedentCount;
      if (counted < minCount || confidence < minConfidence) continue;
      if (confidence > scores[consequent]!) scores[consequent] = confidence;
    }
    return scores;
  },

  odds({ counts }, holds, leftOut) {
    const { products, customers, holders, together } = counts;
    return eachProduct(counts, (product) => {
      const gone = product === leftOut ? 1 : 0;
      const holding = holders[product]! - gone;
      let logOdds = Math.log((holding + 1) / (customers - holding + 1));
      for (let other = 0; other < products; other++) {
        if (other === product) continue;
        const both = together[product * products + other]! - gone * holds[other]!;
        const alone = holders[other]! - (other === leftOut ? 1 : 0) - both;
        const among = (both + 1) / (holding + 2);
        const beside = (alone + 1) / (customers - holding + 2);
        logOdds +=
          holds[other] === 1 ? Math.log(among / beside) : Math.log((1 - among) / (1 - beside));
      }
      return 1 / (1 + Math.exp(-logOdds));
    });
  },

  combined(model, holds, leftOut) {
    const parts = [score.popularity, score.cosine, score.rules, score.odds].map((of) =>
      of(model, holds, leftOut),
    );
    return eachProduct(model.counts, (product) =>
      Math.exp(
        parts.reduce((sum, part) => sum + Math.log(part[product]! + almostNothing), 0) /
          parts.length,
      ),
    );
  },
};

/** In place of a score of 0, so that the others still tell products apart. */
const almostNothing = 1e-9;

function eachProduct({ products }: HoldingCounts, of: (product: number) => number): Float64Array {
  return Float64Array.from({ length: products }, (_, product) => of(product));
}

const shareOf = (part: number, whole: number) => (whole > 0 ? part / whole : 0);
