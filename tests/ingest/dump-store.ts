import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { targetNames } from '../../src/store/ingest/targets.ts';
import { queryRows, type Store } from '../../src/store/store.ts';

/** Everything an import may write but its own batches, and the names of the staging tables that are left. */
export async function dumpStore(store: Store): Promise<Record<string, unknown[]>> {
  const tables = ['bank', ...targetNames, 'ingest_rejects'];
  const dump: Record<string, unknown[]> = {};
  for (const table of tables) {
    dump[table] = await queryRows(
      store.db,
      z.unknown(),
      sql`select to_jsonb(t) as row from ${sql.identifier(table)} t order by to_jsonb(t)`,
    );
  }
  dump.staging = await queryRows(
    store.db,
    z.unknown(),
    sql`select tablename from pg_tables where tablename like 'ingest\\_staging%'`,
  );
  return dump;
}
