import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  claimSlot,
  lastAtRisk,
  markFailed,
  markSent,
  openDelivery,
  scheduledDigests,
} from '../../src/store/digests/deliveries.ts';
import type { DigestFilters } from '../../src/store/digests/digest-filters.ts';
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
const tuesday = new Date('2026-07-07T06:30:00Z');

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

  const add = (
    changed: { ownerId?: number; address?: string; cron?: string; filters?: DigestFilters } = {},
  ) =>
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

  it('are paused, resumed and removed by their owner alone', async () => {
    const id = await add();
    expect(await setDigestPaused(store.db, 2, id, true)).toBe(false);
    expect(await setDigestPaused(store.db, 1, id, true)).toBe(true);
    expect(await scheduled()).toEqual([]);
    expect(await listDigests(store.db)).toMatchObject([{ id, paused: true, ownerName: 'Eva' }]);
    expect(await setDigestPaused(store.db, 1, id, false)).toBe(true);
    expect(await scheduled()).toEqual([id]);
    expect(await removeDigest(store.db, 2, id, monday)).toBe(false);
    expect(await removeDigest(store.db, 1, id, monday)).toBe(true);
    expect(await removeDigest(store.db, 1, id, monday)).toBe(false);
    expect(await setDigestPaused(store.db, 1, id, false)).toBe(false);
    expect(await scheduled()).toEqual([]);
    expect(await listDigests(store.db)).toEqual([]);
    // What was removed may be added again, and is another.
    expect(await add()).not.toBe(id);
  });

  it('have each slot claimed once, whoever asks', async () => {
    const id = await add();
    const claims = await Promise.all([1, 2, 3].map(() => claimSlot(store.db, id, monday)));
    expect(claims.filter((claimed) => claimed)).toHaveLength(1);
    expect(await claimSlot(store.db, id, tuesday)).toBe(true);
  });

  it('are delivered until they were sent, and not when they were removed meanwhile', async () => {
    const id = await add();
    expect(await openDelivery(store.db, id, monday)).toBeUndefined();
    await claimSlot(store.db, id, monday);
    await claimSlot(store.db, id, tuesday);
    expect(await openDelivery(store.db, id, monday)).toMatchObject({
      ownerId: 1,
      channel: 'slack',
      address: 'C1',
      locale: 'en',
      timezone: 'Europe/Prague',
    });
    await markFailed(store.db, id, monday, 'channel_not_found');
    expect(await openDelivery(store.db, id, monday)).toMatchObject({ state: 'failed' });
    await markSent(store.db, id, monday, { at: tuesday, runId: 1, atRisk: [] });
    expect(await openDelivery(store.db, id, monday)).toBeUndefined();
    await removeDigest(store.db, 1, id, tuesday);
    expect(await openDelivery(store.db, id, tuesday)).toBeUndefined();
  });

  it('keep how often a slot was tried and what became of it', async () => {
    const id = await add();
    await claimSlot(store.db, id, monday);
    await markFailed(store.db, id, monday, 'channel_not_found');
    const [failed] = await store.db.select().from(deliveries);
    expect(failed).toMatchObject({ state: 'failed', attempts: 1, error: 'channel_not_found' });
    await markSent(store.db, id, monday, { at: tuesday, runId: 1, atRisk: [4, 2] });
    const [sent] = await store.db.select().from(deliveries);
    expect(sent).toMatchObject({
      state: 'sent',
      attempts: 2,
      error: null,
      runId: 1,
      sentAt: tuesday,
    });
    await claimSlot(store.db, id, tuesday);
    expect(await listDigests(store.db)).toMatchObject([
      { last: { slot: '2026-07-07T06:30:00.000Z', state: 'queued', sentAt: null } },
    ]);
  });

  it('remember who was at risk when they were last sent', async () => {
    const id = await add();
    expect(await lastAtRisk(store.db, id)).toBeNull();
    await claimSlot(store.db, id, monday);
    await markSent(store.db, id, monday, { at: monday, runId: 1, atRisk: [4, 2] });
    await claimSlot(store.db, id, tuesday);
    await markFailed(store.db, id, tuesday, 'timeout');
    expect(await lastAtRisk(store.db, id)).toEqual([4, 2]);
  });
});
