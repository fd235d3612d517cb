import { mkdtempSync, openAsBlob, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { hashToken, tokenFrom } from '../src/access/token.ts';
import { openEmbedded } from '../src/store/embedded/open-embedded.ts';
import { tokenScopes } from '../src/store/kinds.ts';
import { openPostgres } from '../src/store/open-postgres.ts';
import { bank } from '../src/store/schema.ts';
import type { Store } from '../src/store/store.ts';
import { addToken } from '../src/store/tokens/api-tokens.ts';
import { fillSevenCustomers } from './banks/seven-customers.ts';
import { makeTestDatabase } from './test-store.ts';

/** A token of the REST API that speaks for the analyst of a placed bank. */
export const placedToken = tokenFrom(Buffer.alloc(32, 7));

/**
 * The small bank, as one made up for a demo, in a store on disk or on a server that nobody has open.
 * @returns the variables by which a server finds it, `open` for the test itself, and what takes it away again
 */
export async function placeSmallBank(kind: Store['kind']) {
  const folder = mkdtempSync(join(tmpdir(), 'bellwether-placed-'));
  const database = kind === 'postgres' ? await makeTestDatabase() : undefined;
  const open = () =>
    database === undefined ? openEmbedded(folder) : openPostgres(database.url, 2);
  const store = await (database === undefined
    ? openEmbedded(folder, await openAsBlob(inject('snapshotFile')))
    : open());
  await fillSevenCustomers(store, new Date());
  await store.db.update(bank).set({ demo: true });
  await addToken(store.db, {
    name: 'test',
    hash: hashToken(placedToken),
    managerId: 3,
    scopes: tokenScopes,
    createdAt: new Date(),
    expiresAt: null,
  });
  await store.close();
  return {
    variables: {
      DATA_DIR: folder,
      ...(database === undefined ? {} : { DATABASE_URL: database.url }),
    },
    open,
    async leave() {
      await database?.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
