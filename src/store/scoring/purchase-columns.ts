import { sql } from 'drizzle-orm';
import type { Database } from '../store.ts';
import { readColumns } from './read-columns.ts';
import { type Positions, within } from './staging.ts';

const names = ['days', 'amount'] as const;

/**
 * On how many days a range of customers made transactions of their own by the as-of date, and their absolute amount in
 * all.
 */
export function purchaseColumns(
  db: Database,
  range: Positions,
): Promise<Record<(typeof names)[number], Float64Array>> {
  return readColumns(
    db,
    names,
    sql`select coalesce(a.days, 0) as days, coalesce(a.amount, 0) as amount
        from scoring_customers c
        left join (
          select a.customer_id, sum(own_days) as days, sum(own_amount) as amount
          from scoring_customers c join scoring_activity a on a.customer_id = c.customer_id
          where ${within(range)} group by a.customer_id) a on a.customer_id = c.customer_id
        where ${within(range)} order by c.position`,
  );
}
