import { sql } from 'drizzle-orm';
import type { Database } from '../store.ts';
import { readColumns } from './read-columns.ts';
import { type CustomerRange, within } from './staging.ts';

/**
 * Whether anything but costs is known of a range of customers up to the as-of date: a fee, or a balance that earns interest.
 *
 * @param withFee the products that have a monthly fee
 */
export async function bringsIn(
  db: Database,
  withFee: readonly string[],
  range: CustomerRange,
): Promise<boolean> {
  const { earns } = await readColumns(
    db,
    ['earns'],
    sql`select (
          exists (select from scoring_balances b where ${within('b', range)} and (interest <> 0 or mean_interest <> 0))
          or exists (select from scoring_activity a where ${within('a', range)} and fees <> 0)
          or exists (
            select from holdings h join scoring_customers c on c.customer_id = h.customer_id
            where ${within('h', range)} and h.product = any (string_to_array(${withFee.join(',')}::text, ',')))
        )::integer as earns`,
  );
  return earns[0] === 1;
}
