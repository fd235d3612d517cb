import { z } from 'zod';

/** What a book added up to as it was told; money in the bank's currency, null where it was not known. */
export const toldTotals = z.object({
  customers: z.number(),
  /** how many are at risk, and the value at stake with these */
  atRisk: z.number().nullable(),
  valueAtStake: z.number().nullable(),
  valueIfStays: z.number().nullable(),
  clv: z.number().nullable(),
});
export type ToldTotals = z.infer<typeof toldTotals>;

/** What a digest told, as far as the next of its kind compares with it, beside the run that it told of. */
export const digestState = z.object({
  /** who was at risk: ids of the store */
  atRisk: z.array(z.number()).optional(),
  totals: toldTotals.optional(),
  /** the reader's day on which it was told, ISO: what is due since then is new */
  toldOn: z.string().optional(),
});
export type DigestState = z.infer<typeof digestState>;
