import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { inScope, type Scope } from '../scope.ts';
import { mainSegmentation } from '../segments/segmentation.ts';
import { type Database, queryRows } from '../store.ts';
import { type Page, pageOf } from './page.ts';

const value = z.object({
  key: z.number(),
  id: z.string(),
  asOf: z.string(),
  clv: z.number(),
  clvLow: z.number(),
  clvHigh: z.number(),
  valueIfStays: z.number().nullable(),
  horizonMonths: z.number(),
  cvs: z.number(),
  tier: z.enum(['high', 'medium', 'low']),
  /** the name of the segment by locale; null: in none */
  segment: z.record(z.string(), z.string()).nullable(),
  contribution12m: z.number().nullable(),
  expectedContribution: z.number(),
  balance: z.number().nullable(),
  stage: z.string(),
  recencyScore: z.number(),
  frequencyScore: z.number(),
  monetaryScore: z.number(),
  satisfaction: z.number().nullable(),
  satisfactionEstimated: z.boolean(),
  churnProbability: z.number().nullable(),
  churnReasons: z.array(
    z.object({ feature: z.string(), value: z.number().nullable(), contribution: z.number() }),
  ),
  valueAtStake: z.number().nullable(),
  probabilityAlive: z.number().nullable(),
  expectedTransactions: z.number().nullable(),
});

/** What the newest published run says of a customer; money in the bank's currency, probabilities from 0 to 1. */
export type ListedValue = z.infer<typeof value>;

const select = (where: SQL, rest: SQL) => sql`
  select customers.id as key, customers.external_id as id, r.as_of::text as "asOf",
    v.clv, v.clv_low as "clvLow", v.clv_high as "clvHigh", v.value_if_stays as "valueIfStays", v.horizon_months as "horizonMonths",
    v.cvs, v.tier, s.names as segment, v.contribution12m as "contribution12m",
    v.expected_contribution as "expectedContribution", v.balance, v.stage,
    v.recency_score as "recencyScore", v.frequency_score as "frequencyScore",
    v.monetary_score as "monetaryScore", v.satisfaction,
    v.satisfaction_estimated as "satisfactionEstimated",
    v.churn_probability as "churnProbability", v.churn_reasons as "churnReasons",
    v.value_at_stake as "valueAtStake",
    v.probability_alive as "probabilityAlive", v.expected_transactions as "expectedTransactions"
  from customers
  left join branches on branches.id = customers.branch_id
  join customer_values v on v.customer_id = customers.id
  join valuation_runs r on r.id = v.run_id
  left join segments s on s.run_id = v.run_id and s.segmentation = ${mainSegmentation} and s.id = v.segment_id
  where v.run_id = (select id from valuation_runs where status = 'published' order by as_of desc, id desc limit 1)
    and ${where} ${rest}`;

/** A page of customers' values of the newest published run, one more than the limit where there are more. */
export function listValues(db: Database, page: Page): Promise<ListedValue[]> {
  const { where, orderAndLimit } = pageOf(page);
  return queryRows(db, value, select(where, orderAndLimit));
}

/** One customer's values by the bank's own id, within a scope. */
export async function getValue(
  db: Database,
  scope: Scope,
  externalId: string,
): Promise<ListedValue | undefined> {
  const where = sql`customers.external_id = ${externalId} and ${inScope(scope)}`;
  const [found] = await queryRows(db, value, select(where, sql``));
  return found;
}
