import { sql } from 'drizzle-orm';
import type { Database } from '../store.ts';
import { readColumns } from './read-columns.ts';
import { type CustomerRange, within } from './staging.ts';

const names = [
  'days',
  'amount',
  'kept',
  'kept_newest',
  'kept_later',
  'first_own',
  'last_own',
] as const;

/** Columns of {@link pastPurchaseColumns}. */
export type PastPurchaseColumns = Record<(typeof names)[number], Float64Array>;

/** Numbers of periods: the last before the newest that are seen, the last seen, and the last judged. */
export type PastMarks = { before: number; seen: number; judged: number };

/**
 * What a range of customers had bought by the end of a past period, in all and in the newest periods up to it, and what
 * they bought in those after it. Amounts are absolute, those kept are without what was refunded by the as-of date; days are
 * counted from 1 January 1970, `NaN` where there is none.
 */
export function pastPurchaseColumns(
  db: Database,
  { before, seen, judged }: PastMarks,
  range: CustomerRange,
): Promise<PastPurchaseColumns> {
  return readColumns(
    db,
    names,
    sql`select coalesce(a.days, 0) as days, coalesce(a.amount, 0) as amount, coalesce(a.kept, 0) as kept,
          coalesce(a.kept_newest, 0) as kept_newest, coalesce(a.kept_later, 0) as kept_later,
          a.first_own - date '1970-01-01' as first_own, a.last_own - date '1970-01-01' as last_own
        from scoring_customers c
        left join (
          select a.customer_id, sum(own_days) filter (where period <= ${seen}) as days,
            sum(own_amount) filter (where period <= ${seen}) as amount,
            sum(own_kept) filter (where period <= ${seen}) as kept,
            sum(own_kept) filter (where period > ${before} and period <= ${seen}) as kept_newest,
            sum(own_kept) filter (where period > ${seen} and period <= ${judged}) as kept_later,
            min(first_own) filter (where period <= ${seen}) as first_own,
            max(last_own) filter (where period <= ${seen}) as last_own
          from scoring_activity a
          where ${within('a', range)} group by a.customer_id) a on a.customer_id = c.customer_id
        where ${within('c', range)} order by c.customer_id`,
  );
}
