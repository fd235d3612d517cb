import { type SQL, sql } from 'drizzle-orm';
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

/** How many rows there are, and the sum of hashes of 64 bits of some of their columns: both alike only where the rows are. */
const hashed = (columns: SQL): SQL =>
  sql`count(*) || '-' || coalesce(sum(hashtextextended(row(${columns})::text, 0)), 0)`;

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
    // The names themselves are put together only where they are others.
    sql`with told as materialized (select concat_ws('/',
          (select ${hashed(sql`id, name, names`)} from branches),
          (select ${hashed(sql`id, names`)} from segments where run_id = ${newestRunId}),
          (select ${hashed(sql`id, name, names`)} from campaigns),
          (select ${hashed(sql`name`)} from managers where active)) as digest)
        select digest, case when digest <> ${known} then (select to_jsonb(n) from (select
          coalesce((select jsonb_agg(jsonb_build_object('name', name, 'names', names) order by id)
            from branches), '[]') as branches,
          coalesce((select jsonb_agg(names order by id)
            from segments where run_id = ${newestRunId}), '[]') as segments,
          coalesce((select jsonb_agg(names || jsonb_build_object('', name) order by id) from campaigns), '[]')
            as campaigns,
          coalesce((select jsonb_agg(name) from (select distinct name from managers where active order by 1) m), '[]')
            as managers) n) end as names from told`,
  );
  if (read === undefined) throw new Error('The names of the bank gave no row.');
  return read.names === null ? undefined : { ...read.names, digest: read.digest };
}
