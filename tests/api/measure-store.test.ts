import { sql } from 'drizzle-orm';
import { describe, expect, it, onTestFinished } from 'vitest';
import { measureStore } from '../../src/api/measure-store.ts';
import { createMetrics } from '../../src/api/metrics.ts';
import { fillSevenCustomers } from '../banks/seven-customers.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

describe.each(storeKinds)('what is counted in a store on %s', (kind) => {
  it('is left out where its count fails, and nothing else is', async () => {
    const store = await openTestStore(kind);
    onTestFinished(() => store.close());
    await fillSevenCustomers(store, new Date());
    const metrics = createMetrics();
    const failures: unknown[] = [];
    const measured = async () => {
      await measureStore(metrics, store, (error) => failures.push(error));
      return metrics.registry.metrics();
    };
    await measured();
    expect(failures).toEqual([]);
    await store.db.execute(sql`alter table digests rename to away`);
    const text = await measured();
    expect(failures).toHaveLength(1);
    expect(text).toMatch(/^bellwether_store_up 1$/m);
    expect(text).not.toMatch(/^bellwether_digests\{/m);
    expect(text).toMatch(/^bellwether_valuation_run_customers 7$/m);
    expect(text).toMatch(/^bellwether_store_bytes \d+/m);
  });

  it('is left out altogether where the store does not answer', async () => {
    const store = await openTestStore(kind);
    await store.close();
    const metrics = createMetrics();
    const failures: unknown[] = [];
    await measureStore(metrics, store, (error) => failures.push(error));
    expect(failures).toHaveLength(1);
    const text = await metrics.registry.metrics();
    expect(text).toMatch(/^bellwether_store_up 0$/m);
    expect(text).not.toMatch(/^bellwether_store_bytes \d/m);
  });
});
