import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type ListFilters, withFilters } from '../rankings/list-filters.ts';
import { lossAtStake } from '../rankings/ranked-customer.ts';
import { customers } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import { type Database, queryRows } from '../store.ts';

const totals = z.object({
  customers: z.number(),
  high: z.number(),
  medium: z.number(),
  low: z.number(),
  clv: z.number(),
  contribution12m: z.number(),
  balance: z.number(),
  /** mean; null where nobody has one */
  churnProbability: z.number().nullable(),
  atRisk: z.number(),
  valueAtStake: z.number(),
});

/** A book in one row: counts, and sums in the bank's currency. */
export type BookTotals = z.infer<typeof totals>;

/** What the customers of a scope add up to in a run, without those who have left. */
export async function bookTotals(
  db: Database,
  scope: Scope,
  runId: number,
  { atRisk, filters }: { atRisk: number; filters: ListFilters },
): Promise<BookTotals> {
  const count = (tier: string) => sql`(count(*) filter (where v.tier = ${tier}))::int`;
  const rows = await queryRows(
    db,
    totals,
    sql`select count(*)::int as customers, ${count('high')} as high, ${count('medium')} as medium,
          ${count('low')} as low, coalesce(sum(v.clv), 0) as clv,
          coalesce(sum(v.contribution12m), 0) as "contribution12m",
          coalesce(sum(v.balance), 0) as balance, avg(v.churn_probability) as "churnProbability",
          (count(*) filter (where v.churn_probability >= ${atRisk}))::int as "atRisk",
          coalesce(sum(${lossAtStake}), 0) as "valueAtStake"
        from customer_values v
        join valuation_runs r on r.id = v.run_id
        join ${customers} on ${customers.id} = v.customer_id
        where v.run_id = ${runId} and ${inScope(scope)} and ${withFilters(filters)}
          and (${customers.closedOn} is null or ${customers.closedOn} > r.as_of)`,
  );
  if (rows[0] === undefined) throw new Error('A sum over customers gave no row.');
  return rows[0];
}

/** Contribution of the customers of a scope by month, the newest `months` of a run, oldest first. */
export async function bookMonths(
  db: Database,
  scope: Scope,
  runId: number,
  { months, filters }: { months: number; filters: ListFilters },
): Promise<{ month: string; contribution: number }[]> {
  const newestFirst = await queryRows(
    db,
    z.object({ month: z.string(), contribution: z.number() }),
    sql`select c.month::text as month,
          sum(c.net_interest + c.fees - c.cost_to_serve - c.expected_loss) as contribution
        from contributions c
        join ${customers} on ${customers.id} = c.customer_id
        join customer_values v on v.customer_id = c.customer_id and v.run_id = c.run_id
        where c.run_id = ${runId} and ${inScope(scope)} and ${withFilters(filters)}
        group by c.month
        order by c.month desc
        limit ${months}`,
  );
  return newestFirst.reverse();
}
