import { sql } from 'drizzle-orm';
import type { Database } from '../store.ts';
import { readColumns } from './read-columns.ts';
import { type CustomerRange, within } from './staging.ts';

/**
 * The first day of a transaction of their own, and the last of any transaction, with a range of customers in each period that
 * has one; days from 1 January 1970, `NaN` where there is none.
 */
export function recordedDays(
  db: Database,
  range: CustomerRange,
): Promise<Record<'period' | 'first' | 'last', Float64Array>> {
  return readColumns(
    db,
    ['period', 'first', 'last'],
    sql`select period, min(first_own) - date '1970-01-01' as first, max(last_booked) - date '1970-01-01' as last
        from scoring_activity a where ${within('a', range)} group by period order by period`,
  );
}

/**
 * The last day of a transaction of the customer's own by the end of each month of the run's calendar: customers × months,
 * row-major, oldest month first; days from 1 January 1970, `NaN` where there was none.
 *
 * @param months how many months there are
 */
export async function lastOwnByMonth(
  db: Database,
  months: number,
  range: CustomerRange,
): Promise<Float64Array> {
  const { last_own } = await readColumns(
    db,
    ['last_own'],
    sql`select last_own - date '1970-01-01' as last_own
        from (
          select c.customer_id, m.month, max(a.last_own) over (
            partition by c.customer_id order by m.month) as last_own
          from scoring_customers c
          cross join generate_series(0, ${months}::integer) as m (month)
          left join (
            select customer_id, month, max(last_own) as last_own
            from scoring_activity a where ${within('a', range)} group by 1, 2) a
            on a.customer_id = c.customer_id and a.month = m.month
          where ${within('c', range)}) reached
        where month > 0 order by customer_id, month`,
  );
  return last_own;
}
