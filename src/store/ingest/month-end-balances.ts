import { sql } from 'drizzle-orm';
import type { Database } from '../store.ts';

/**
 * Keeps, for every holding and month that a merged file has transactions of, the balance after the last of them, and
 * no other balance of that month: however the transactions came, in one batch or in several that overlap, the same
 * balances stand. With it is kept the mean of the month: of the closing balances of its days, each carried forward to the next
 * day with a transaction, and before the first of them what the account had then, from its opening on.
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
    with of_day as (
      select t.customer_id, t.holding_id, m.month, t.booked_on, t.external_id, t.balance_after,
        sum(t.amount) over day as moved,
        array_agg(t.balance_after - t.amount) over (
          partition by t.customer_id, t.holding_id, t.booked_on
          rows between unbounded preceding and unbounded following exclude current row
        ) as openings
      from transactions t join ${months} m on m.customer_id = t.customer_id
        and m.holding_id = t.holding_id and m.month = date_trunc('month', t.booked_on)::date
      where t.balance_after is not null
      window day as (partition by t.customer_id, t.holding_id, t.booked_on)
    ), closing as (
      select distinct on (customer_id, holding_id, booked_on)
        customer_id, holding_id, month, booked_on, balance_after as amount, balance_after - moved as opening
      from of_day
      order by customer_id, holding_id, booked_on,
        (select min(abs(balance_after - opening)) from unnest(openings) opening) desc nulls last,
        external_id desc
    ), held as (
      select c.*, (c.month + interval '1 month')::date as over,
        lead(c.booked_on) over month_days as until, lag(c.booked_on) over month_days is null as first
      from closing c
      window month_days as (partition by c.customer_id, c.holding_id, c.month order by c.booked_on)
    )
    select d.customer_id, d.holding_id, d.month, max(d.booked_on) as as_of,
      max(d.amount) filter (where d.until is null) as amount,
      (sum(d.amount * (coalesce(d.until, d.over) - d.booked_on)
        + case when d.first then d.opening * greatest(0, d.booked_on - greatest(d.month, h.opened_on)) else 0 end)
        / max(d.over - d.month))::float8 as month_mean
    from held d join holdings h on h.customer_id = d.customer_id and h.external_id = d.holding_id
    group by d.customer_id, d.holding_id, d.month`);
  await tx.execute(sql`analyze ${ends}`);
  // A balance that changes is written anew: whoever updates its amount alone loses its mean (the trigger balances_corrected).
  await tx.execute(sql`
    delete from balances b using ${ends} e
    where b.customer_id = e.customer_id and b.holding_id = e.holding_id
      and b.as_of >= e.month and b.as_of < e.month + interval '1 month'
      and (b.as_of, b.amount) is distinct from (e.as_of, e.amount)`);
  await tx.execute(sql`
    insert into balances as b (customer_id, holding_id, as_of, amount, month_mean)
    select customer_id, holding_id, as_of, amount, month_mean from ${ends}
    on conflict (customer_id, holding_id, as_of) do update set month_mean = excluded.month_mean
    where b.month_mean is distinct from excluded.month_mean`);
}
