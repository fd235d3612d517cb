import { sql } from 'drizzle-orm';
import type { Database } from '../store.ts';
import { readColumns } from './read-columns.ts';
import { type CustomerRange, within } from './staging.ts';

const names = ['products', 'products_closed_6m', 'loans', 'standing_orders'] as const;

/**
 * What a range of customers held on a day: open holdings, those closed in the six months before, open loans and
 * mortgages, standing orders. A holding without an opening day is held from the start.
 * @param sixMonthsBefore the day after which a closing counts
 */
export function holdingColumns(
  db: Database,
  day: string,
  sixMonthsBefore: string,
  range: CustomerRange,
): Promise<Record<(typeof names)[number], Float64Array>> {
  return readColumns(
    db,
    names,
    sql`select coalesce(h.products, 0) as products, coalesce(h.products_closed_6m, 0) as products_closed_6m,
          coalesce(h.loans, 0) as loans, coalesce(h.standing_orders, 0) as standing_orders
        from scoring_customers c
        left join (
          select customer_id,
            count(*) filter (where open and product <> 'standing-order') as products,
            count(*) filter (where not open and closed_on > ${sixMonthsBefore}::date) as products_closed_6m,
            count(*) filter (where open and product in ('loan', 'mortgage')) as loans,
            count(*) filter (where open and product = 'standing-order') as standing_orders
          from (
            select h.customer_id, h.product, h.closed_on, h.closed_on is null or h.closed_on > ${day}::date as open
            from holdings h
            where ${within('h', range)} and (h.opened_on is null or h.opened_on <= ${day}::date)) held
          group by customer_id) h on h.customer_id = c.customer_id
        where ${within('c', range)} order by c.customer_id`,
  );
}
