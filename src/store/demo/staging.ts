import { sql } from 'drizzle-orm';
import type { Database } from '../store.ts';

const schema = 'demo_staging';

/** The staging table of a table, as COPY names it. */
export function stagingOf(table: string): string {
  return `${schema}.${table}`;
}

/**
 * Makes an empty staging table for each table: the same columns, but no index, no key and no log, so that rows go in
 * fast. What an earlier call left unfinished is thrown away.
 */
export async function openStaging(db: Database, tables: readonly string[]): Promise<void> {
  await db.transaction(async (tx) => {
    await closeStaging(tx);
    await tx.execute(sql`create schema ${sql.identifier(schema)}`);
    for (const table of tables) {
      await tx.execute(
        sql`create unlogged table ${sql.raw(stagingOf(table))}
          (like public.${sql.identifier(table)} including defaults)`,
      );
    }
  });
}

/** Throws the staging tables away. */
export async function closeStaging(db: Database): Promise<void> {
  await db.execute(sql`drop schema if exists ${sql.identifier(schema)} cascade`);
}
