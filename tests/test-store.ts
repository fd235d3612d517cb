import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import pg from 'pg';
import { inject } from 'vitest';
import { openEmbedded } from '../src/store/embedded/open-embedded.ts';
import { openPostgres } from '../src/store/open-postgres.ts';
import type { Store } from '../src/store/store.ts';
import { rolesOfDatabase } from './database-roles.ts';
import { openLentEmbedded } from './lent-embedded.ts';
import { openLentPostgres } from './lent-postgres.ts';

/** The kinds of store to run a suite on: `describe.each(storeKinds)('… on %s', …)`. */
export const storeKinds: readonly Store['kind'][] =
  inject('postgresUrl') === '' ? ['pglite'] : ['pglite', 'postgres'];

let made = 0;

/**
 * A database of the test's own on the PostgreSQL server; `drop` removes it.
 * @param template what it is a copy of; unless given, an empty store
 */
export async function makeTestDatabase(
  template = inject('templateName'),
): Promise<{ url: string; drop(): Promise<void> }> {
  const server = inject('postgresUrl');
  const name = `bellwether_test_${process.pid}_${process.env.VITEST_POOL_ID ?? '0'}_${++made}`;
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  await admin.query(`drop database if exists ${name} with (force)`);
  await admin.query(`create database ${name} template ${template}`);
  // A test that ends its server is not one of these; all others need not wait for the disk.
  await admin.query(`alter database ${name} set synchronous_commit = off`);
  const roles = await rolesOfDatabase(admin, name);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    async drop() {
      await admin.query(`drop database if exists ${name} with (force)`);
      await admin.query(`drop role if exists ${roles.join(', ')}`);
      await admin.end();
    },
  };
}

/**
 * An empty migrated store of the test's own. Closing it leaves nothing behind. Where nothing but rows was changed, what it was kept
 * in is emptied and serves the next one of this process: that takes a quarter of the time of a new one.
 */
export async function openTestStore(kind: Store['kind']): Promise<Store> {
  return kind === 'pglite' ? openLentEmbedded() : openLentPostgres();
}

/** A store that this version opens on what an earlier one wrote, as SQL statements. Closing it leaves nothing behind. */
export async function openDumpedStore(kind: Store['kind'], dump: string): Promise<Store> {
  if (kind === 'pglite') {
    const client = await PGlite.create({ extensions: { pg_trgm } });
    await client.exec(dump);
    const snapshot = await client.dumpDataDir('none');
    await client.close();
    return openEmbedded(undefined, snapshot);
  }
  const database = await makeTestDatabase('template0');
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(dump);
  await client.end();
  return openThenDrop(database);
}

async function openThenDrop({
  url,
  drop,
}: Awaited<ReturnType<typeof makeTestDatabase>>): Promise<Store> {
  const store = await openPostgres(url, 4);
  return {
    ...store,
    async close() {
      await store.close();
      await drop();
    },
  };
}
