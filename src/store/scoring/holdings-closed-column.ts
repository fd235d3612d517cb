import { sql } from 'drizzle-orm';
import type { Database } from '../store.ts';
import { readColumns } from './read-columns.ts';
import { type CustomerRange, within } from './staging.ts';

/**
 * The day on which a range of customers closed the last of their holdings, in days from 1 January 1970; `NaN` for who has
 * one open on the day, or never had one.
 */
export function holdingsClosedColumn(
  db: Database,
  day: string,
  range: CustomerRange,
): Promise<Record<'closed', Float64Array>> {
  return readColumns(
    db,
    ['closed'],
    sql`select h.closed - date '1970-01-01' as closed
        from scoring_customers c
        left join (
          select h.customer_id, max(h.closed_on) as closed
          from holdings h
          where ${within('h', range)} and (h.opened_on is null or h.opened_on <= ${day}::date)
          group by h.customer_id
          having bool_and(h.closed_on is not null and h.closed_on <= ${day}::date)) h on h.customer_id = c.customer_id
        where ${within('c', range)} order by c.customer_id`,
  );
}
