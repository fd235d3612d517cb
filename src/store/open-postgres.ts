import { pipeline } from 'node:stream/promises';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import pg from 'pg';
import { from } from 'pg-copy-streams';
import postgres from 'postgres';
import { copyText } from './copy-text.ts';
import { migrationsFolder } from './migrations-folder.ts';
import * as schema from './schema.ts';
import type { Store } from './store.ts';

/** Any number all replicas agree on: who holds it migrates. */
const migrationLock = 7_232_455;

/**
 * Opens a PostgreSQL store (15 or newer) with its migrations applied; replicas that start together take turns.
 * @param url postgres://user:password@host:port/database
 * @throws an error that names DATABASE_URL, without the password, when the server cannot be reached or refuses
 */
export async function openPostgres(url: string, connections = 10): Promise<Store> {
  const quiet = { onnotice: () => {} };
  const setup = postgres(url, { ...quiet, max: 1, connect_timeout: 10 });
  try {
    await setup`select pg_advisory_lock(${migrationLock})`;
    await migrate(drizzle({ client: setup, schema, casing: 'snake_case' }), { migrationsFolder });
  } catch (error) {
    const why = error instanceof Error ? error.message || String(error) : String(error);
    throw new Error(
      `DATABASE_URL (${withoutSecret(url)}) cannot be used: ${why}. Expected postgres://user:password@host:port/database of a running PostgreSQL 15 or newer.`,
      { cause: error },
    );
  } finally {
    await setup.end({ timeout: 5 });
  }

  const client = postgres(url, { ...quiet, max: connections });
  const db = drizzle({ client, schema, casing: 'snake_case' });
  return {
    kind: 'postgres',
    db,
    jobs: { connectionString: url, max: 4 },
    async copyRows(table, columns, rows) {
      let count = 0;
      const into = `COPY ${table} (${columns.map((c) => `"${c}"`).join(', ')}) FROM STDIN`;
      // postgres.js neither ends nor fails a COPY that the server refuses at its end; pg-copy-streams does.
      const loader = new pg.Client({ connectionString: url });
      await loader.connect();
      try {
        await pipeline(
          copyText(rows, (n) => {
            count += n;
          }),
          loader.query(from(into)),
        );
      } finally {
        await loader.end();
      }
      return count;
    },
    close: () => client.end({ timeout: 5 }),
  };
}

function withoutSecret(url: string): string {
  try {
    const parsed = new URL(url);
    return `${parsed.protocol}//${parsed.host}${parsed.pathname}`;
  } catch {
    return 'not an address';
  }
}
