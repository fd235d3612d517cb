import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { placeSmallBank } from '../placed-bank.ts';
import { ended, programsIn } from '../server-process.ts';
import { makeTestDatabase } from '../test-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'bellwether-backup-'));
const { cli, start } = programsIn(folder);
const file = join(folder, 'bank.backup');
const question = ['ask', 'value customer 101', '--as', 'rm@bank.example', '--json'];

describe('a backup by the command line', () => {
  let where: Awaited<ReturnType<typeof placeSmallBank>>;
  beforeAll(async () => {
    where = await placeSmallBank('pglite');
  });
  afterAll(async () => {
    await where.leave();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is written while a server runs, for its owner alone, and over no other file', async () => {
    const server = await start(where.variables);
    try {
      const done = await cli(['backup', file, '--json'], where.variables);
      expect(done).toMatchObject({ code: 0 });
      expect(JSON.parse(done.out)).toMatchObject({
        file,
        tables: expect.arrayContaining([expect.objectContaining({ table: 'customers', rows: 7 })]),
      });
      expect(statSync(file).mode & 0o777).toBe(0o600);
      const again = await cli(['backup', file], where.variables);
      expect(again).toMatchObject({ code: 1, err: expect.stringContaining('there already') });
      expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
    } finally {
      server.child.kill('SIGTERM');
      await ended(server.child);
    }
  }, 120_000);

  it('that cannot be written is told of, and the server goes on answering', async () => {
    const server = await start(where.variables);
    try {
      const nowhere = await cli(['backup', join(folder, 'no', 'folder')], where.variables);
      expect(nowhere).toMatchObject({
        code: 1,
        err: expect.stringContaining('could not be written'),
      });
      expect((await cli(question, where.variables)).code).toBe(0);
      expect((await cli(['backup', join(folder, 'after')], where.variables)).code).toBe(0);
    } finally {
      server.child.kill('SIGTERM');
      await ended(server.child);
    }
  }, 120_000);

  it('is restored into a new folder, and answers as before', async () => {
    const variables = { DATA_DIR: join(folder, 'new'), DEMO: 'off' };
    const done = await cli(['restore', file], variables);
    expect(done).toMatchObject({ code: 0, out: expect.stringContaining('restored') });
    const before = await cli(question, where.variables);
    const after = await cli(question, variables);
    expect(after.code).toBe(0);
    expect(JSON.parse(after.out)).toEqual(JSON.parse(before.out));
    const twice = await cli(['restore', file], variables);
    expect(twice).toMatchObject({ code: 1, err: expect.stringContaining('not empty') });
  }, 120_000);

  it('is refused in a line where it is damaged, or none', async () => {
    const variables = { DATA_DIR: join(folder, 'other'), DEMO: 'off' };
    const cut = join(folder, 'cut.backup');
    writeFileSync(cut, readFileSync(file).subarray(0, 3000));
    const other = join(folder, 'other.backup');
    writeFileSync(other, 'no backup at all\n');
    for (const [path, why] of [
      [cut, 'damaged'],
      [other, 'not a backup'],
      [join(folder, 'nowhere'), 'not a file'],
    ] as const) {
      const done = await cli(['restore', path], variables);
      expect(done).toMatchObject({ code: 1, out: '', err: expect.stringContaining(why) });
      expect(done.err).not.toMatch(/^ +at /m);
    }
  }, 120_000);

  it.skipIf(inject('postgresUrl') === '')(
    'is not needed to move to a PostgreSQL server',
    async () => {
      const { url, drop } = await makeTestDatabase('template0');
      try {
        const done = await cli(['move', '--to', url, '--json'], where.variables);
        expect(done).toMatchObject({ code: 0 });
        expect(JSON.parse(done.out).tables).toContainEqual(
          expect.objectContaining({ table: 'customers', rows: 7 }),
        );
        const before = await cli(question, where.variables);
        const after = await cli(question, { DATABASE_URL: url, DEMO: 'off' });
        expect(JSON.parse(after.out)).toEqual(JSON.parse(before.out));
        const twice = await cli(['move', '--to', url], where.variables);
        expect(twice).toMatchObject({ code: 1, err: expect.stringContaining('not empty') });
        const wrong = await cli(['move', '--to', 'mysql://x'], where.variables);
        expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('postgres://') });
      } finally {
        await drop();
      }
    },
    180_000,
  );
});
