import { sql } from 'drizzle-orm';
import type { Database } from '../store.ts';
import { readColumns } from './read-columns.ts';

/**
 * The days the bank has transactions, balances or labels of who left of, ascending, counted from 1 January 1970, and how many of them each
 * has.
 */
export function rowsByDay(db: Database): Promise<{ day: Float64Array; rows: Float64Array }> {
  return readColumns(
    db,
    ['day', 'rows'],
    sql`select day - date '1970-01-01' as day, sum(rows) as rows
        from (
          select booked_on as day, count(*) as rows from transactions group by booked_on
          union all select as_of, count(*) from balances group by as_of
          union all select labelled_on, count(*) from customers where labelled_on is not null group by labelled_on) recorded
        group by day order by day`,
  );
}
