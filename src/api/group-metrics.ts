import { z } from 'zod';
import type { Linked } from '../access/principal.ts';
import { groupMetrics, type Metrics } from '../conversation/metrics/group-metrics.ts';
import { askedContext, askedFilters, type FiguresOptions } from './asked-figures.ts';
import { asOfQuery, filterQuery, query } from './query.ts';
import type { Refusal } from './request-errors.ts';

const rate = z.number().nullable().describe('0 to 1; null: not known');
const amount = z.number().nullable().describe('bank currency; null: not known');
const names = z.record(z.string(), z.string()).nullable().describe('by locale');

const rates = {
  customers: z.number(),
  contribution12m: amount,
  contributionRate: rate.describe("share of the whole bank's contribution; null: not known"),
  repurchaseRate: rate.describe('two or more transactions of their own over one or more'),
  productRepurchaseRate: rate.describe('two or more products opened over one or more'),
  satisfaction: rate.describe('mean over the customers of whom it is known'),
  respondents: z.number().describe('of whom satisfaction is known'),
  estimated: z.number().describe('of these, of whom it is estimated from what they wrote'),
};

/** The metrics as the REST API describes them; `docs/valuation.md` defines each. */
export const metricsShape = z.object({
  from: z.string().describe('the last day before the year the figures are of'),
  asOf: z.string(),
  currency: z.string(),
  ...rates,
  churnRate: rate.describe('leavers of the period over customers at its start'),
  churn: z
    .object({ from: z.string(), to: z.string(), atStart: z.number(), leavers: z.number() })
    .nullable(),
  survey: z.object({
    answers: z.number(),
    questions: z.array(
      z.object({
        question: z.string().nullable(),
        answers: z.number(),
        meanRating: z.number().describe("on the question's own scale, from worst to best"),
        worst: z.number(),
        best: z.number(),
        satisfaction: z.number().describe('the same, 0 to 1'),
        weight: z.number(),
      }),
    ),
    weighted: rate,
    index: z
      .object({
        total: z.number().describe('each question from 0 to 10'),
        perQuestion: z.number(),
        questions: z.number(),
        customers: z.number(),
      })
      .nullable(),
  }),
  acquisition: z
    .object({
      spend: z.number(),
      newCustomers: z.number(),
      cost: amount,
      paybackMonths: z.number().nullable(),
    })
    .nullable()
    .describe('null: no spending is configured, or too few others joined to tell of'),
  values: z
    .object({
      revenue: z.number(),
      cost: z.number(),
      horizonMonths: z.number(),
      annualDiscountRate: z.number(),
      growthRate: z.number().nullable(),
      retentionRate: rate,
      singleEvent: amount,
      cumulative: z.number(),
      discounted: z.number(),
      growing: amount,
      perpetuity: amount,
      retention: amount,
    })
    .nullable()
    .describe('of the average customer, by the textbook formulas'),
  bank: z
    .object({ customers: z.number(), churnRate: rate, satisfaction: rate })
    .nullable()
    .describe('the whole bank; null: it is the same, or too few others are in it'),
  segments: z.array(z.object({ id: z.number().nullable(), names, ...rates })),
  branches: z.array(z.object({ branch: z.string().nullable(), names, ...rates, churnRate: rate })),
});

/** What the metrics may be held to, and of which day they are. */
export const metricsQuery = query({ ...filterQuery, ...asOfQuery });

/**
 * The metrics of those whom a person may see.
 * @returns them with whose figures they tell of each, for the access log; or why there are none
 */
export async function metricsFor(
  options: FiguresOptions,
  person: Linked,
  { asOf, ...said }: z.output<typeof metricsQuery>,
): Promise<{ metrics: Metrics & { currency: string }; seen: number[] } | { refusal: Refusal }> {
  const given = await askedContext(
    options,
    person,
    asOf === undefined ? undefined : { upTo: asOf },
  );
  if ('refusal' in given) return given;
  const { context } = given;
  const held = await askedFilters(context, said);
  if ('refusal' in held) return held;
  const { metrics, seen } = await groupMetrics(context, held.filters);
  return { metrics: { ...metrics, currency: context.bank.currency }, seen };
}
