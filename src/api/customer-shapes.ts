import { z } from 'zod';
import { sourceLanguage } from '../language/catalogs.ts';
import { nameIn } from '../language/names.ts';
import { storedStages } from '../store/kinds.ts';
import type { ListedValue } from '../store/listings/list-values.ts';

/** A customer, as the API gives one. */
export const customer = z.object({
  id: z.string().describe("the bank's own id"),
  name: z.string().nullable(),
  branch: z.string().nullable(),
  manager: z.string().nullable(),
  joinedOn: z.string().nullable().describe('ISO 8601 date'),
  closedOn: z.string().nullable().describe('ISO 8601 date; null while a customer'),
  phone: z
    .string()
    .nullable()
    .describe('with + and the code of the country where the bank gives it; null: not known'),
  email: z.string().nullable().describe('null: not known'),
  tags: z.array(z.string()).describe('what the bank sorts its customers by'),
  products: z.array(z.string()).describe('kinds of product held and open'),
});

/** What a run says a customer is worth. */
export const value = z.object({
  id: z.string().describe("the bank's own id"),
  asOf: z.string().describe('the date the figures are for'),
  clv: z
    .number()
    .nullable()
    .describe(
      'discounted expected contribution over the horizon, bank currency; null, as its interval: nothing is known of how many leave',
    ),
  clvLow: z.number().nullable().describe('lower end of the 90 % interval'),
  clvHigh: z.number().nullable().describe('upper end of the 90 % interval'),
  valueIfStays: z
    .number()
    .nullable()
    .describe(
      'the CLV without the chance of leaving, which the tier goes by; null: has left, or valued by an earlier version',
    ),
  horizonMonths: z.number(),
  cvs: z.number().describe('value score, 0 to 100'),
  tier: z.enum(['high', 'medium', 'low']),
  segment: z.string().nullable().describe('its English name'),
  contribution12m: z
    .number()
    .nullable()
    .describe('actual contribution of the last twelve months; null: not a customer in any of them'),
  contributionMonths: z
    .number()
    .describe(
      'of how many whole months contribution12m is known: 12, or fewer where the data begins later',
    ),
  expectedContribution: z.number().describe('expected contribution a month'),
  balance: z.number().nullable().describe('deposits and investments; null: not recorded'),
  debt: z
    .number()
    .nullable()
    .describe(
      'owed on cards, loans and mortgages by their newest recorded balances; null: none recorded',
    ),
  debtsUnrecorded: z
    .number()
    .describe('of how many loans and mortgages no balance is recorded: `debt` leaves them out'),
  stage: z
    .string()
    .nullable()
    .describe(
      `one of ${storedStages.join(', ')}; null: new by the first day of the data alone, where the bank does not say when they joined`,
    ),
  rfm: z.object({ recency: z.number(), frequency: z.number(), monetary: z.number() }),
  satisfaction: z.number().nullable().describe('0 to 1'),
  satisfactionEstimated: z
    .boolean()
    .describe('true: answered no survey; estimated from what they wrote'),
});

/** What a run says of a customer's leaving, and why. */
export const prediction = z.object({
  id: z.string().describe("the bank's own id"),
  asOf: z.string(),
  churnProbability: z
    .number()
    .nullable()
    .describe('0 to 1; null where no model could be fitted or the customer has left'),
  reasons: z.array(
    z.object({
      feature: z.string(),
      value: z
        .union([z.number(), z.string()])
        .nullable()
        .describe('a text only of an attribute that is one'),
      contribution: z.number().describe('log-odds added; positive: towards leaving'),
    }),
  ),
  valueAtStake: z
    .number()
    .nullable()
    .describe('churnProbability times valueIfStays; below 0: costs more than they bring in'),
  probabilityAlive: z.number().nullable().describe('from the transactions alone, 0 to 1'),
  expectedTransactions: z.number().nullable().describe('over the horizon'),
});

/** A row of the store as {@link value}. */
export const asValue = (row: ListedValue): z.infer<typeof value> => ({
  ...row,
  segment: row.segment && nameIn(row.segment, sourceLanguage),
  rfm: { recency: row.recencyScore, frequency: row.frequencyScore, monetary: row.monetaryScore },
});

/** A row of the store as {@link prediction}. */
export const asPrediction = (row: ListedValue): z.infer<typeof prediction> => ({
  ...row,
  reasons: row.churnReasons,
});
