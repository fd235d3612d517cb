import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type ListFilters, withFilters } from '../rankings/list-filters.ts';
import { customers } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import { type Database, queryRows } from '../store.ts';
import { heldTotals, readTotals, totalsStand } from '../totals/kept-totals.ts';

const monthWithLeavers = z.object({
  /** first day of the month, ISO */
  month: z.string(),
  contribution: z.number(),
  /** sum of mean balances of deposits and investments; null where none of them was recorded */
  balance: z.number().nullable(),
  transactions: z.number(),
  /** how many customers the month is of */
  customers: z.number(),
});

/** What a group of customers brought in a month; money in the bank's currency. */
export type MonthWithLeavers = z.infer<typeof monthWithLeavers>;

/**
 * What the customers of a scope, held to filters as of a run, brought in and did by month, oldest first: each month of those
 * who were customers in it, whether or not they have left since.
 */
export async function monthsWithLeavers(
  db: Database,
  scope: Scope,
  runId: number,
  filters: ListFilters,
): Promise<MonthWithLeavers[]> {
  const held = heldTotals(scope, filters, { books: true, tiers: false });
  if (held !== undefined) {
    const read = await readTotals(
      db,
      monthWithLeavers,
      totalsStand(scope, { runId }),
      sql`select t.month::text as month, sum(t.revenue) - sum(t.cost) as contribution, sum(t.balance) as balance,
            sum(t.transactions) as transactions, sum(t.customers)::int as customers
          from run_months t where t.run_id = ${runId} and ${held}
          group by t.month order by t.month`,
    );
    if (read !== undefined) return read;
  }
  return queryRows(
    db,
    monthWithLeavers,
    sql`select c.month::text as month,
          sum(c.net_interest + c.fees - c.cost_to_serve - c.expected_loss) as contribution,
          sum(c.balance) as balance, sum(c.transactions)::float8 as transactions, count(*)::int as customers
        from contributions c
        join ${customers} on ${customers.id} = c.customer_id
        join customer_values v on v.customer_id = c.customer_id and v.run_id = c.run_id
        where c.run_id = ${runId} and ${inScope(scope)} and ${withFilters(filters)}
        group by c.month
        order by c.month`,
  );
}
