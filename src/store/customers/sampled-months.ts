import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Database, queryRows } from '../store.ts';

const sampledCustomer = z.object({
  contribution: z.array(z.number()),
  balance: z.array(z.number().nullable()),
  transactions: z.array(z.number()),
});

/** The months of one customer of a sample, oldest first, by what they are of. */
export type SampledMonths = z.infer<typeof sampledCustomer>;

/**
 * The months of customers spread evenly over a bank who were still there in the newest month of a run, and in every month
 * since their first. It takes no scope: no answer shows them, they tell how far forecasts of the bank's customers go wrong.
 *
 * @param most how many at most
 */
export async function sampledMonths(
  db: Database,
  runId: number,
  most: number,
): Promise<SampledMonths[]> {
  return queryRows(
    db,
    sampledCustomer,
    sql`
    with ends as (
      select min(customer_id) as first, max(customer_id) as last from customer_values where run_id = ${runId}),
    spread as (
      select generate_series(first, last, greatest(1, (last - first + 1) / ${most}::int)) as id from ends),
    months as (
      select told.* from spread cross join lateral (
        select c.customer_id, c.month, c.net_interest + c.fees - c.cost_to_serve - c.expected_loss as contribution,
          c.balance, c.transactions
        from contributions c where c.customer_id = spread.id and c.run_id = ${runId}
        -- looked up one by one, of a few of many
        offset 0) told)
    select array_agg(contribution order by month) as contribution, array_agg(balance order by month) as balance,
      array_agg(transactions order by month) as transactions
    from months group by customer_id
    having max(month) = (select max(month) from months)
    order by customer_id
    limit ${most}`,
  );
}
