import { sql } from 'drizzle-orm';
import type { Database } from '../store.ts';
import { type CustomerRange, within } from './staging.ts';

/**
 * Adds up the transactions of a range of customers by period, up to the as-of date. Of the customer's own making is
 * what the bank did not book by itself: no interest, fee or penalty.
 *
 * Amounts are absolute. `own_days` counts the days with a transaction of the customer's own making; the days of a
 * period are of one month, so that each has a bit of its own. (`offset 0` keeps the planner from working out `own` anew
 * for each of the sums.)
 */
export async function stageActivity(db: Database, range: CustomerRange): Promise<void> {
  await db.execute(sql`
    insert into scoring_activity
    select customer_id, period, min(month), count(*), count(*) filter (where own),
      coalesce(bit_count(bit_or(1::bigint << nth) filter (where own)::bit(64)), 0),
      coalesce(sum(abs(amount)) filter (where own), 0),
      coalesce(sum(amount) filter (where own and amount > 0), 0),
      coalesce(sum(-amount) filter (where own and amount < 0), 0),
      coalesce(sum(-amount) filter (where kind = 'transfer-out'), 0),
      coalesce(sum(-amount) filter (where kind = 'fee'), 0),
      min(day) filter (where own), max(day) filter (where own)
    from (
      select t.customer_id, d.day, d.period, d.month, d.day - d.month_start as nth, t.kind, t.amount,
        t.kind not in ('interest', 'fee', 'penalty-interest') as own
      from transactions t join scoring_days d on d.day = t.booked_on
      where ${within('t', range)}
      offset 0) booked
    group by customer_id, period`);
}
