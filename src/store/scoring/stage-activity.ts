import { sql } from 'drizzle-orm';
import type { Database } from '../store.ts';
import { dayArray, type Positions, within } from './staging.ts';

/**
 * Adds up the transactions of a range of customers by period, up to the as-of date. Of the customer's own making is
 * what the bank did not book by itself: no interest, fee or penalty.
 *
 * Amounts are absolute. `own_days` counts the days with a transaction of the customer's own making, which lie
 * within one month of each other in a period.
 */
export async function stageActivity(
  db: Database,
  periodStarts: readonly string[],
  asOf: string,
  range: Positions,
): Promise<void> {
  await db.execute(sql`
    insert into scoring_activity
    select customer_id, period, count(*), count(*) filter (where own),
      coalesce(bit_count(bit_or(1::bigint << day) filter (where own)::bit(64)), 0),
      coalesce(sum(abs(amount)) filter (where own), 0),
      coalesce(sum(amount) filter (where own and amount > 0), 0),
      coalesce(sum(-amount) filter (where own and amount < 0), 0),
      coalesce(sum(-amount) filter (where kind = 'transfer-out'), 0),
      coalesce(sum(-amount) filter (where kind = 'fee'), 0),
      min(booked_on) filter (where own), max(booked_on) filter (where own)
    from (
      select t.customer_id, t.booked_on, t.kind, t.amount::float8 as amount,
        t.kind not in ('interest', 'fee', 'penalty-interest') as own,
        extract(day from t.booked_on)::int as day,
        width_bucket(t.booked_on, ${dayArray(periodStarts)}) as period
      from scoring_customers c join transactions t on t.customer_id = c.customer_id
      where ${within(range)} and t.booked_on <= ${asOf}::date) booked
    group by customer_id, period`);
}
