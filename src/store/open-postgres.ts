import { pipeline } from 'node:stream/promises';
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { from } from 'pg-copy-streams';
import postgres from 'postgres';
import { copyText } from './copy-text.ts';
import { LastingPool } from './lasting-pool.ts';
import { applyMigrations } from './migrate.ts';
import { askingPool } from './row-security/asking-pool.ts';
import { keepingAskers } from './row-security/kept-askers.ts';
import { KeptNames } from './row-security/kept-names.ts';
import { searchInBank } from './row-security/searched-bank.ts';
import { makeRoles, RolesMissing, secureRows } from './row-security/secure-rows.ts';
import { type Roles, settingsOf, type Who } from './row-security/who.ts';
import type { Store } from './store.ts';

/** Any number all replicas agree on: who holds it migrates. */
const migrationLock = 7_232_455;

/**
 * A connection of its own, and not of the pool. That it ended is told by whatever is under way on it: the event that
 * says so as well would end the process.
 */
function connection(url: string): pg.Client {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  return client.on('error', () => undefined);
}

/** What a store on a server tells of, beside the errors it throws. */
export type StoreNotices = {
  /** a connection ended by itself, as when the server restarts; what was under way on it failed, and another is opened */
  ended(error: Error): void;
  /** another process is bringing the tables up to date, and is waited for */
  waiting(): void;
};

/**
 * Opens a PostgreSQL store (15 or newer) with its migrations applied; replicas that start together take turns.
 * @param url postgres://user:password@host:port/database
 * @param connections how many at most, besides those of COPY
 * @param notices is told of connections that end by themselves, and that another process migrates
 * @throws an error that names DATABASE_URL, without the password, when the server cannot be reached or refuses
 */
export async function openPostgres(
  url: string,
  connections = 10,
  notices: StoreNotices = { ended: () => undefined, waiting: () => undefined },
): Promise<Store> {
  // Migrations go over a connection of their own that lives for them alone. What lasts is pooled below: connections of
  // this driver that the server ends while they are in use end the process from a timer.
  const setup = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => undefined });
  let roles: Roles;
  try {
    const [lock] = await setup<{ taken: boolean }[]>`
      select pg_try_advisory_lock(${migrationLock}) as taken`;
    if (lock?.taken !== true) {
      notices.waiting();
      await setup`select pg_advisory_lock(${migrationLock})`;
    }
    roles = await securedTables(url);
  } catch (error) {
    if (error instanceof RolesMissing)
      throw new Error(`DATABASE_URL (${withoutSecret(url)}) cannot be used: ${error.message}`);
    throw new Error(
      `DATABASE_URL (${withoutSecret(url)}) cannot be used: ${reasonOf(error)}. Expected postgres://user:password@host:port/database of a running PostgreSQL 15 or newer.`,
      { cause: error },
    );
  } finally {
    await setup.end({ timeout: 5 });
  }

  const pool = new LastingPool(
    {
      connectionString: url,
      max: connections,
      keepAlive: true,
      idleTimeoutMillis: 0,
      maxLifetimeSeconds: 45 * 60,
    },
    notices.ended,
  );
  const names = new KeptNames();
  const asked = (who: Who) =>
    drizzle({
      client: askingPool(pool, settingsOf(who, roles), names),
      casing: 'snake_case',
    });
  const bankWide = asked({ figures: true });
  const store: Store = {
    kind: 'postgres',
    db: asked({ work: 'server' }),
    bankWide,
    as: keepingAskers((who) => {
      const db = asked(who);
      const ofBranch = 'scope' in who && who.scope.kind === 'branch';
      return { ...store, db: ofBranch ? searchInBank(db, bankWide) : db };
    }),
    held: () => ({
      connections: { active: pool.totalCount - pool.idleCount, idle: pool.idleCount },
      waiting: pool.waitingCount,
      memory: undefined,
    }),
    jobs: { connectionString: url, max: 4 },
    async copyRows(table, columns, rows) {
      let count = 0;
      const into = `COPY ${table} (${columns.map((c) => `"${c}"`).join(', ')}) FROM STDIN`;
      const loader = connection(url);
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
    close: () => pool.close(5000),
  };
  return store;
}

/** Makes the roles of the database, migrates, and puts the tables under row-level security; gives the roles. */
async function securedTables(url: string): Promise<Roles> {
  const client = connection(url);
  await client.connect();
  try {
    const db = drizzle({ client, casing: 'snake_case' });
    const roles = await makeRoles(db);
    // A migration changes rows of customers, too.
    await client.query("select set_config('bellwether.work', 'server', false)");
    await applyMigrations(db);
    await secureRows(db, roles, (script) => client.query(script));
    return roles;
  } finally {
    await client.end();
  }
}

/** What the system or the server has against it, on one line. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message } = error.cause instanceof Error ? error.cause : error;
  // Where a name has several addresses, the error of all of them together has a code and no message.
  const code = 'code' in error ? String(error.code) : error.name;
  return message.split('\n')[0] || code;
}

function withoutSecret(url: string): string {
  try {
    const parsed = new URL(url);
    return `${parsed.protocol}//${parsed.host}${parsed.pathname}`;
  } catch {
    return 'not an address';
  }
}
