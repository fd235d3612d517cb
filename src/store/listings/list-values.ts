import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { newestRunId } from '../book/newest-run.ts';
import { contributionMonths } from '../customers/contribution-months.ts';
import { owedOn, owedUnrecordedOn } from '../customers/owed.ts';
import { knownClv, knownStage } from '../measures.ts';
import { inScope, type Scope } from '../scope.ts';
import { mainSegmentation } from '../segments/segmentation.ts';
import { type Database, queryRows } from '../store.ts';
import { type Page, pageOf, type SortColumn, sortedBy } from './page.ts';

const value = z.object({
  key: z.number(),
  place: z.number().nullable(),
  id: z.string(),
  asOf: z.string(),
  clv: z.number().nullable(),
  clvLow: z.number().nullable(),
  clvHigh: z.number().nullable(),
  valueIfStays: z.number().nullable(),
  horizonMonths: z.number(),
  cvs: z.number(),
  tier: z.enum(['high', 'medium', 'low']),
  /** the name of the segment by locale; null: in none */
  segment: z.record(z.string(), z.string()).nullable(),
  contribution12m: z.number().nullable(),
  contributionMonths: z.number(),
  expectedContribution: z.number(),
  balance: z.number().nullable(),
  debt: z.number().nullable(),
  debtsUnrecorded: z.number(),
  /** null: counts as new by the first day there is of them, and the bank does not say when they joined */
  stage: z.string().nullable(),
  recencyScore: z.number(),
  frequencyScore: z.number(),
  monetaryScore: z.number(),
  satisfaction: z.number().nullable(),
  satisfactionEstimated: z.boolean(),
  churnProbability: z.number().nullable(),
  churnReasons: z.array(
    z.object({
      feature: z.string(),
      value: z.union([z.number(), z.string()]).nullable(),
      contribution: z.number(),
    }),
  ),
  valueAtStake: z.number().nullable(),
  probabilityAlive: z.number().nullable(),
  expectedTransactions: z.number().nullable(),
});

/** What a run says of a customer; money in the bank's currency, probabilities from 0 to 1; `place` is what a list is sorted by. */
export type ListedValue = z.infer<typeof value>;

const figure = (column: SQL): SortColumn => ({ column, type: 'double precision' });

/** What values can be sorted by. */
export const valueOrders = {
  clv: figure(knownClv()),
  valueIfStays: figure(sql`v.value_if_stays`),
  cvs: figure(sql`v.cvs`),
  contribution12m: figure(sql`v.contribution12m`),
  expectedContribution: figure(sql`v.expected_contribution`),
  balance: figure(sql`v.balance`),
  satisfaction: figure(sql`v.satisfaction`),
};

/** What predictions can be sorted by. */
export const predictionOrders = {
  churnProbability: figure(sql`v.churn_probability`),
  valueAtStake: figure(sql`v.value_at_stake`),
  probabilityAlive: figure(sql`v.probability_alive`),
  expectedTransactions: figure(sql`v.expected_transactions`),
};

const select = (place: SQL, runId: SQL, where: SQL, rest: SQL) => sql`
  select customers.id as key, ${place} as place, customers.external_id as id, r.as_of::text as "asOf",
    ${knownClv()} as clv, ${knownClv(sql`v.clv_low`)} as "clvLow", ${knownClv(sql`v.clv_high`)} as "clvHigh",
    v.value_if_stays as "valueIfStays", v.horizon_months as "horizonMonths",
    v.cvs, v.tier, s.names as segment, v.contribution12m as "contribution12m",
    ${contributionMonths(sql`customers.id`, sql`v.run_id`, sql`r.as_of`)} as "contributionMonths",
    v.expected_contribution as "expectedContribution", v.balance, ${owedOn(sql`customers.id`, sql`r.as_of`)} as debt,
    ${owedUnrecordedOn(sql`customers.id`, sql`r.as_of`)} as "debtsUnrecorded", ${knownStage} as stage,
    v.recency_score as "recencyScore", v.frequency_score as "frequencyScore",
    v.monetary_score as "monetaryScore", v.satisfaction,
    v.satisfaction_estimated as "satisfactionEstimated",
    v.churn_probability as "churnProbability", v.churn_reasons as "churnReasons",
    v.value_at_stake as "valueAtStake",
    v.probability_alive as "probabilityAlive", v.expected_transactions as "expectedTransactions"
  from customers
  join customer_values v on v.customer_id = customers.id
  join valuation_runs r on r.id = v.run_id
  left join segments s on s.run_id = v.run_id and s.segmentation = ${mainSegmentation} and s.id = v.segment_id
  where v.run_id = ${runId} and ${where} ${rest}`;

/** A page of customers' values in a run, one more than the limit where there are more; nobody without a run. */
export function listValues(db: Database, page: Page): Promise<ListedValue[]> {
  const { where, orderAndLimit } = pageOf(page);
  return queryRows(
    db,
    value,
    select(sortedBy(page.sort), sql`${page.runId ?? null}`, where, orderAndLimit),
  );
}

/** One customer's values by the bank's own id, within a scope. @param runId unless given, the run that questions read */
export async function getValue(
  db: Database,
  scope: Scope,
  externalId: string,
  runId?: number,
): Promise<ListedValue | undefined> {
  const where = sql`customers.external_id = ${externalId} and ${inScope(scope)}`;
  const run = runId === undefined ? newestRunId : sql`${runId}`;
  const [found] = await queryRows(db, value, select(sql`null`, run, where, sql``));
  return found;
}
