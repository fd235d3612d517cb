import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { productKinds } from '../kinds.ts';
import { present } from '../measures.ts';
import { type Database, queryRows } from '../store.ts';

/** A product as it is offered: of a kind, and the bank's own name of it, or null for what has none of its own. */
export const offeredProduct = z.object({
  product: z.enum(productKinds),
  label: z.string().nullable(),
});
export type OfferedProduct = z.infer<typeof offeredProduct>;

const labelHolders = offeredProduct.extend({
  holders: z.number(),
  ofKind: z.number(),
  ofProduct: z.number(),
});

/** How many customers hold a product under a name; `ofKind`, how many holders all names of the kind have together; `ofProduct`, how many customers hold the kind under any name or none. */
export type LabelHolders = z.infer<typeof labelHolders>;

/** The open holdings `h` of the customers `v` whom a run `r` found present. */
const heldIn = (runId: number, joins = sql``): SQL => sql`
  from customer_values v
  join valuation_runs r on r.id = v.run_id
  join holdings h on h.customer_id = v.customer_id
    and (h.opened_on is null or h.opened_on <= r.as_of) and (h.closed_on is null or h.closed_on > r.as_of)
  ${joins}
  where v.run_id = ${runId} and ${present}`;

/**
 * Under which names the bank's products are held at a run's as-of date, most holders first: of the whole bank, for what it
 * tells shows nobody.
 *
 * @param least names that fewer hold are left out, but counted in `ofKind`; a null name never is
 */
export async function holdersByLabel(
  db: Database,
  runId: number,
  least: number,
): Promise<LabelHolders[]> {
  return queryRows(
    db,
    labelHolders,
    sql`select product, label, holders::int as holders, "ofKind"::int as "ofKind", "ofProduct"::int as "ofProduct"
        from (
          select product, label, holders, under_any,
            sum(holders) filter (where not under_any) over (partition by product, label is null) as "ofKind",
            max(holders) filter (where under_any) over (partition by product) as "ofProduct"
          from (
            select h.product, h.label, grouping(h.label) = 1 as under_any, count(distinct v.customer_id) as holders
            ${heldIn(runId)}
            group by grouping sets ((h.product, h.label), (h.product))) named) counted
        where not under_any and (label is null or holders >= ${least})
        order by holders desc, product, label`,
  );
}

const heldBasket = z.object({
  basket: z.array(z.number()),
  segment: z.number().nullable(),
  half: z.number(),
  customers: z.number(),
});

/** What customers of a segment hold who hold the same, by their numbers in the catalog, ascending. */
export type HeldBasket = z.infer<typeof heldBasket>;

/** `held`: the holdings with their number in a catalog, by the bank's own name, otherwise by their kind. */
const numberedHoldings = (runId: number, catalog: readonly OfferedProduct[]): SQL => sql`
  catalog as (
    select * from jsonb_to_recordset(${JSON.stringify(catalog.map((each, number) => ({ ...each, number })))}::jsonb)
      as c (product text, label text, number integer)),
  held as (
    select v.customer_id, h.external_id, r.as_of, coalesce(own.number, kind.number) as number
    ${heldIn(
      runId,
      sql`left join catalog own on own.product = h.product and own.label = h.label
        left join catalog kind on kind.product = h.product and kind.label is null`,
    )})`;

/**
 * What customers hold at a run's as-of date, equal baskets once; `half` is 0 or 1 and does not depend on what is held. Of the
 * whole bank, for what it tells shows nobody.
 */
export async function heldBaskets(
  db: Database,
  runId: number,
  catalog: readonly OfferedProduct[],
): Promise<HeldBasket[]> {
  return queryRows(
    db,
    heldBasket,
    sql`with ${numberedHoldings(runId, catalog)},
        baskets as (
          select customer_id, array_agg(distinct number order by number) as basket
          from held where number is not null group by customer_id)
        select coalesce(b.basket, '{}') as basket, v.segment_id as segment,
          hashint4(v.customer_id) & 1 as half, count(*)::int as customers
        from customer_values v left join baskets b on b.customer_id = v.customer_id
        where v.run_id = ${runId} and ${present}
        group by 1, 2, 3
        order by customers desc, 1, 2, 3`,
  );
}

const usual = z.object({ number: z.number(), balance: z.number() });

/** Medians need no more customers than these. */
const sampleSize = 5_000;
/** A balance recorded longer ago is no longer what is held. */
const daysBack = 62;

/**
 * The usual balance of each product of a catalog, by its number: the median of the newest balances, debts by their absolute
 * amount, in the bank's currency; of a large bank, of those who are its customers the longest. Products without recorded
 * balances, or with those of fewer than `least` customers, are left out: a balance of one customer would be told to all.
 */
export async function usualBalances(
  db: Database,
  runId: number,
  catalog: readonly OfferedProduct[],
  least: number,
): Promise<Map<number, number>> {
  const rows = await queryRows(
    db,
    usual,
    sql`with ${numberedHoldings(runId, catalog)},
        newest as (
          select distinct on (b.customer_id, b.holding_id) b.customer_id, h.number, abs(b.amount)::float8 as amount
          from held h
          join balances b on b.customer_id = h.customer_id and b.holding_id = h.external_id
            and b.as_of between h.as_of - ${daysBack}::integer and h.as_of
          where h.number is not null and h.customer_id <= coalesce(
            (select id from customers order by id offset ${sampleSize - 1} limit 1), 2147483647)
          order by b.customer_id, b.holding_id, b.as_of desc)
        select number, percentile_cont(0.5) within group (order by amount) as balance
        from newest group by number
        having count(distinct customer_id) >= ${least}`,
  );
  return new Map(rows.map(({ number, balance }) => [number, balance]));
}
