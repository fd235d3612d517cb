import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { resumeDigests } from '../../src/jobs/resume-digests.ts';
import { scheduledDigests } from '../../src/store/deliveries/due-slots.ts';
import {
  addDigest,
  listDigests,
  removeDigest,
  setDigestPaused,
} from '../../src/store/digests/manage-digests.ts';
import { deliveries, digests } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { fillSevenCustomers } from '../banks/seven-customers.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

const createdAt = new Date('2026-07-01T00:00:00Z');
const monday = new Date('2026-07-06T06:30:00Z');

describe.each(storeKinds)('digests in the store, on %s', (kind) => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore(kind);
    await fillSevenCustomers(store, createdAt);
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    await store.db.delete(deliveries);
    await store.db.delete(digests);
  });

  const add = (changed: Partial<Parameters<typeof addDigest>[1]> = {}) =>
    addDigest(store.db, {
      ownerId: 1,
      kind: 'at-risk',
      channel: 'slack',
      address: 'C1',
      cron: '30 8 * * 1-5',
      timezone: 'Europe/Prague',
      locale: 'en',
      createdAt,
      ...changed,
    });
  const scheduled = async () => (await scheduledDigests(store.db)).map(({ id }) => id);

  it('are one where the same is added twice, and several where anything differs', async () => {
    const first = await add();
    expect(await add()).toBe(first);
    const others = [
      await add({ ownerId: 2 }),
      await add({ address: 'C2' }),
      await add({ cron: '0 9 * * *' }),
      await add({ filters: { branch: 'p' } }),
      await add({ filters: { tier: 'high', branch: 'p' } }),
    ];
    expect(await add({ filters: { branch: 'p', tier: 'high' } })).toBe(others[4]);
    expect(new Set([first, ...others]).size).toBe(6);
    expect((await listDigests(store.db)).map(({ id }) => id)).toEqual([first, ...others]);
    expect((await listDigests(store.db, 2)).map(({ id }) => id)).toEqual([others[0]]);
  });

  it('keep what no cron expression says', async () => {
    const rule = { weeks: { every: 2, from: '2026-07-06' } };
    const id = await add({ rule });
    expect(await add({ rule })).toBe(id);
    expect(await add({ rule: { weeks: { every: 3, from: '2026-07-06' } } })).not.toBe(id);
    expect(await listDigests(store.db)).toMatchObject([{ id, rule }, {}]);
    expect(await scheduledDigests(store.db)).toMatchObject([{ id, rule }, {}]);
  });

  it('are resumed by themselves on the day until which they are paused, where they are', async () => {
    const [prague, apia, forever] = [
      await add(),
      await add({ address: 'C2', timezone: 'Pacific/Apia' }),
      await add({ address: 'C3' }),
    ];
    const until = '2026-07-06';
    for (const id of [prague, apia]) await setDigestPaused(store.db, 1, id, true, createdAt, until);
    await setDigestPaused(store.db, 1, forever, true, createdAt);
    await resumeDigests(store.db, new Date('2026-07-05T10:59:00Z'));
    expect(await scheduled()).toEqual([]);
    // It is the 6th in Apia, and then in Prague.
    await resumeDigests(store.db, new Date('2026-07-05T11:00:00Z'));
    expect(await scheduled()).toEqual([apia]);
    await resumeDigests(store.db, new Date('2026-07-05T22:00:30Z'));
    expect(await scheduledDigests(store.db)).toMatchObject([
      { id: prague, dueSince: new Date('2026-07-05T21:59:59.999Z') },
      { id: apia, dueSince: new Date('2026-07-05T10:59:59.999Z') },
    ]);
    expect(await listDigests(store.db)).toMatchObject([
      { paused: false, pausedUntil: null },
      { paused: false, pausedUntil: null },
      { paused: true, pausedUntil: null },
    ]);
  });

  it('are paused, resumed and removed by their owner alone', async () => {
    const id = await add();
    expect(await setDigestPaused(store.db, 2, id, true, monday)).toBe(false);
    expect(await setDigestPaused(store.db, 1, id, true, monday)).toBe(true);
    expect(await scheduled()).toEqual([]);
    expect(await listDigests(store.db)).toMatchObject([{ id, paused: true, ownerName: 'Eva' }]);
    expect(await setDigestPaused(store.db, 1, id, false, monday)).toBe(true);
    expect(await scheduled()).toEqual([id]);
    expect(await removeDigest(store.db, 2, id, monday)).toBe(false);
    expect(await removeDigest(store.db, 1, id, monday)).toBe(true);
    expect(await removeDigest(store.db, 1, id, monday)).toBe(false);
    expect(await setDigestPaused(store.db, 1, id, false, monday)).toBe(false);
    expect(await scheduled()).toEqual([]);
    expect(await listDigests(store.db)).toEqual([]);
    // What was removed may be added again, and is another.
    expect(await add()).not.toBe(id);
  });
});
