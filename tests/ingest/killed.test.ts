import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openAsBlob, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { ingest, readMapping } from '../../src/ingest/ingest.ts';
import { openEmbedded } from '../../src/store/embedded/open-embedded.ts';
import { openPostgres } from '../../src/store/open-postgres.ts';
import { queryRows, type Store } from '../../src/store/store.ts';
import { dumpStore } from '../banks/dump-store.ts';
import { makeTestDatabase, storeKinds } from '../test-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'killed-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Where a store of its own can be opened, and left. */
async function place(kind: Store['kind']) {
  if (kind === 'pglite') {
    const dataDir = join(folder, 'data');
    const made = await openEmbedded(dataDir, await openAsBlob(inject('snapshotFile')));
    await made.close();
    return { where: dataDir, open: () => openEmbedded(dataDir), drop: async () => {} };
  }
  const { url, drop } = await makeTestDatabase();
  return { where: url, open: () => openPostgres(url, 4), drop };
}

describe.each(storeKinds)('an import killed before its commit, on %s', (kind) => {
  it('leaves the store as it was, and the next one clears up', async () => {
    const { where, open, drop } = await place(kind);
    const mapping = readMapping('tests/ingest/fixtures/bank.yaml');
    const take = (store: Store, paths: string[]) =>
      ingest(store, { mapping, mappingName: 'bank', paths, now: () => new Date() });

    let store = await open();
    await take(store, ['tests/ingest/fixtures/bank/branches.csv']);
    const before = await dumpStore(store);
    await store.close();

    const child = spawn(process.execPath, ['tests/ingest/take-in-and-die.ts', where]);
    const [, signal] = await once(child, 'exit');
    expect(signal).toBe('SIGKILL');

    store = await open();
    const { staging, ...after } = await dumpStore(store);
    expect({ ...after, staging: [] }).toEqual(before);
    expect(staging?.length).toBe(7);

    const report = await take(store, ['tests/ingest/fixtures/bank']);
    expect(report.files.reduce((sum, { stored }) => sum + stored, 0)).toBe(16);
    expect((await dumpStore(store)).staging).toEqual([]);
    const batches = await queryRows(
      store.db,
      z.object({ status: z.string() }),
      sql`select status from ingest_batches order by id`,
    );
    expect(batches.map(({ status }) => status)).toEqual(['done', 'failed', 'done']);
    await store.close();
    await drop();
  }, 60_000);
});
