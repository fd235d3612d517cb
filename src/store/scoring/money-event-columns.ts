import { sql } from 'drizzle-orm';
import type { Database } from '../store.ts';
import { readColumns } from './read-columns.ts';
import { type CustomerRange, within } from './staging.ts';

const names = [
  'largest_deposit',
  'largest_withdrawal',
  'regular_income',
  'income_since',
  'income_stopped',
] as const;

/** Days of a month on average: how far apart regular income is. */
const monthDays = 30.44;

/**
 * What befell the money of a range of customers up to a day.
 *
 * The largest deposit and withdrawal are single transactions of the 30 days up to it, 0 where there was none; what the bank
 * books by itself does not count. Regular income is what came from one source (kind and counterparty) in each of the last
 * four months in which it came, the largest of them at most 1.6 times the smallest: the mean of the largest such source. It
 * has stopped where none of such sources paid within 38 days, a month and what weekends move; a source silent for more than
 * 150 days is forgotten. Without any source `regular_income`, `income_since` (days since the newest payment) and
 * `income_stopped` are `NaN`.
 */
export function moneyEventColumns(
  db: Database,
  day: string,
  range: CustomerRange,
): Promise<Record<(typeof names)[number], Float64Array>> {
  return readColumns(
    db,
    names,
    sql`select coalesce(l.deposit, 0) as largest_deposit, coalesce(l.withdrawal, 0) as largest_withdrawal,
          r.income as regular_income, r.since as income_since, (r.since > 38)::int as income_stopped
        from scoring_customers c
        left join (
          select customer_id, max(amount) filter (where amount > 0 and ago < 30) as deposit,
            max(-amount) filter (where amount < 0 and ago < 30) as withdrawal
          from recent group by customer_id) l on l.customer_id = c.customer_id
        left join (
          select customer_id, max(income) as income, min(since) as since
          from (
            select customer_id, kind, counterparty, min(since) as since, avg(amount) as income
            from (
              select *, round((ago - since) / ${monthDays}::float8) as month
              from (
                select customer_id, kind, counterparty, amount, ago,
                  min(ago) over (partition by customer_id, kind, counterparty) as since
                from recent where amount > 0 and kind <> 'loan-payment') received
            ) numbered
            where month < 4 and since <= 150
            group by customer_id, kind, counterparty
            having count(*) = 4 and count(distinct month) = 4 and max(amount) <= 1.6 * min(amount)) regular
          group by customer_id) r on r.customer_id = c.customer_id
        where ${within('c', range)} order by c.customer_id`,
    sql`with recent as materialized (
          select t.customer_id, t.kind, t.counterparty, t.amount, ${day}::date - t.booked_on as ago
          from transactions t
          where ${within('t', range)} and t.booked_on <= ${day}::date and t.booked_on > ${day}::date - 260
            and (t.amount > 0 or t.booked_on > ${day}::date - 30)
            and t.kind not in ('interest', 'fee', 'penalty-interest'))`,
  );
}
