import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  beginSending,
  claimDeliveries,
  endDelivery,
  heldFor,
  holdOutlet,
  keepClaims,
  leaveForLater,
  noteArrival,
} from '../../src/store/deliveries/deliveries.ts';
import { addSlots } from '../../src/store/deliveries/due-slots.ts';
import { lastTold } from '../../src/store/deliveries/last-told.ts';
import { addNotice } from '../../src/store/deliveries/notices.ts';
import {
  addDigest,
  listDigests,
  removeDigest,
  setDigestPaused,
} from '../../src/store/digests/manage-digests.ts';
import { deliveries, digests, outletHolds } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { fixedTime } from '../../src/store/store-time.ts';
import { fillSevenCustomers } from '../banks/seven-customers.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

const createdAt = new Date('2026-07-01T00:00:00Z');
const slot = new Date('2026-07-06T06:30:00Z');
const nextSlot = new Date('2026-07-07T06:30:00Z');
/** So many seconds after the slot. */
const at = (seconds: number) => fixedTime(new Date(slot.getTime() + seconds * 1000));
const made = { reply: { title: 'At risk' }, runId: 1, told: { atRisk: [4, 2] } };

describe.each(storeKinds)('deliveries in the store, on %s', (kind) => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore(kind);
    await fillSevenCustomers(store, createdAt);
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    for (const table of [deliveries, digests, outletHolds]) await store.db.delete(table);
  });

  const digest = (address = 'C1') =>
    addDigest(store.db, {
      ownerId: 1,
      kind: 'at-risk',
      channel: 'slack',
      address,
      cron: '30 8 * * 1-5',
      timezone: 'Europe/Prague',
      locale: 'en',
      createdAt,
    });
  const due = async (address?: string, when = slot) => {
    const digestId = await digest(address);
    await addSlots(store.db, [{ digestId, slot: when }], 'due');
    return digestId;
  };
  const claim = (by = 'a', seconds = 1, limit = 10) =>
    claimDeliveries(store.db, { at: at(seconds), by, limit });
  const claimOne = async (by = 'a', seconds = 1) => {
    const [first, ...others] = await claim(by, seconds);
    expect(others).toEqual([]);
    if (first === undefined) throw new Error('Nothing was due.');
    return first;
  };
  const begin = (delivery: { id: number }, by = 'a', seconds = 2) =>
    beginSending(store.db, delivery, { at: at(seconds), by, made, maybeRepeated: false });

  it('are made of a slot once, whoever asks and however often', async () => {
    const digestId = await digest();
    const added = await Promise.all(
      [1, 2, 3].map(() => addSlots(store.db, [{ digestId, slot }], 'due')),
    );
    expect(added.flat()).toEqual([digestId]);
    expect(await addSlots(store.db, [{ digestId, slot: nextSlot }], 'due')).toEqual([digestId]);
  });

  it('go to one of those who ask at once', async () => {
    await due('C1');
    await due('C2');
    await due('C3');
    const claimed = await Promise.all(['a', 'b', 'c'].map((by) => claim(by)));
    expect(
      claimed
        .flat()
        .map(({ address }) => address)
        .sort(),
    ).toEqual(['C1', 'C2', 'C3']);
    expect(await claim('d')).toEqual([]);
  });

  it('are nobody’s before they are due', async () => {
    await due();
    expect(await claim('a', -1)).toEqual([]);
  });

  it('go to another replica half a minute after theirs fell silent, and no sooner', async () => {
    await due();
    const delivery = await claimOne('a', 1);
    expect(await claim('b', 29)).toEqual([]);
    await keepClaims(store.db, { at: at(29), by: 'a', ids: [delivery.id] });
    expect(await claim('b', 58)).toEqual([]);
    expect(await claim('b', 60)).toHaveLength(1);
    expect(await begin(delivery, 'a', 61)).toBe(false);
    expect(await begin(delivery, 'b', 61)).toBe(true);
  });

  it('are begun by whoever has them, and then looked for before they are sent again', async () => {
    await due();
    const delivery = await claimOne();
    expect(await begin(delivery)).toBe(true);
    const again = await claimOne('b', 40);
    expect(again).toMatchObject({ state: 'sending', content: made.reply, attempts: 1 });
    await noteArrival(store.db, delivery, { at: at(41), state: 'settled', messageId: '1.2' });
    expect(await begin(again, 'b', 41)).toBe(false);
    const [row] = await store.db.select().from(deliveries);
    expect(row).toMatchObject({ state: 'settled', messageId: '1.2', content: null, error: null });
  });

  it('do not begin once their digest is paused or removed', async () => {
    const paused = await due('C1');
    const removed = await due('C2');
    const claimed = await claim();
    await setDigestPaused(store.db, 1, paused, true, slot);
    await removeDigest(store.db, 1, removed, slot);
    for (const each of claimed) expect(await begin(each)).toBe(false);
  });

  it('come to one address one at a time, a second apart', async () => {
    const first = await due('C1');
    const other = await addDigest(store.db, {
      ownerId: 2,
      kind: 'at-risk',
      channel: 'slack',
      address: 'C1',
      cron: '30 8 * * 1-5',
      timezone: 'Europe/Prague',
      locale: 'en',
      createdAt,
    });
    await addSlots(store.db, [{ digestId: other, slot }], 'due');
    await due('C2');
    const claimed = await claim();
    expect(claimed.map(({ address }) => address).sort()).toEqual(['C1', 'C2']);
    const delivery = claimed.find(({ digestId }) => digestId === first);
    if (delivery === undefined) throw new Error('The first comes first.');
    await begin(delivery);
    await noteArrival(store.db, delivery, { at: at(3), state: 'sent', messageId: undefined });
    expect(await claim('a', 3.5)).toEqual([]);
    expect(await claim('a', 4.5)).toMatchObject([{ digestId: other }]);
  });

  it('leave a platform alone for as long as it asks, and others not', async () => {
    await due('C1');
    await due('C2');
    await addNotice(
      store.db,
      { key: 'n', ownerId: 1, channel: 'web', address: '1', locale: 'en', reply: {} },
      at(0),
    );
    const [delivery] = await claim('a', 1, 1);
    if (delivery === undefined) throw new Error('Nothing was due.');
    await holdOutlet(store.db, 'slack', { at: at(1), after: 90 });
    await holdOutlet(store.db, 'slack', { at: at(1), after: 3 });
    expect(await heldFor(store.db, 'slack', at(31))).toBe(60);
    expect(await heldFor(store.db, 'web', at(31))).toBe(0);
    expect(await begin(delivery)).toBe(false);
    expect((await claim('b', 60)).map(({ channel }) => channel)).toEqual(['web']);
    expect((await claim('c', 92)).map(({ channel }) => channel)).toContain('slack');
  });

  it('are tried again when they were left for later, by whoever comes', async () => {
    await due();
    const delivery = await claimOne();
    const later = { by: 'a', state: 'due', after: 15, error: 'HTTP 503', tried: true } as const;
    await leaveForLater(store.db, delivery, { at: at(2), ...later });
    expect(await claim('b', 16)).toEqual([]);
    expect(await claimOne('b', 18)).toMatchObject({ attempts: 1, error: 'HTTP 503' });
    // Who lost it meanwhile changes nothing.
    await leaveForLater(store.db, delivery, { at: at(19), ...later, after: 500 });
    expect(await endDelivery(store.db, delivery, { by: 'a', state: 'failed', error: '' })).toBe(
      false,
    );
    expect(await begin(delivery, 'b', 20)).toBe(true);
  });

  it('of a digest tell the next what the last that arrived told', async () => {
    const digestId = await due();
    expect(await lastTold(store.db, digestId)).toBeUndefined();
    const delivery = await claimOne();
    await begin(delivery);
    await noteArrival(store.db, delivery, { at: at(3), state: 'sent', messageId: '1.2' });
    await addSlots(store.db, [{ digestId, slot: nextSlot }], 'due');
    expect(await lastTold(store.db, digestId)).toEqual({ runId: 1, state: { atRisk: [4, 2] } });
    expect(await listDigests(store.db)).toMatchObject([
      { last: { slot: nextSlot.toISOString(), state: 'due', sentAt: null } },
    ]);
  });

  it('that are notices are kept once by their key', async () => {
    const notice = { key: 'n', ownerId: 1, channel: 'web', address: '1', locale: 'en' } as const;
    for (const reply of [{ title: 'a' }, { title: 'b' }])
      await addNotice(store.db, { ...notice, reply }, at(0));
    expect(await claimOne()).toMatchObject({ digestId: null, content: { title: 'a' } });
  });
});
