import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { placedToken, placeSmallBank } from './placed-bank.ts';
import { ended, programsIn } from './server-process.ts';
import { storeKinds } from './test-store.ts';

describe.each(storeKinds.filter((kind) => kind === 'postgres'))('a server on %s', (kind) => {
  it('answers on after its connections were ended under load', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bellwether-ended-'));
    const where = await placeSmallBank(kind);
    const { child, address, log } = await programsIn(folder).start({
      ...where.variables,
      DEMO: 'on',
      RATE_LIMITS: 'off',
    });
    const statuses = new Map<number, number>();
    const ask = async (path: string, init: RequestInit = {}) => {
      const { status } = await fetch(`${address}${path}`, init);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      return status;
    };
    const api = { headers: { authorization: `Bearer ${placedToken}` } };
    const question = {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: address },
      body: JSON.stringify({ text: 'top', locale: 'en' }),
    };
    const beside = await where.open();
    let loaded = true;
    const load = Array.from({ length: 8 }, async (_, n) => {
      while (loaded) await (n % 2 === 0 ? ask('/api/values', api) : ask('/web/ask', question));
    });
    for (let round = 0; round < 16; round++) {
      await beside.db.execute(
        sql`select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid()`,
      );
      await new Promise((go) => setTimeout(go, 250));
    }
    loaded = false;
    await Promise.all(load);
    // However busy the machine is: an answer takes many times less than a round where it is not.
    expect(statuses.get(200)).toBeGreaterThan(8);
    expect(statuses.get(500)).toBeGreaterThan(0);
    expect([...statuses.keys()].sort()).toEqual([200, 500]);

    expect(child.exitCode).toBeNull();
    const after = Array.from({ length: 40 }, () => ask('/api/values/101', api));
    expect(new Set(await Promise.all(after))).toEqual(new Set([200]));
    expect(await ask('/readyz')).toBe(200);
    expect(log.join('')).toContain('a connection to the database ended');
    child.kill('SIGTERM');
    expect(await ended(child)).toBe(0);
    await beside.close();
    await where.leave();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);
});
