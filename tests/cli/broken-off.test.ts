import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { ended, root } from '../server-process.ts';
import { makeTestDatabase, storeKinds } from '../test-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'bellwether-broken-off-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(storeKinds)('a command on %s that is told to end', (kind) => {
  const command = async (words: string[]) => {
    const database = kind === 'postgres' ? await makeTestDatabase() : undefined;
    const child = spawn(process.execPath, [join(root, 'bin/bellwether.js'), ...words], {
      cwd: folder,
      env: { PATH: process.env.PATH, DATA_DIR: join(folder, 'data'), DATABASE_URL: database?.url },
    });
    return { child, database };
  };

  it('ends while it waits for input', async () => {
    const { child, database } = await command(['parse', '--json']);
    child.stdin.write('value customer 1042\n');
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    expect(await ended(child)).toBe(0);
    await database?.drop();
  }, 90_000);
});

describe.each(storeKinds.filter((kind) => kind === 'postgres'))('a command on %s', () => {
  it('ends though the database does not answer it', async () => {
    const { url, drop } = await makeTestDatabase();
    const other = new pg.Client({ connectionString: url });
    await other.connect();
    await other.query('select pg_advisory_lock(7232455)');
    const child = spawn(process.execPath, [join(root, 'bin/bellwether.js'), 'migrate'], {
      cwd: folder,
      env: { PATH: process.env.PATH, DATABASE_URL: url },
    });
    await once(child.stderr, 'data');
    child.kill('SIGTERM');
    expect(await ended(child)).toBe(1);
    await other.end();
    await drop();
  }, 90_000);
});
