import { sql } from 'drizzle-orm';
import type { Database } from '../store.ts';
import type { PeriodMarks } from './activity-columns.ts';
import { readColumns } from './read-columns.ts';
import { type CustomerRange, within } from './staging.ts';

const names = ['balance', 'balance_1m', 'balance_3m', 'balance_6m', 'balance_12m', 'debt'] as const;

/**
 * The closing balances of a range of customers at an anchor and 1, 3, 6 and 12 months before it: deposits and
 * investments added up, and the debt outstanding at the anchor. `NaN` where no balance had been recorded yet.
 */
export function balanceColumns(
  db: Database,
  marks: PeriodMarks,
  range: CustomerRange,
): Promise<Record<(typeof names)[number], Float64Array>> {
  const { now, m1, m3, m6, m12 } = marks;
  return readColumns(
    db,
    names,
    sql`select b.balance, b.balance_1m, b.balance_3m, b.balance_6m, b.balance_12m, b.debt
        from scoring_customers c
        left join (
          select b.customer_id, sum(deposits) as balance, sum(debt) as debt,
            sum(deposits) filter (where period <= ${m1}) as balance_1m,
            sum(deposits) filter (where period <= ${m3}) as balance_3m,
            sum(deposits) filter (where period <= ${m6}) as balance_6m,
            sum(deposits) filter (where period <= ${m12}) as balance_12m
          from scoring_balances b
          where ${within('b', range)} and b.period <= ${now}
          group by b.customer_id) b on b.customer_id = c.customer_id
        where ${within('c', range)} order by c.customer_id`,
  );
}
