import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { inject } from 'vitest';
import { z } from 'zod';
import { openPostgres } from '../src/store/open-postgres.ts';
import type { Store } from '../src/store/store.ts';
import { rolesOfDatabase } from './database-roles.ts';
import { type EmptyStore, emptyStore, knowEmptyStore, type RunStatement } from './emptied-store.ts';

/** A database on the server, and what it is known by while it is empty. */
type Lent = { name: string; empty: EmptyStore };

/** Those that no test has at the moment. The run takes them away at its end. */
const idle: Lent[] = [];
let made = 0;

const addressOf = (name: string) => {
  const url = new URL(inject('postgresUrl'));
  url.pathname = `/${name}`;
  return url.href;
};

async function connected<T>(name: string | undefined, work: (client: pg.Client) => Promise<T>) {
  const client = new pg.Client({
    connectionString: name === undefined ? inject('postgresUrl') : addressOf(name),
  });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const runOn =
  (client: pg.Client): RunStatement =>
  async (statement) =>
    (await client.query(statement)).rows;

const others = z.tuple([z.object({ n: z.number() })]);

/** Whether nobody but the asker is connected any more: a connection that was ended is seen for some milliseconds. */
async function isLeft(client: pg.Client): Promise<boolean> {
  for (let tries = 0; tries < 20; tries++) {
    const { rows } = await client.query(
      `select count(*)::int as n from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
       and backend_type = 'client backend'`,
    );
    if (others.parse(rows)[0].n === 0) return true;
    await pause(10);
  }
  return false;
}

async function makeOne(): Promise<{ name: string; store: Store; empty: EmptyStore }> {
  const name = `${inject('templateName')}_${process.pid}_${++made}`;
  await connected(undefined, async (client) => {
    await client.query(`create database ${name} template ${inject('templateName')}`);
    await client.query(`alter database ${name} set synchronous_commit = off`);
  });
  const store = await openPostgres(addressOf(name), 4);
  // Each has roles of its own, which are part of what it is known by.
  const empty = await connected(name, (client) => knowEmptyStore(runOn(client)));
  return { name, store, empty };
}

/** An empty store on the server. Once it is closed, its database is emptied and lent to the next test of this process. */
export async function openLentPostgres(): Promise<Store> {
  const free = idle.pop();
  const { name, store, empty } =
    free === undefined
      ? await makeOne()
      : { ...free, store: await openPostgres(addressOf(free.name), 4) };
  return {
    ...store,
    async close() {
      await store.close();
      const reusable = await connected(
        name,
        async (client) => (await isLeft(client)) && (await emptyStore(runOn(client), empty)),
      );
      if (reusable) idle.push({ name, empty });
      else await dropDatabase(name);
    },
  };
}

async function dropDatabase(name: string): Promise<void> {
  await connected(undefined, async (client) => {
    const roles = await rolesOfDatabase(client, name);
    await client.query(`drop database if exists ${name} with (force)`);
    await client.query(`drop role if exists ${roles.join(', ')}`);
  });
}
