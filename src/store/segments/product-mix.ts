import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { productKinds } from '../kinds.ts';
import { present } from '../measures.ts';
import { type ListFilters, withFilters } from '../rankings/list-filters.ts';
import { customers } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import { type Database, queryRows } from '../store.ts';
import { heldTotals, readTotals, totalsStand } from '../totals/kept-totals.ts';
import { segmentIn } from './segmentation.ts';

const holders = z.object({
  product: z.enum(productKinds),
  inSegment: z.number(),
  inAll: z.number(),
});

/** How many customers of a segment, and of all segments together, hold a product. */
export type ProductHolders = z.infer<typeof holders>;

/** Who holds what at a run's as-of date, without those who have left; what the segment holds most first. */
export async function productMix(
  db: Database,
  scope: Scope,
  runId: number,
  { segment, filters }: { segment: { segmentation: string; id: number }; filters: ListFilters },
): Promise<ProductHolders[]> {
  const held = heldTotals(scope, filters, {
    segmentation: segment.segmentation,
    books: false,
    tiers: false,
  });
  if (held !== undefined) {
    const read = await readTotals(
      db,
      holders,
      totalsStand(scope, { runId }),
      sql`select t.product,
            coalesce(sum(t.customers) filter (where t.segment_id = ${segment.id}), 0)::int as "inSegment",
            sum(t.customers)::int as "inAll"
          from run_holders t where t.run_id = ${runId} and ${held}
          group by t.product order by "inSegment" desc, t.product`,
    );
    if (read !== undefined) return read;
  }
  return queryRows(
    db,
    holders,
    sql`select h.product,
          (count(distinct v.customer_id) filter (where ${segmentIn(segment.segmentation, 'v')} = ${segment.id}))::int as "inSegment",
          count(distinct v.customer_id)::int as "inAll"
        from customer_values v
        join valuation_runs r on r.id = v.run_id
        join ${customers} on ${customers.id} = v.customer_id
        join holdings h on h.customer_id = v.customer_id
          and (h.opened_on is null or h.opened_on <= r.as_of) and (h.closed_on is null or h.closed_on > r.as_of)
        where v.run_id = ${runId} and ${inScope(scope)} and ${withFilters(filters)}
          and ${present}
        group by h.product
        order by "inSegment" desc, h.product`,
  );
}
