import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Database, queryRows } from '../store.ts';

/** An import as an operator sees it: how many rows came to what, and none of their values. */
export type ListedImport = z.infer<typeof listed>;

const listed = z.object({
  id: z.number(),
  mapping: z.string(),
  status: z.enum(['running', 'done', 'failed']),
  startedAt: z.coerce.date(),
  finishedAt: z.coerce.date().nullable(),
  rows: z.object({
    read: z.coerce.number(),
    stored: z.coerce.number(),
    unchanged: z.coerce.number(),
    rejected: z.coerce.number(),
  }),
});

/** The newest imports, the newest first. */
export function listImports(db: Database, limit: number): Promise<ListedImport[]> {
  const sum = (key: string) =>
    sql`(select coalesce(sum((f.value ->> ${key})::bigint), 0) from jsonb_each(b.counts) f)`;
  return queryRows(
    db,
    listed,
    sql`select b.id, b.mapping, b.status, b.started_at as "startedAt", b.finished_at as "finishedAt",
          jsonb_build_object('read', ${sum('read')}, 'stored', ${sum('stored')},
            'unchanged', ${sum('unchanged')}, 'rejected', ${sum('rejected')}) as rows
        from ingest_batches b order by b.id desc limit ${limit}`,
  );
}

/** How many rows of an import were rejected for a reason, by column; '' for the row as a whole. */
export type CountedRejects = z.infer<typeof counted>;

const counted = z.object({
  batchId: z.number(),
  column: z.string(),
  reason: z.string(),
  count: z.number(),
});

/** Counts the rejected rows of some imports, the most first, at most so many lines. */
export function countRejectsByReason(
  db: Database,
  batchIds: readonly number[],
  limit: number,
): Promise<CountedRejects[]> {
  if (batchIds.length === 0) return Promise.resolve([]);
  return queryRows(
    db,
    counted,
    sql`select batch_id as "batchId", "column", reason, count(*)::int as count from ingest_rejects
        where batch_id = any(${sql.param([...batchIds])}::int[])
        group by 1, 2, 3 order by 4 desc, 1, 2, 3 limit ${limit}`,
  );
}
