import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { present } from '../measures.ts';
import { type ListFilters, withFilters } from '../rankings/list-filters.ts';
import { branches, customers } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import { type Database, queryRows } from '../store.ts';
import { heldTotals, readTotals, totalsStand } from '../totals/kept-totals.ts';
import { withSegment } from './segmentation.ts';

const cell = z.object({
  branchId: z.number(),
  name: z.string(),
  /** in other languages, by locale */
  names: z.record(z.string(), z.string()),
  /** null: in no segment */
  segmentId: z.number().nullable(),
  customers: z.number(),
});

/** How many customers of a branch are in a segment. */
export type BranchSegment = z.infer<typeof cell>;

/** How the customers of each branch that a scope sees, without those who have left, spread over the segments of a run's segmentation. */
export async function segmentsByBranch(
  db: Database,
  scope: Scope,
  runId: number,
  { segmentation, filters }: { segmentation: string; filters: ListFilters },
): Promise<BranchSegment[]> {
  const held = heldTotals(scope, filters, { segmentation, books: true, tiers: true });
  if (held !== undefined) {
    const read = await readTotals(
      db,
      cell,
      totalsStand(scope, { runId }),
      sql`select ${branches.id} as "branchId", ${branches.name} as name, ${branches.names} as names,
            t.segment_id as "segmentId", sum(t.customers)::int as customers
          from run_totals t join ${branches} on ${branches.id} = t.branch_id
          where t.run_id = ${runId} and ${held}
          group by ${branches.id}, ${branches.name}, ${branches.names}, t.segment_id
          order by ${branches.id}, t.segment_id`,
    );
    if (read !== undefined) return read;
  }
  return queryRows(
    db,
    cell,
    sql`select ${branches.id} as "branchId", ${branches.name} as name,
          ${branches.names} as names, held.segment as "segmentId", count(*)::int as customers
        from customer_values v
        join ${customers} on ${customers.id} = v.customer_id
        join ${branches} on ${branches.id} = ${customers.branchId}
        ${withSegment(segmentation)}
        where v.run_id = ${runId} and ${inScope(scope)} and ${withFilters(filters)}
          and ${present}
        group by ${branches.id}, ${branches.name}, ${branches.names}, held.segment
        order by ${branches.id}, held.segment`,
  );
}
