import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Database, queryRows } from '../store.ts';
import { type StoreTime, storeTime } from '../store-time.ts';

/** What became of the imports of some hours, and of their rows. */
export type CountedImports = {
  batches: { status: 'running' | 'done' | 'failed'; count: number }[];
  /** rows read, stored, unchanged, rejected and the like */
  rows: { result: string; count: number }[];
  /** when the last import was done, as Unix time in seconds; undefined: none was yet */
  lastDone: number | undefined;
};

const batch = z.object({
  status: z.enum(['running', 'done', 'failed']),
  count: z.number(),
});
const row = z.object({ result: z.string(), count: z.coerce.number() });
const last = z.object({ at: z.coerce.number().nullable() });

/** Counts the imports that began within so many hours, and the rows of those that are done. */
export async function countImports(
  db: Database,
  hours: number,
  at: StoreTime = storeTime,
): Promise<CountedImports> {
  const since = sql`started_at > ${at} - make_interval(hours => ${hours})`;
  const batches = await queryRows(
    db,
    batch,
    sql`select status, count(*)::int as count from ingest_batches where ${since}
        group by 1 order by 1`,
  );
  const rows = await queryRows(
    db,
    row,
    sql`select c.key as result, sum(c.value::bigint) as count
        from ingest_batches b, jsonb_each(b.counts) f, jsonb_each_text(f.value) c
        where b.status = 'done' and ${since} group by 1 order by 1`,
  );
  const [{ at: done } = { at: null }] = await queryRows(
    db,
    last,
    sql`select extract(epoch from max(finished_at)) as at from ingest_batches where status = 'done'`,
  );
  return { batches, rows, lastDone: done ?? undefined };
}
