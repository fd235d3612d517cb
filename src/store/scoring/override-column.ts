import { sql } from 'drizzle-orm';
import type { Database } from '../store.ts';
import { readColumns } from './read-columns.ts';
import { type CustomerRange, within } from './staging.ts';

/**
 * The churn probability, 0 to 1, that somebody who knows the customer had contradicted by a day, for each of a range of customers
 * of whom that still held on the day: said of a run up to it, and not over or taken back by then. `NaN` of all others.
 */
export function overrideColumn(
  db: Database,
  day: string,
  range: CustomerRange,
): Promise<Record<'overridden', Float64Array>> {
  return readColumns(
    db,
    ['overridden'],
    sql`select r.probability as overridden
        from scoring_customers c
        left join (
          select o.customer_id, max(o.probability) as probability
          from risk_overrides o
          where ${within('o', range)} and o.as_of <= ${day}::date and o.until > ${day}::date
          group by o.customer_id) r on r.customer_id = c.customer_id
        where ${within('c', range)} order by c.customer_id`,
  );
}
