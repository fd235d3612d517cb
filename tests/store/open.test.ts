import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openEmbedded, StoreInUseError } from '../../src/store/open-embedded.ts';
import { openPostgres } from '../../src/store/open-postgres.ts';
import { branches } from '../../src/store/schema.ts';
import { queryRows, type Store } from '../../src/store/store.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

describe.each(storeKinds)('a store on %s', (kind) => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore(kind);
  });
  afterAll(() => store.close());

  it('copies rows in as they are: tabs, line ends, backslashes, Chinese, nothing', async () => {
    const names = ['tab\there', 'line\nend\r\n', 'back\\slash \\N', '布拉格分行', '', '"quoted"'];
    const count = await store.copyRows(
      'branches',
      ['external_id', 'name', 'region'],
      names.map((name, i) => [`b${i}`, name, i % 2 === 0 ? null : 'R']),
    );
    expect(count).toBe(names.length);
    const rows = await store.db.select().from(branches).orderBy(branches.externalId);
    expect(rows.map((row) => row.name)).toEqual(names);
    expect(rows.map((row) => row.region)).toEqual([null, 'R', null, 'R', null, 'R']);
  });

  it('refuses a number that is none', async () => {
    await expect(
      store.copyRows('branches', ['external_id', 'name'], [[Number.NaN, 'x']]),
    ).rejects.toThrow(/finite/);
  });

  it('reports a row the table does not admit, and stays usable', async () => {
    await expect(
      store.copyRows('branches', ['external_id', 'name'], [['x', null]]),
    ).rejects.toThrow(/name/);
    const rows = await queryRows(store.db, z.object({ one: z.number() }), sql`select 1 as one`);
    expect(rows).toEqual([{ one: 1 }]);
  });
});

describe('the embedded store on disk', () => {
  it('has one owner at a time, and keeps what it was given', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'bellwether-open-'));
    try {
      const first = await openEmbedded(dataDir);
      await first.db.insert(branches).values({ externalId: 'p', name: 'Prague' });
      await expect(openEmbedded(dataDir)).rejects.toThrow(StoreInUseError);
      await first.close();
      const second = await openEmbedded(dataDir);
      expect(await second.db.select({ name: branches.name }).from(branches)).toEqual([
        { name: 'Prague' },
      ]);
      await second.close();
    } finally {
      rmSync(dataDir, { recursive: true, force: true });
    }
  });

  it.each(['/dev/null/nowhere', '/proc/nowhere/deep'])(
    'names DATA_DIR when %s cannot be made',
    async (folder) => {
      await expect(openEmbedded(folder)).rejects.toThrow(`DATA_DIR ${folder} cannot be written`);
    },
  );
});

describe('a PostgreSQL address that is wrong', () => {
  it('is reported by the name of the variable, without the password', async () => {
    const opening = openPostgres('postgres://somebody:secret@127.0.0.1:1/none');
    await expect(opening).rejects.toThrow(/DATABASE_URL \(postgres:\/\/127\.0\.0\.1:1\/none\)/);
    await expect(opening).rejects.not.toThrow(/secret/);
  });
});
