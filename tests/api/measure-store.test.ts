import { sql } from 'drizzle-orm';
import { describe, expect, it, vi } from 'vitest';
import { measureStore } from '../../src/api/measure-store.ts';
import { createMetrics } from '../../src/api/metrics.ts';
import { rawRows } from '../../src/store/store.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

describe.each(storeKinds)('metrics of a store on %s that hangs', (kind) => {
  it('say so in time, and leave out what is not known', async () => {
    const store = await openTestStore(kind);
    const metrics = createMetrics();
    const failed: unknown[] = [];
    const measured = async (patience?: number) => {
      await measureStore(metrics, store, (error) => failed.push(error), patience);
      const text = await metrics.registry.metrics();
      return (name: string) => text.match(new RegExp(`^${name}(\\{.*\\})? (.*)$`, 'm'))?.[2];
    };
    const first = await measured();
    expect(failed).toEqual([]);
    expect(first('bellwether_store_up')).toBe('1');
    expect(first('bellwether_deliveries_waiting_seconds')).toBe('0');
    expect(Number(first('bellwether_store_bytes'))).toBeGreaterThan(1e6);
    await store.db.transaction(async (tx) => {
      await tx.execute('lock table deliveries');
      const during = await measured(2000);
      // The embedded store does one thing at a time; a server hangs at the table alone.
      expect(during('bellwether_store_up')).toBe(kind === 'pglite' ? '0' : '1');
      expect(during('bellwether_deliveries_waiting_seconds')).toBeUndefined();
      expect(failed[0]).toMatchObject({ name: 'TimeoutError' });
      // What is asked again every few seconds may not pile up behind it.
      const waiting = sql`select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      await vi.waitFor(async () => expect(await rawRows(tx, waiting)).toEqual([]), 10_000);
    });
    await store.close();
  }, 60_000);
});
