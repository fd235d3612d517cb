import { z } from 'zod';
import { type OfferedProduct, offeredProduct } from '../../store/offers/held-baskets.ts';
import { type RecommendationModel, type Recommender, recommenders } from '../../valuation/index.ts';

const rate = z.number().nullable();

const modelShape = z.object({
  /** what the numbers of the counts and rules stand for */
  products: z.array(offeredProduct),
  recommender: z.enum(recommenders),
  /** of each product, in the bank's currency; null: not recorded */
  usualBalances: z.array(z.number().nullable()),
  counts: z.object({
    products: z.number(),
    customers: z.number(),
    holders: z.array(z.number()),
    together: z.array(z.number()),
  }),
  rules: z.array(
    z.object({
      antecedent: z.array(z.number()),
      consequent: z.number(),
      both: z.number(),
      antecedentCount: z.number(),
    }),
  ),
  ruleBounds: z.object({ minCount: z.number(), minConfidence: z.number() }),
});

/** What a question about offers reads: what the bank's products are, and how to rank them. */
export type OffersModel = {
  products: OfferedProduct[];
  recommender: Recommender;
  usualBalances: (number | null)[];
} & RecommendationModel;

/** Reads a stored model. */
export function readOffersModel(body: unknown): OffersModel {
  return modelShape.parse(body);
}

const hitRate = z.object({
  /** holdings left out */
  leftOut: z.number(),
  /** share of them among the first three, 0 to 1; null without any */
  popularity: rate,
  recommender: rate,
});

const cardShape = hitRate.extend({
  customers: z.number(),
  products: z.array(offeredProduct.extend({ holders: z.number() })),
  chosen: z.enum(recommenders),
  /** of the difference of the two rates */
  standardError: rate,
  byRecommender: z.record(z.string(), rate),
  segments: z.array(hitRate.extend({ segment: z.number() })),
  ruleCount: z.number(),
  /** those with the highest lift */
  rules: z.array(
    z.object({
      antecedent: z.array(offeredProduct),
      consequent: offeredProduct,
      support: z.number(),
      confidence: z.number(),
      lift: z.number(),
    }),
  ),
});

/** How the recommenders did on the bank's own holdings, and what they found. */
export type OffersCard = z.infer<typeof cardShape>;

/** Reads a stored card. */
export function readOffersCard(card: unknown): OffersCard {
  return cardShape.parse(card);
}
