import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { targetNames } from '../../src/store/ingest/targets.ts';
import { queryRows, type Store } from '../../src/store/store.ts';
import { emptyTables } from '../empty-tables.ts';

const tables = ['bank', ...targetNames, 'ingest_rejects'];

/** Everything an import may write but its own batches, and the names of the staging tables that are left. */
export async function dumpStore(store: Store): Promise<Record<string, unknown[]>> {
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

/** A fingerprint of each table of {@link dumpStore}, for stores too large to compare row by row. */
export async function fingerprintStore(store: Store): Promise<Record<string, unknown>> {
  const prints: Record<string, unknown> = {};
  for (const table of tables) {
    [prints[table]] = await queryRows(
      store.db,
      z.unknown(),
      sql`select count(*) as rows, md5(string_agg(md5(t::text), '' order by md5(t::text))) as print
          from ${sql.identifier(table)} t`,
    );
  }
  return prints;
}

/** Empties what {@link dumpStore} dumps. */
export async function emptyStore(store: Store): Promise<void> {
  await emptyTables(store, [...tables, 'ingest_batches']);
}
