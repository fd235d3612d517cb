import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type ListFilters, withFilters } from '../rankings/list-filters.ts';
import { customers } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import { type Database, queryRows } from '../store.ts';

const flow = z.object({
  /** null: in none, so new or not yet a customer */
  fromId: z.number().nullable(),
  fromEn: z.string().nullable(),
  fromZh: z.string().nullable(),
  /** null: in none, so gone */
  toId: z.number().nullable(),
  toEn: z.string().nullable(),
  toZh: z.string().nullable(),
  customers: z.number(),
});

/** How many customers of one segment of the run before are in another, or the same, now. */
export type SegmentFlow = z.infer<typeof flow>;

/** Who moved where since the run before, by as-of date. */
export type SegmentMovement = { since: string; flows: SegmentFlow[] };

const before = z.object({ id: z.number(), asOf: z.string() });

/**
 * Where the customers of a scope were at the published run before this one, and where they are now, those who stayed
 * included, the largest flow first. A segment of both runs is named as it is now. Undefined where there was no run before
 * of which the values are kept.
 */
export async function segmentMovement(
  db: Database,
  scope: Scope,
  runId: number,
  filters: ListFilters,
): Promise<SegmentMovement | undefined> {
  const [last] = await queryRows(
    db,
    before,
    sql`select p.id, p.as_of::text as "asOf"
        from valuation_runs r join valuation_runs p on p.status = 'published' and (p.as_of, p.id) < (r.as_of, r.id)
        where r.id = ${runId} and exists (select from customer_values v where v.run_id = p.id)
        order by p.as_of desc, p.id desc
        limit 1`,
  );
  if (last === undefined) return undefined;
  const flows = await queryRows(
    db,
    flow,
    sql`select p.segment_id as "fromId", coalesce(k.name_en, f.name_en) as "fromEn",
          coalesce(k.name_zh, f.name_zh) as "fromZh",
          v.segment_id as "toId", t.name_en as "toEn", t.name_zh as "toZh", count(*)::int as customers
        from customer_values v
        join ${customers} on ${customers.id} = v.customer_id
        left join customer_values p on p.customer_id = v.customer_id and p.run_id = ${last.id}
        left join segments k on k.run_id = v.run_id and k.id = p.segment_id
        left join segments f on f.run_id = p.run_id and f.id = p.segment_id
        left join segments t on t.run_id = v.run_id and t.id = v.segment_id
        where v.run_id = ${runId} and ${inScope(scope)} and ${withFilters(filters)}
          and (v.segment_id is not null or p.segment_id is not null)
        group by p.segment_id, k.name_en, f.name_en, k.name_zh, f.name_zh, v.segment_id, t.name_en, t.name_zh
        order by count(*) desc, p.segment_id, v.segment_id`,
  );
  return { since: last.asOf, flows };
}
