import { openAsBlob } from 'node:fs';
import type { PGlite } from '@electric-sql/pglite';
import { inject } from 'vitest';
import { embeddedStore } from '../src/store/embedded/open-embedded.ts';
import { openPglite } from '../src/store/embedded/open-pglite.ts';
import { prepareEmbedded } from '../src/store/embedded/prepare-embedded.ts';
import type { Roles } from '../src/store/row-security/who.ts';
import type { Store } from '../src/store/store.ts';
import { type EmptyStore, emptyStore, knowEmptyStore } from './emptied-store.ts';

/** An embedded database, its roles, and what it is known by while it is empty. */
type Lent = { client: PGlite; roles: Roles; empty: EmptyStore };

/** Those that no test has at the moment. */
const idle: Lent[] = [];
/** All databases of this process begin alike, and are known alike. */
let known: Promise<EmptyStore> | undefined;

const runOn = (client: PGlite) => async (statement: string) => (await client.query(statement)).rows;

async function makeOne(): Promise<Lent> {
  const client = await openPglite(undefined, await openAsBlob(inject('snapshotFile')));
  const roles = await prepareEmbedded(client);
  known ??= knowEmptyStore(runOn(client));
  return { client, roles, empty: await known };
}

/** A client that can be closed without its database: whoever uses it after that is refused, as by one that is closed. */
function lentClient(client: PGlite, giveBack: () => Promise<void>): PGlite {
  let closed = false;
  const close = async () => {
    if (closed) throw new Error('PGlite is closed');
    closed = true;
    await giveBack();
  };
  return new Proxy(client, {
    get(target, key) {
      if (key === 'closed') return closed;
      if (key === 'close') return close;
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      if (closed) return () => Promise.reject(new Error('PGlite is closed'));
      return value.bind(target);
    },
  });
}

/** An empty store in memory. Once it is closed, its database is emptied and lent to the next test of this process. */
export async function openLentEmbedded(): Promise<Store> {
  const lent = idle.pop() ?? (await makeOne());
  const { client, roles, empty } = lent;
  const giveBack = async () => {
    await client.exec('discard all');
    if (await emptyStore(runOn(client), empty)) idle.push(lent);
    else await client.close();
  };
  return embeddedStore(lentClient(client, giveBack), roles, () => undefined);
}
