import { z } from 'zod';
import { type UpliftColumns, upliftFeatures } from '../../store/campaigns/uplift-columns.ts';
import type { Dataset, UpliftModel } from '../../valuation/index.ts';

const measured = z.object({
  method: z.enum(['twoModel', 'classTransformation']),
  kind: z.enum(['logistic', 'boosting']),
  qini: z.number(),
  auuc: z.number(),
});

const shareProfit = z.object({ share: z.number(), profit: z.number() });

const cardShape = z.object({
  campaign: z.object({
    id: z.number(),
    name: z.string(),
    names: z.record(z.string(), z.string()),
    startedOn: z.string(),
    endsOn: z.string(),
  }),
  customers: z.number(),
  treated: z.number(),
  /** on customers that it did not learn from */
  measured,
  candidates: z.array(measured),
  /** how often a random ranking has a Qini at least as large, times the candidates */
  byChance: z.number(),
  /** customers kept more than at the held-out's rate, of all treated, by the share contacted, foremost first */
  curve: z.array(z.object({ share: z.number(), kept: z.number() })),
  /** for each customer there is, in the bank's currency; null where no contact is set */
  profit: z
    .object({
      contact: z.number(),
      gained: z.number(),
      best: shareProfit,
      everybody: z.number(),
    })
    .nullable(),
});

/** What an uplift model was learnt from, and how well it ranks. */
export type UpliftCard = z.output<typeof cardShape>;

/** A ranking that chance would have as good this often is none. */
export const mostByChance = 0.05;

/** Reads the card of a stored model. @throws ZodError for one that is none of an uplift model */
export const readUpliftCard = (card: Record<string, unknown>): UpliftCard => cardShape.parse(card);

const trained = z.looseObject({ kind: z.string(), features: z.array(z.unknown()) });
const bodyShape = z.union([
  z.object({ method: z.literal('twoModel'), treated: trained, heldOut: trained }),
  z.object({ method: z.literal('classTransformation'), agrees: trained }),
]);

/** Whether a stored body is an uplift model: it is written by this program alone, and its parts are read as they are. */
export const isUpliftModel = (body: unknown): body is UpliftModel =>
  bodyShape.safeParse(body).success;

/** The features as models take them. */
export function upliftDataset(columns: UpliftColumns): Dataset {
  return {
    rows: columns.id.length,
    columns: upliftFeatures.map((name) => ({ name, kind: 'number', values: columns[name] })),
  };
}
