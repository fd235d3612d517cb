import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Database, queryRows } from '../store.ts';
import { newestRunId } from './newest-run.ts';

const byLocale = z.record(z.string(), z.string());
const names = z.object({
  branches: z.array(z.object({ name: z.string(), names: byLocale })),
  segments: z.array(byLocale),
  campaigns: z.array(byLocale),
  managers: z.array(z.string()),
});

/**
 * The names that a question may mention: branches, with their names in other languages by locale; segments of the newest
 * published run, by locale; campaigns, by locale and under no locale as they were named; active people of the bank.
 */
export async function gazetteer(db: Database): Promise<z.infer<typeof names>> {
  const rows = await queryRows(
    db,
    names,
    sql`select
          coalesce((select jsonb_agg(jsonb_build_object('name', name, 'names', names) order by id)
            from branches), '[]') as branches,
          coalesce((select jsonb_agg(names order by id)
            from segments where run_id = ${newestRunId}), '[]') as segments,
          coalesce((select jsonb_agg(names || jsonb_build_object('', name) order by id) from campaigns), '[]')
            as campaigns,
          coalesce((select jsonb_agg(distinct name) from managers where active), '[]') as managers`,
  );
  return rows[0] ?? { branches: [], segments: [], campaigns: [], managers: [] };
}
