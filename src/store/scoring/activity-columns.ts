import { sql } from 'drizzle-orm';
import type { Database } from '../store.ts';
import { readColumns } from './read-columns.ts';
import { type CustomerRange, within } from './staging.ts';

/**
 * The number of the last period that is over at the anchor, and at 1, 3, 6 and 12 months before it. A month's activity is
 * that of the periods after one and up to another.
 */
export type PeriodMarks = { now: number; m1: number; m3: number; m6: number; m12: number };

const names = [
  'own_1m',
  'own_3m',
  'own_6m',
  'own_12m',
  'own_days_12m',
  'own_amount_12m',
  'inflow_3m',
  'inflow_6m',
  'outflow_3m',
  'outflow_6m',
  'outflow_12m',
  'transfer_out_3m',
  'transfer_out_6m',
  'first_own',
  'last_own',
] as const;

/**
 * What a range of customers did up to an anchor, over the months before it. Amounts are absolute, and those of the customer's
 * own transactions and outflows without what was refunded; days are counted from 1 January 1970, `NaN` where there is none.
 */
export function activityColumns(
  db: Database,
  marks: PeriodMarks,
  range: CustomerRange,
): Promise<Record<(typeof names)[number], Float64Array>> {
  const { now, m1, m3, m6, m12 } = marks;
  return readColumns(
    db,
    names,
    sql`select coalesce(own_1m, 0) as own_1m, coalesce(own_3m, 0) as own_3m, coalesce(own_6m, 0) as own_6m,
          coalesce(own_12m, 0) as own_12m, coalesce(own_days_12m, 0) as own_days_12m,
          coalesce(own_amount_12m, 0) as own_amount_12m,
          coalesce(inflow_3m, 0) as inflow_3m, coalesce(inflow_6m, 0) as inflow_6m,
          coalesce(outflow_3m, 0) as outflow_3m, coalesce(outflow_6m, 0) as outflow_6m,
          coalesce(outflow_12m, 0) as outflow_12m,
          coalesce(transfer_out_3m, 0) as transfer_out_3m, coalesce(transfer_out_6m, 0) as transfer_out_6m,
          first_own - date '1970-01-01' as first_own, last_own - date '1970-01-01' as last_own
        from scoring_customers c
        left join (
          select a.customer_id,
            sum(own) filter (where period > ${m1}) as own_1m, sum(own) filter (where period > ${m3}) as own_3m,
            sum(own) filter (where period > ${m6}) as own_6m, sum(own) filter (where period > ${m12}) as own_12m,
            sum(own_days) filter (where period > ${m12}) as own_days_12m,
            sum(own_kept) filter (where period > ${m12}) as own_amount_12m,
            sum(inflow) filter (where period > ${m3}) as inflow_3m,
            sum(inflow) filter (where period > ${m6}) as inflow_6m,
            sum(outflow) filter (where period > ${m3}) as outflow_3m,
            sum(outflow) filter (where period > ${m6}) as outflow_6m,
            sum(outflow) filter (where period > ${m12}) as outflow_12m,
            sum(transfer_out) filter (where period > ${m3}) as transfer_out_3m,
            sum(transfer_out) filter (where period > ${m6}) as transfer_out_6m,
            min(first_own) as first_own, max(last_own) as last_own
          from scoring_activity a
          where ${within('a', range)} and a.period <= ${now}
          group by a.customer_id) a on a.customer_id = c.customer_id
        where ${within('c', range)} order by c.customer_id`,
  );
}
