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
 * @param n the file's number, as `mergeFile` was given it
 */
export async function keepMonthEndBalances(tx: Database, n: number): Promise<void> {
  await tx.execute(sql`
    create temp table ${sql.identifier(`month_ends_${n}`)} on commit drop as
    with touched as (
      select distinct customer_id, holding_id, date_trunc('month', booked_on)::date as month
      from ${sql.identifier(`resolved_${n}`)}
      where bad_reason is null and not skipped and holding_id is not null and balance_after is not null
    ), days as (
      select t.customer_id, t.holding_id, m.month, max(t.booked_on) as as_of
      from touched m join transactions t on t.customer_id = m.customer_id and t.holding_id = m.holding_id
        and t.booked_on >= m.month and t.booked_on < m.month + interval '1 month'
      where t.balance_after is not null
      group by 1, 2, 3
    ), of_day as (
      select d.customer_id, d.holding_id, d.month, d.as_of, t.external_id, t.amount, t.balance_after
      from days d join transactions t on t.customer_id = d.customer_id and t.holding_id = d.holding_id
        and t.booked_on = d.as_of
      where t.balance_after is not null
    )
    select distinct on (a.customer_id, a.holding_id, a.month)
      a.customer_id, a.holding_id, a.month, a.as_of, a.balance_after as amount
    from of_day a left join of_day b on b.customer_id = a.customer_id and b.holding_id = a.holding_id
      and b.month = a.month and b.external_id <> a.external_id
    group by a.customer_id, a.holding_id, a.month, a.as_of, a.external_id, a.balance_after
    order by a.customer_id, a.holding_id, a.month,
      min(abs(a.balance_after - (b.balance_after - b.amount))) desc, a.external_id desc`);
  const ends = sql.identifier(`month_ends_${n}`);
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
