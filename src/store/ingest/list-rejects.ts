import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Database, queryRows } from '../store.ts';

const reject = z.object({
  id: z.coerce.number(),
  batchId: z.number(),
  mapping: z.string(),
  file: z.string(),
  line: z.number(),
  column: z.string(),
  value: z.string().nullable(),
  reason: z.string(),
});

/** A row that was not taken in: where it stands, and what is wrong with which column ('' for the row as a whole). */
export type Reject = z.infer<typeof reject>;

const ofFile = (file: string | undefined) => (file === undefined ? sql`true` : sql`file = ${file}`);

/** How many rows were rejected, of a file of this name or of all. */
export async function countRejects(db: Database, file: string | undefined): Promise<number> {
  const [found] = await queryRows(
    db,
    z.object({ count: z.coerce.number() }),
    sql`select count(*) as count from ingest_rejects where ${ofFile(file)}`,
  );
  return found?.count ?? 0;
}

/**
 * The rejected rows, of a file of this name or of all, in the order in which they were met.
 * @param after the id of the last one read, 0 to begin with
 */
export async function listRejects(
  db: Database,
  { file, after, limit }: { file: string | undefined; after: number; limit: number },
): Promise<Reject[]> {
  return queryRows(
    db,
    reject,
    sql`select id, batch_id as "batchId", mapping, file, line, "column", value, reason
        from ingest_rejects where id > ${after} and ${ofFile(file)} order by id limit ${limit}`,
  );
}
