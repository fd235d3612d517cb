import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Database, queryRows } from '../store.ts';
import type { PublishedRun } from './newest-run.ts';

const published = z.object({
  id: z.number(),
  asOf: z.string(),
  parameters: z.record(z.string(), z.unknown()),
});

/** The published runs of which the values are kept, the oldest as-of date first; of one day, that which was made last. */
export async function keptRuns(db: Database): Promise<PublishedRun[]> {
  return queryRows(
    db,
    published,
    sql`select distinct on (r.as_of) r.id, r.as_of::text as "asOf", r.parameters
        from valuation_runs r
        where r.status = 'published' and exists (select from customer_values v where v.run_id = r.id)
        order by r.as_of, r.id desc`,
  );
}
