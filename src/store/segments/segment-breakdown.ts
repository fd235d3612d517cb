import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { present, totalColumns, totals } from '../measures.ts';
import { type ListFilters, withFilters } from '../rankings/list-filters.ts';
import { customers } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import { type Database, queryRows } from '../store.ts';
import { addedUp, readTotals, totalRows, totalsStand } from '../totals/kept-totals.ts';
import { withSegment } from './segmentation.ts';

const share = totals.extend({
  /** null: in no segment */
  id: z.number().nullable(),
  /** by locale; null: in no segment */
  names: z.record(z.string(), z.string()).nullable(),
});

/** A segment as far as a scope sees it; money in the bank's currency. */
export type SegmentShare = z.infer<typeof share>;

/** How the customers of a scope, without those who have left, spread over the segments of a run's segmentation, the most valuable first. */
export async function segmentBreakdown(
  db: Database,
  scope: Scope,
  runId: number,
  { segmentation, atRisk, filters }: { segmentation: string; atRisk: number; filters: ListFilters },
): Promise<SegmentShare[]> {
  const kept = totalRows(scope, runId, { segmentation, atRisk, filters });
  if (kept !== undefined) {
    const read = await readTotals(
      db,
      share,
      totalsStand(scope, { runId, atRisk }),
      sql`select s.id, s.names, ${addedUp} from ${kept}
          left join segments s on s.run_id = ${runId} and s.segmentation = ${segmentation} and s.id = t.segment_id
          group by s.id, s.names
          order by s.id is null, sum(t.clv) desc, sum(t.value_if_stays) desc nulls last, s.id`,
    );
    if (read !== undefined) return read;
  }
  return queryRows(
    db,
    share,
    sql`select s.id, s.names, ${totalColumns(atRisk)}
        from customer_values v
        join ${customers} on ${customers.id} = v.customer_id
        ${withSegment(segmentation)}
        left join segments s on s.run_id = v.run_id and s.segmentation = ${segmentation} and s.id = held.segment
        where v.run_id = ${runId} and ${inScope(scope)} and ${withFilters(filters)}
          and ${present}
        group by s.id, s.names
        order by s.id is null, sum(v.clv) desc, sum(v.value_if_stays) desc nulls last, s.id`,
  );
}
