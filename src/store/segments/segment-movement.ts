import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type ListFilters, withFilters } from '../rankings/list-filters.ts';
import { customers } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import { type Database, queryRows } from '../store.ts';
import { heldTotals, readTotals, totalsStand } from '../totals/kept-totals.ts';
import { comparableRun } from './comparable-run.ts';
import { segmentIn, withSegment } from './segmentation.ts';

const names = z.record(z.string(), z.string()).nullable();
const flow = z.object({
  /** null: in none, so new or not yet a customer */
  fromId: z.number().nullable(),
  /** by locale */
  fromNames: names,
  /** null: in none, so gone */
  toId: z.number().nullable(),
  toNames: names,
  customers: z.number(),
});

/** How many customers of one segment of the run before are in another, or the same, now. */
export type SegmentFlow = z.infer<typeof flow>;

/** Who moved where since the run before, by as-of date. */
export type SegmentMovement = { since: string; flows: SegmentFlow[] };

/**
 * Where the customers of a scope were at the newest run, by as-of date, of those published before this one with which the
 * segmentation has a segment in common, and where they are now, those who stayed included, the largest flow first. A
 * segment of both runs is named as it is now. Undefined where no run before of which the values are kept has such a segment: the segmentation began
 * anew then, and that everybody is in another segment says nothing.
 * @param of.earlier the run to compare with, by its id, where it is a certain one
 */
export async function segmentMovement(
  db: Database,
  scope: Scope,
  runId: number,
  {
    segmentation,
    filters,
    earlier,
  }: { segmentation: string; filters: ListFilters; earlier?: number | undefined },
): Promise<SegmentMovement | undefined> {
  const last = await comparableRun(db, runId, segmentation, earlier);
  if (last === undefined) return undefined;
  const held = heldTotals(scope, filters, { segmentation, books: false, tiers: false });
  if (held !== undefined && filters.segment === undefined) {
    const read = await readTotals(
      db,
      flow,
      sql`(${totalsStand(scope, { runId })} and exists (select from run_flows t
        where t.run_id = ${runId} and t.earlier_id = ${last.id} and t.segmentation = ${segmentation}))`,
      sql`select t.from_id as "fromId", coalesce(k.names, f.names) as "fromNames", t.to_id as "toId", n.names as "toNames",
            sum(t.customers)::int as customers
          from run_flows t
          left join segments k on k.run_id = ${runId} and k.segmentation = ${segmentation} and k.id = t.from_id
          left join segments f on f.run_id = ${last.id} and f.segmentation = ${segmentation} and f.id = t.from_id
          left join segments n on n.run_id = ${runId} and n.segmentation = ${segmentation} and n.id = t.to_id
          where t.run_id = ${runId} and t.earlier_id = ${last.id} and ${held} and (t.from_id is not null or t.to_id is not null)
          group by t.from_id, k.names, f.names, t.to_id, n.names
          order by sum(t.customers) desc, t.from_id, t.to_id`,
    );
    if (read !== undefined) return { since: last.asOf, flows: read };
  }
  const flows = await queryRows(
    db,
    flow,
    sql`select was.segment as "fromId", coalesce(k.names, f.names) as "fromNames",
          held.segment as "toId", t.names as "toNames", count(*)::int as customers
        from customer_values v
        ${withSegment(segmentation)}
        join ${customers} on ${customers.id} = v.customer_id
        left join customer_values p on p.customer_id = v.customer_id and p.run_id = ${last.id}
        cross join lateral (select ${segmentIn(segmentation, 'p')} as segment) was
        left join segments k on k.run_id = v.run_id and k.segmentation = ${segmentation} and k.id = was.segment
        left join segments f on f.run_id = p.run_id and f.segmentation = ${segmentation} and f.id = was.segment
        left join segments t on t.run_id = v.run_id and t.segmentation = ${segmentation} and t.id = held.segment
        where v.run_id = ${runId} and ${inScope(scope)} and ${withFilters(filters)}
          and (held.segment is not null or was.segment is not null)
        group by was.segment, k.names, f.names, held.segment, t.names
        order by count(*) desc, was.segment, held.segment`,
  );
  return { since: last.asOf, flows };
}
