import { sql } from 'drizzle-orm';
import type { Database } from '../store.ts';
import { readColumns } from './read-columns.ts';
import { type CustomerRange, within } from './staging.ts';

/** Who the customers of a run are. Days are counted from 1 January 1970. */
const names = [
  'customer_id',
  'joined',
  'closed',
  'born',
  'female',
  'branch',
  'left',
  'labelled',
] as const;

/**
 * Reads who a range of customers are; `NaN` where a day is not known or the customer has not left. `left` is what a file said
 * of them on the day `labelled`, 1 or 0: who had left by then has closed by then.
 */
export function customerColumns(
  db: Database,
  range: CustomerRange,
): Promise<Record<(typeof names)[number], Float64Array>> {
  return readColumns(
    db,
    names,
    sql`select c.customer_id, c.joined_on - date '1970-01-01' as joined, least(c.closed_on, case when c."left" then c.labelled_on end) - date '1970-01-01' as closed,
          c.birth_date - date '1970-01-01' as born, (c.sex = 'female')::int as female, k.branch_id as branch,
          c."left"::int as "left", c.labelled_on - date '1970-01-01' as labelled
        from scoring_customers c join customers k on k.id = c.customer_id
        where ${within('c', range)} order by c.customer_id`,
  );
}
