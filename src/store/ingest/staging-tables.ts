import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Database, queryRows } from '../store.ts';

/** The staging table of the n-th file of a batch. */
export const stagingTable = (batchId: number, n: number) => `ingest_staging_${batchId}_${n}`;

/**
 * Makes a staging table: unlogged, for a crash may take it. Every column but `line` is text.
 * @param columns as `compileStaging` names them, `line` first
 */
export async function createStagingTable(
  db: Database,
  table: string,
  columns: readonly string[],
): Promise<void> {
  const list = columns.map(
    (c) => sql`${sql.identifier(c)} ${sql.raw(c === 'line' ? 'int' : 'text')}`,
  );
  await db.execute(
    sql`create unlogged table ${sql.identifier(table)} (${sql.join(list, sql`, `)})`,
  );
}

/** Drops the staging tables of a batch, if there are any. */
export async function dropStagingTables(db: Database, batchId: number): Promise<void> {
  const found = await queryRows(
    db,
    z.object({ name: z.string() }),
    sql`select tablename as name from pg_tables
        where schemaname = current_schema() and tablename like ${`ingest\\_staging\\_${batchId}\\_%`}`,
  );
  for (const { name } of found) await db.execute(sql`drop table if exists ${sql.identifier(name)}`);
}
