import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { asTests } from '../server-process.ts';
import { makeTestDatabase, storeKinds } from '../test-store.ts';

const told = z.object({
  done: z.number(),
  failed: z.number(),
  ended: z.number(),
  pairs: z.number(),
  halves: z.number(),
  after: z.number(),
});

/** Ends every connection to a database but its own, as an administrator or a failover does, every 50 ms, until `enough`. */
async function endConnections(url: string, enough: () => boolean): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  while (!enough()) {
    await admin.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    await new Promise((go) => setTimeout(go, 50));
  }
  await admin.end();
}

describe.each(storeKinds.filter((kind) => kind === 'postgres'))('a store on %s', (kind) => {
  it('outlives the end of its connections, at work and idle', async () => {
    expect(kind).toBe('postgres');
    const { url, drop } = await makeTestDatabase();
    const program = fileURLToPath(new URL('work-while-connections-end.ts', import.meta.url));
    const child = spawn(process.execPath, [...asTests, program, url], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      out += text;
    });
    const exit = once(child, 'exit');
    await once(child.stdout, 'data');
    const lines = () => out.split('\n').length - 1;
    await endConnections(url, () => lines() > 1 || child.exitCode !== null);
    child.stdin.end();
    expect(await exit).toEqual([0, null]);
    const { done, failed, ended, pairs, halves, after } = told.parse(
      JSON.parse(out.split('\n')[2] ?? ''),
    );
    expect(done).toBeGreaterThan(50);
    expect(failed).toBeGreaterThan(10);
    expect(ended).toBeGreaterThan(10);
    expect(pairs).toBeGreaterThan(0);
    expect(halves).toBe(0);
    expect(after).toBe(100);
    await drop();
  }, 60_000);
});
