import { sql } from 'drizzle-orm';
import type { Database } from '../store.ts';
import { readColumns } from './read-columns.ts';
import { type CustomerRange, within } from './staging.ts';

const names = ['days', 'amount', 'kept'] as const;

/**
 * On how many days a range of customers made transactions of their own by the as-of date, their absolute amount in all, and
 * what of it was not refunded.
 */
export function purchaseColumns(
  db: Database,
  range: CustomerRange,
): Promise<Record<(typeof names)[number], Float64Array>> {
  return readColumns(
    db,
    names,
    sql`select coalesce(a.days, 0) as days, coalesce(a.amount, 0) as amount, coalesce(a.kept, 0) as kept
        from scoring_customers c
        left join (
          select a.customer_id, sum(own_days) as days, sum(own_amount) as amount, sum(own_kept) as kept
          from scoring_activity a
          where ${within('a', range)} group by a.customer_id) a on a.customer_id = c.customer_id
        where ${within('c', range)} order by c.customer_id`,
  );
}
