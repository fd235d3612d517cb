import { sql } from 'drizzle-orm';
import { type ProductKind, productKinds } from '../kinds.ts';
import type { Database } from '../store.ts';
import { readColumns } from './read-columns.ts';
import { type CustomerRange, within } from './staging.ts';

/**
 * The kinds of product that a range of customers held on a day, as a sum of powers of two: that of each kind is its place in
 * `productKinds`. A holding without an opening day is held from the start.
 */
export function heldProductsColumn(
  db: Database,
  day: string,
  range: CustomerRange,
): Promise<Record<'held', Float64Array>> {
  const power = sql.join(
    productKinds.map((kind, i) => sql`when ${kind}::text then ${2 ** i}::int`),
    sql` `,
  );
  return readColumns(
    db,
    ['held'],
    sql`select coalesce(h.held, 0) as held
        from scoring_customers c
        left join (
          select customer_id, bit_or(case product ${power} else 0 end) as held
          from holdings h
          where ${within('h', range)} and (h.opened_on is null or h.opened_on <= ${day}::date)
            and (h.closed_on is null or h.closed_on > ${day}::date)
          group by customer_id) h on h.customer_id = c.customer_id
        where ${within('c', range)} order by c.customer_id`,
  );
}

/** The kinds of product that a value of {@link heldProductsColumn} stands for. */
export function heldProducts(held: number): ProductKind[] {
  return productKinds.filter((_, i) => (held & (2 ** i)) !== 0);
}
