import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Database, queryRows } from '../store.ts';

const before = z.object({ id: z.number(), asOf: z.string() });

/**
 * The newest run, by as-of date, of those before one of which the values are kept and with which a segmentation has a segment in
 * common; undefined where there is none: the segmentation began anew then.
 * @param earlier the run to compare with, by its id, where it is a certain one
 */
export async function comparableRun(
  db: Database,
  runId: number,
  segmentation: string,
  earlier?: number,
): Promise<z.infer<typeof before> | undefined> {
  const [last] = await queryRows(
    db,
    before,
    sql`select p.id, p.as_of::text as "asOf"
        from valuation_runs r join valuation_runs p on p.status = 'published' and (p.as_of, p.id) < (r.as_of, r.id)
        where r.id = ${runId} and ${earlier === undefined ? sql`true` : sql`p.id = ${earlier}`}
          and (p.published_at > r.published_at) is not true
          and p.values_kept
          and exists (select from segments was join segments s on s.segmentation = was.segmentation and s.id = was.id
            where was.run_id = p.id and s.run_id = r.id and s.segmentation = ${segmentation})
        order by p.as_of desc, p.id desc
        limit 1`,
  );
  return last;
}
