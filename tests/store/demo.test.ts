import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alone } from '../../src/store/demo/alone.ts';
import { bankFound, isEmpty } from '../../src/store/demo/bank-found.ts';
import { publishStaging } from '../../src/store/demo/publish-staging.ts';
import { closeStaging, openStaging, stagingOf } from '../../src/store/demo/staging.ts';
import { bank, branches } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

const described = { name: 'Demo', currency: 'EUR', timezone: 'Europe/Prague' };

describe.each(storeKinds)('staging a whole bank, on %s', (kind) => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore(kind);
  });
  afterAll(() => store.close());

  it('appears whole, with numbers going on after its own, and leaves no staging table', async () => {
    expect(await bankFound(store.db)).toBe('none');
    await openStaging(store.db, ['branches']);
    await store.copyRows(
      stagingOf('branches'),
      ['id', 'external_id', 'name'],
      [
        [5, 'P', 'Prague'],
        [8, 'B', 'Brno'],
      ],
    );
    expect(await isEmpty(store)).toBe(true);
    // What an earlier call left is thrown away.
    await openStaging(store.db, ['branches', 'managers']);
    await store.copyRows(
      stagingOf('branches'),
      ['id', 'external_id', 'name'],
      Array.from({ length: 5000 }, (_, i) => [i + 1, `b${i}`, 'x'.repeat(80)]),
    );
    const told: string[] = [];
    await publishStaging(store, ['branches', 'managers'], described, (done, total) =>
      told.push(`${done}/${total}`),
    );
    expect(told).toEqual(['1/2', '2/2']);
    expect(await store.db.select().from(bank)).toMatchObject([{ ...described, demo: true }]);
    expect(await store.db.$count(branches)).toBe(5000);
    const [next] = await store.db
      .insert(branches)
      .values({ externalId: 'new', name: 'New' })
      .returning({ id: branches.id });
    expect(next?.id).toBe(5001);
    await expect(
      store.db.execute(sql.raw(`select 1 from ${stagingOf('branches')}`)),
    ).rejects.toThrow();
    await closeStaging(store.db);
  });

  it('is the demo’s, or another’s, by what the store holds', async () => {
    expect(await bankFound(store.db)).toBe('demo');
    await store.db.update(bank).set({ demo: false });
    expect(await bankFound(store.db)).toBe('other');
    await store.db.delete(bank);
    expect(await bankFound(store.db)).toBe('other');
    expect(await isEmpty(store)).toBe(false);
  });

  it('is done by one after another', async () => {
    const order: string[] = [];
    const work = (name: string) =>
      alone(store, async () => {
        order.push(`${name} begins`);
        await new Promise((go) => setTimeout(go, 20));
        order.push(`${name} ends`);
      });
    // An embedded store has one owner, who has no reason to begin twice.
    if (kind === 'pglite') await work('a').then(() => work('b'));
    else await Promise.all([work('a'), work('b')]);
    const [first = ''] = order;
    const second = first.startsWith('a') ? 'b' : 'a';
    expect(order).toEqual([
      ...[`${first[0]} begins`, `${first[0]} ends`],
      ...[`${second} begins`, `${second} ends`],
    ]);
    await expect(alone(store, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    await work('after');
    expect(order.at(-1)).toBe('after ends');
  });
});
