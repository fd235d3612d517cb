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
 * @param known the digest of names that were read before: undefined is given where they are the same still
 */
export async function gazetteer(
  db: Database,
  known = '',
): Promise<(z.infer<typeof names> & { digest: string }) | undefined> {
  const [read] = await queryRows(
    db,
    z.object({ digest: z.string(), names: names.nullable() }),
    sql`with told as materialized (select to_jsonb(n) as names, md5(n::text) as digest from (select
          coalesce((select jsonb_agg(jsonb_build_object('name', name, 'names', names) order by id)
            from branches), '[]') as branches,
          coalesce((select jsonb_agg(names order by id)
            from segments where run_id = ${newestRunId}), '[]') as segments,
          coalesce((select jsonb_agg(names || jsonb_build_object('', name) order by id) from campaigns), '[]')
            as campaigns,
          coalesce((select jsonb_agg(name) from (select distinct name from managers where active order by 1) m), '[]')
            as managers) n)
        select digest, case when digest <> ${known} then names end as names from told`,
  );
  if (read === undefined) throw new Error('The names of the bank gave no row.');
  return read.names === null ? undefined : { ...read.names, digest: read.digest };
}
