import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordAccess } from '../../../src/store/access-log/record-access.ts';
import { forgetCustomer, previewForgetting } from '../../../src/store/rights/forget-customer.ts';
import { chartLinks, customers, inbox, managers } from '../../../src/store/schema.ts';
import type { Store } from '../../../src/store/store.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

const at = new Date('2026-07-01T09:00:00Z');
const expiresAt = new Date('2026-07-02T09:00:00Z');

describe.each(storeKinds)('forgetting a customer whose id is a small number, on %s', (kind) => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore(kind);
    await store.db.insert(managers).values({ externalId: 'm', name: 'Eva', role: 'manager' });
    await store.db.insert(customers).values([
      { externalId: '12', name: 'Ann "Annie" Short' },
      { externalId: '77', name: 'Bob Long' },
      { externalId: '9', name: null },
    ]);
    const message = async (key: string, reply: unknown, shown?: number[]) => {
      await store.db.insert(inbox).values({ managerId: 1, at, key, locale: 'en', reply });
      if (shown !== undefined)
        await recordAccess(store.db, {
          at,
          managerId: 1,
          channel: 'web',
          intent: 'followed',
          customerIds: shown,
          message: key,
        });
    };
    const counting = { summary: '12 customers at risk, 9 new.', facts: [{ value: '12' }] };
    await message('of her', { summary: 'She moved.', table: { rows: [['12']] } }, [1, 2]);
    await message('by name', { summary: 'Call ANN "ANNIE" SHORT today.' }, [2]);
    await message('of others', counting, [2]);
    await message('of nobody', counting, []);
    await message('not in the log', { table: { rows: [['12', '5']] } });
    await message('not in the log, of others', { summary: '12 customers, 9 new.' });
    await message('of whom nobody named', { summary: 'Customer 9 moved.' }, [3]);
    const spec = { data: { values: [{ x: '12', y: 9 }] }, title: '12 months' };
    const link = { managerId: 1, role: 'manager' as const, expiresAt, spec };
    await store.db.insert(chartLinks).values([
      { ...link, id: 'hers', message: 'of her' },
      { ...link, id: 'others', message: 'of others' },
    ]);
  });
  afterAll(() => store.close());

  const left = async () => ({
    messages: (await store.db.select({ key: inbox.key }).from(inbox).orderBy(inbox.id)).map(
      ({ key }) => key,
    ),
    charts: (await store.db.select({ id: chartLinks.id }).from(chartLinks)).map(({ id }) => id),
  });

  it('takes what is about them, and nothing in which the same number stands', async () => {
    const preview = await previewForgetting(store.db, '12');
    expect(preview?.goes).toContainEqual({ table: 'inbox', rows: 3, how: 'deleted' });
    expect(preview?.goes).toContainEqual({ table: 'chart_links', rows: 1, how: 'deleted' });
    await forgetCustomer(store, '12', at);
    expect(await left()).toEqual({
      messages: ['of others', 'of nobody', 'not in the log, of others', 'of whom nobody named'],
      charts: ['others'],
    });
    await forgetCustomer(store, '9', at);
    expect(await left()).toEqual({
      messages: ['of others', 'of nobody', 'not in the log, of others'],
      charts: ['others'],
    });
  });
});
