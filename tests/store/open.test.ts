import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openEmbedded, StoreInUseError } from '../../src/store/embedded/open-embedded.ts';
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

  it.each(['/dev/null/nowhere', '/proc/nowhere/deep', fileURLToPath(import.meta.url)])(
    'names DATA_DIR when %s cannot be made',
    async (folder) => {
      await expect(openEmbedded(folder)).rejects.toThrow(`DATA_DIR ${folder} cannot be written`);
    },
  );
});

describe('the folder of the embedded store', () => {
  const parent = mkdtempSync(join(tmpdir(), 'bellwether-mode-'));
  afterAll(() => rmSync(parent, { recursive: true, force: true }));
  const mode = (folder: string) => statSync(folder).mode & 0o7777;
  const make = (name: string, bits: number) => {
    const folder = join(parent, name);
    mkdirSync(folder);
    chmodSync(folder, bits);
    return folder;
  };

  it.each([
    ['everybody', 0o777],
    ['readers', 0o755],
    ['a group', 0o750],
    ['whoever knows a name in it', 0o711],
  ])('is closed to others where it stood open to %s', async (name, bits) => {
    const folder = make(name, bits);
    await (await openEmbedded(folder)).close();
    expect(mode(folder)).toBe(0o700);
    // A store from before is closed, too.
    chmodSync(folder, bits);
    await (await openEmbedded(folder)).close();
    expect(mode(folder)).toBe(0o700);
  });

  it('is made for its owner alone', async () => {
    const folder = join(parent, 'new', 'deep');
    const store = await openEmbedded(folder);
    expect([mode(join(parent, 'new')), mode(folder)]).toEqual([0o700, 0o700]);
    await store.db.insert(branches).values({ externalId: 'p', name: 'Prague' });
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    expect(files.length).toBeGreaterThan(100);
    expect(files.filter((file) => (mode(file) & 0o077) !== 0)).toEqual([]);
    await store.close();
  });

  it('is refused, and left as it is, where other things are in it', async () => {
    const folder = make('shared', 0o755);
    writeFileSync(join(folder, 'letters.txt'), 'of others');
    await expect(openEmbedded(folder)).rejects.toThrow(
      /^DATA_DIR .*shared is open to other users.*chmod 700/,
    );
    expect(mode(folder)).toBe(0o755);
    chmodSync(folder, 0o700);
    await (await openEmbedded(folder)).close();
  });

  it('is refused where everybody may put things, as in /tmp', async () => {
    const folder = make('sticky', 0o1777);
    await expect(openEmbedded(folder)).rejects.toThrow(/^DATA_DIR .*sticky is open to other users/);
    expect(mode(folder)).toBe(0o1777);
  });

  it('is refused in one line where it belongs to somebody else', () => {
    // Root may change any folder's mode: there the test becomes nobody.
    const program = `
      import { closeToOthers } from '${new URL('../../src/store/close-to-others.ts', import.meta.url).href}';
      if (process.getuid() === 0) process.setuid(65534);
      try { closeToOthers('/usr'); } catch (error) { console.log(error.message); }`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^DATA_DIR \/usr is open to other users .*belongs to another user.*\n$/);
  });
});

describe('a PostgreSQL address that is wrong', () => {
  it('is reported by the name of the variable, without the password', async () => {
    const opening = openPostgres('postgres://somebody:secret@127.0.0.1:1/none');
    await expect(opening).rejects.toThrow(/DATABASE_URL \(postgres:\/\/127\.0\.0\.1:1\/none\)/);
    await expect(opening).rejects.not.toThrow(/secret/);
  });
});
