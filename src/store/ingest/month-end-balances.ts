import { sql } from 'drizzle-orm';
import type { Database } from '../store.ts';

/**
 * Keeps, for every holding and month that a merged file has transactions of, the balance after the last of them, and
 * no other balance of that month: however the transactions came, in one batch or in several that overlap, the same
 * balances stand.
 *
 * Banks book by the day, and seldom list a day's transactions in the order in which they were booked. The last of a
 * day is the one that no other of the day went on from: whose balance lies farthest from what any other began with.
 *
 * @param resolved the table that `mergeFile` made of the file
 */
export async function keepMonthEndBalances(tx: Database, resolved: string): Promise<void> {
  const months = sql.identifier(`${resolved}_months`);
  const ends = sql.identifier(`${resolved}_month_ends`);
  await tx.execute(sql`
    create temp table ${months} on commit drop as
    select distinct customer_id, holding_id, date_trunc('month', booked_on)::date as month
    from ${sql.identifier(resolved)}
    where bad_reason is null and not skipped and holding_id is not null and balance_after is not null`);
  // Without it the planner takes the table for a few rows and joins it by a loop.
  await tx.execute(sql`analyze ${months}`);
  await tx.execute(sql`
    create temp table ${ends} on commit drop as
    with of_month as (
      select t.customer_id, t.holding_id, m.month, t.booked_on, t.external_id, t.amount, t.balance_after,
        max(t.booked_on) over (partition by t.customer_id, t.holding_id, m.month) as as_of
      from transactions t join ${months} m on m.customer_id = t.customer_id
        and m.holding_id = t.holding_id and m.month = date_trunc('month', t.booked_on)::date
      where t.balance_after is not null
    ), of_day as (
      select customer_id, holding_id, month, as_of, external_id, balance_after,
        array_agg(balance_after - amount) over (
          partition by customer_id, holding_id, month
          rows between unbounded preceding and unbounded following exclude current row
        ) as openings
      from of_month where booked_on = as_of
    )
    select distinct on (customer_id, holding_id, month)
      customer_id, holding_id, month, as_of, balance_after as amount
    from of_day
    order by customer_id, holding_id, month,
      (select min(abs(balance_after - opening)) from unnest(openings) opening) desc nulls last,
      external_id desc`);
  await tx.execute(sql`analyze ${ends}`);
  await tx.execute(sql`
    delete from balances b using ${ends} e
    where b.customer_id = e.customer_id and b.holding_id = e.holding_id
      and b.as_of >= e.month and b.as_of < e.month + interval '1 month' and b.as_of <> e.as_of`);
  await tx.execute(sql`
    insert into balances as b (customer_id, holding_id, as_of, amount)
    select customer_id, holding_id, as_of, amount from ${ends}
    on conflict (customer_id, holding_id, as_of) do update set amount = excluded.amount
    where b.amount <> excluded.amount`);
}
