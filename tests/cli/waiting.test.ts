import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { ended, root } from '../server-process.ts';
import { makeTestDatabase, storeKinds } from '../test-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'bellwether-waiting-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(storeKinds.filter((kind) => kind === 'postgres'))('a command on %s', () => {
  it.each([
    ['migrate', ['migrate'], 7_232_455, /waiting for another process that brings the tables/],
    [
      'demo',
      ['demo', '--customers', '1050'],
      7_232_456,
      /Waiting for another process that is filling/,
    ],
    [
      'ingest',
      ['ingest', '--mapping', 'tests/ingest/fixtures/bank.yaml', 'tests/ingest/fixtures/bank'],
      7_232_457,
      /Waiting for another import or valuation run/,
    ],
  ])(
    '%s says whom it waits for, and ends once they have',
    async (_, words, lock, message) => {
      const { url, drop } = await makeTestDatabase();
      const other = new pg.Client({ connectionString: url });
      await other.connect();
      await other.query('select pg_advisory_lock($1)', [lock]);
      const child = spawn(process.execPath, [join(root, 'bin/bellwether.js'), ...words], {
        cwd: root,
        env: { PATH: process.env.PATH, DATABASE_URL: url, HOME: folder },
      });
      let err = '';
      await new Promise<void>((resolve, reject) => {
        child.stderr.setEncoding('utf8').on('data', (text) => {
          err += text;
          if (message.test(err)) resolve();
        });
        child.once('exit', () => reject(new Error(`It ended without a word: ${err}`)));
      });
      expect(child.exitCode).toBeNull();
      await other.query('select pg_advisory_unlock($1)', [lock]);
      child.stdout.resume();
      expect(await ended(child)).toBe(0);
      await other.end();
      await drop();
    },
    90_000,
  );
});
