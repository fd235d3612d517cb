import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { productKinds } from '../kinds.ts';
import { customers } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import { type Database, queryRows } from '../store.ts';

const maturing = z.object({
  product: z.enum(productKinds),
  /** the bank's own name of the product, if any */
  label: z.string().nullable(),
  /** ISO */
  maturesOn: z.string(),
  /** the newest balance by `from`; null: none is recorded */
  balance: z.number().nullable(),
});

/** A holding of a customer that falls due on a day; money in the bank's currency. */
export type MaturingHolding = z.infer<typeof maturing>;

/**
 * What of a customer's open holdings matures from one day to another, the next first: those whose attribute `maturesOn` is an
 * ISO date.
 *
 * @param customerId id of the store
 * @param span ISO days, both included
 */
export async function maturingHoldings(
  db: Database,
  scope: Scope,
  customerId: number,
  { from, to }: { from: string; to: string },
): Promise<MaturingHolding[]> {
  return queryRows(
    db,
    maturing,
    sql`select h.product, h.label, h.attributes->>'maturesOn' as "maturesOn", newest.amount::float8 as balance
        from holdings h
        join ${customers} on ${customers.id} = h.customer_id
        left join lateral (
          select b.amount from balances b
          where b.customer_id = h.customer_id and b.holding_id = h.external_id and b.as_of <= ${from}::date
          order by b.as_of desc limit 1) newest on true
        where h.customer_id = ${customerId} and ${inScope(scope)}
          and (h.closed_on is null or h.closed_on > ${from}::date)
          and h.attributes->>'maturesOn' ~ '^\\d{4}-\\d{2}-\\d{2}$'
          and h.attributes->>'maturesOn' between ${from} and ${to}
        order by 3, h.external_id`,
  );
}
