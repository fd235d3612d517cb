import { eq, inArray } from 'drizzle-orm';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPeople } from '../../src/access/people.ts';
import { NotTaken, type Outlet } from '../../src/conversation/channel.ts';
import type { Reply } from '../../src/conversation/reply.ts';
import {
  type DeliveryWorker,
  startDeliveryWorker,
} from '../../src/jobs/deliveries/delivery-worker.ts';
import { queueDueDigests } from '../../src/jobs/due-digests.ts';
import { readConfig } from '../../src/settings/settings.ts';
import type { DigestFilters } from '../../src/store/digests/digest-filters.ts';
import {
  addDigest,
  listDigests,
  removeDigest,
  setDigestPaused,
} from '../../src/store/digests/manage-digests.ts';
import {
  accessLog,
  customerValues,
  deliveries,
  digests,
  followUps,
} from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { fixedTime } from '../../src/store/store-time.ts';
import { fillSevenCustomers } from '../banks/seven-customers.ts';
import { emptyAccessLog } from '../empty-access-log.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

const config = readConfig(new URL('../../config/bellwether.yaml', import.meta.url).pathname);
const log = pino({ level: 'silent' });
const created = new Date('2026-11-01T00:00:00Z');
const tuesday = new Date('2026-11-03T07:30:20Z');
const wednesday = new Date('2026-11-04T07:30:20Z');

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 150; tries++) {
    if (await condition()) return;
    await new Promise((go) => setTimeout(go, 100));
  }
  throw new Error('What was waited for did not come within 15 s.');
}

describe.each(storeKinds)('digests on %s', (kind) => {
  let store: Store;
  let worker: DeliveryWorker;
  let now = tuesday;
  const sent: { address: string; reply: Reply; locale: string; key: string }[] = [];
  let refusal: Error | undefined;
  const outlet: Outlet = {
    name: 'slack',
    isShared: async (address) => !address.startsWith('D'),
    async deliver({ address, reply, locale, key }, sending) {
      await sending();
      if (refusal !== undefined) throw refusal;
      sent.push({ address, reply, locale, key });
      return `message ${sent.length}`;
    },
    find: async () => 'absent',
  };
  const time = () => fixedTime(now);
  const outlets = [outlet];
  const tick = () => queueDueDigests({ store, config, outlets, time, log });
  const add = (address: string, ownerId = 3, locale = 'en', filters: DigestFilters = {}) =>
    addDigest(store.db, {
      ownerId,
      kind: 'at-risk',
      channel: 'slack',
      address,
      cron: '30 8 * * 1-5',
      timezone: 'Europe/Prague',
      filters,
      locale,
      createdAt: created,
    });

  beforeAll(async () => {
    store = await openTestStore(kind);
    await fillSevenCustomers(store, created);
    const people = createPeople(store, () => now);
    worker = startDeliveryWorker({ store, config, people, outlets, time, now: () => now, log });
  });
  afterAll(async () => {
    await worker.stop(5000);
    await store.close();
  });

  it('sends a due slot once, however many replicas tick, and keeps what became of it', async () => {
    await store.db
      .update(customerValues)
      .set({ churnProbability: 0.6 })
      .where(eq(customerValues.customerId, 2));
    const id = await add('C1');
    const queued = await Promise.all([tick(), tick(), tick()]);
    expect(queued.reduce((sum, each) => sum + each)).toBe(1);
    await until(async () => sent.length > 0);
    expect(await tick()).toBe(0);
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ address: 'C1', key: `digest:${id}:2026-11-03T07:30:00.000Z` });
    expect(JSON.stringify(sent[0]?.reply)).toContain('Customer 2');
    await until(async () => (await listDigests(store.db, 3))[0]?.last?.state === 'sent');
    const [delivery] = await store.db.select().from(deliveries);
    expect(delivery).toMatchObject({
      state: 'sent',
      attempts: 1,
      runId: 1,
      told: { atRisk: [2] },
      error: null,
    });
    expect(await store.db.select().from(accessLog)).toMatchObject([
      { at: tuesday, managerId: 3, channel: 'slack', intent: 'digest', customerIds: [2] },
    ]);
  });

  it('tells the next day only who is newly at risk', async () => {
    sent.length = 0;
    now = wednesday;
    await store.db
      .update(customerValues)
      .set({ churnProbability: 0.7 })
      .where(eq(customerValues.customerId, 3));
    expect(await tick()).toBe(1);
    await until(async () => sent.length > 0);
    const text = JSON.stringify(sent[0]?.reply);
    expect(text).toContain('Customer 3');
    expect(text).not.toContain('Customer 2');
  });

  it('sends nothing of a digest that is paused or removed', async () => {
    const paused = await add('C2');
    const removed = await add('C3');
    expect(await setDigestPaused(store.db, 3, paused, true, tuesday)).toBe(true);
    expect(await removeDigest(store.db, 3, removed, now)).toBe(true);
    expect(await tick()).toBe(0);
    expect(await setDigestPaused(store.db, 3, paused, false, tuesday)).toBe(true);
    sent.length = 0;
    expect(await tick()).toBe(1);
    await until(async () => sent.length > 0);
    expect(sent[0]?.address).toBe('C2');
  });

  it('is in English where there are no more words for its language', async () => {
    const [zh, gone] = [await add('C5', 3, 'zh'), await add('C6', 3, 'xx')];
    sent.length = 0;
    expect(await tick()).toBe(2);
    await until(async () => sent.length === 2);
    const told = new Map(
      sent.map(({ address, reply, locale }) => [address, [locale, reply.title]]),
    );
    expect(told.get('C5')).toEqual(['zh', '流失风险简报']);
    expect(told.get('C6')).toEqual(['en', 'At-risk digest']);
    for (const id of [zh, gone]) await removeDigest(store.db, 3, id, now);
  });

  it('shows the customers that it is held to, and nobody where there is no such branch any more', async () => {
    // 102 is Prague's, 105 Brno's.
    await store.db
      .update(customerValues)
      .set({ churnProbability: 0.8 })
      .where(inArray(customerValues.customerId, [2, 5]));
    const held = [
      await add('C9', 3, 'en', { branch: 'b' }),
      await add('C10', 3, 'en', { branch: 'p', tier: 'high' }),
      await add('C11', 3, 'en', { branch: 'closed' }),
      await add('C12', 3, 'en', { segment: 'Savers', manager: 'm' }),
      // The owner had a book of their own once.
      await add('C13', 3, 'en', { manager: 'me' }),
    ];
    sent.length = 0;
    expect(await tick()).toBe(5);
    await until(async () => sent.length === 5);
    const replies = new Map(sent.map(({ address, reply }) => [address, reply]));
    const ids = (address: string) => replies.get(address)?.table?.rows.map((row) => row[1]);
    expect(ids('C9')).toEqual(['105']);
    expect(replies.get('C9')?.details).toContain('Only customers of the whole bank, branch Brno.');
    expect(replies.get('C9')?.actions.at(-1)?.command).toBe('at-risk branch="b"');
    expect(ids('C10')).toEqual(expect.arrayContaining(['102']));
    expect(ids('C10')).not.toContain('105');
    expect(ids('C11')).toBeUndefined();
    expect(replies.get('C11')?.summary).toContain('There is no branch called “closed”.');
    expect(ids('C12')).not.toContain('103');
    expect(ids('C13')).toBeUndefined();
    expect(replies.get('C13')?.summary).toContain('Nobody is at risk');
    for (const id of held) await removeDigest(store.db, 3, id, now);
  });

  it('tells its owner’s tasks where nobody else reads along, and names no customer of them elsewhere', async () => {
    await store.db.insert(followUps).values({
      customerId: 6,
      kind: 'follow-up',
      ownerId: 3,
      note: 'wants a mortgage',
      dueOn: '2026-11-03',
      openedAt: created,
      openedBy: 3,
    });
    const [direct, shared] = [await add('D14'), await add('G14')];
    await emptyAccessLog(store);
    sent.length = 0;
    expect(await tick()).toBe(2);
    await until(async () => sent.length === 2);
    const told = (address: string) =>
      JSON.stringify(sent.find((each) => each.address === address)?.reply);
    expect(told('D14')).toContain('Customer 6 · 106: Follow up');
    expect(told('G14')).not.toMatch(/Customer 6|Due today/);
    expect(told('G14')).toContain('is not shown where others read along');
    const seen = await store.db.select().from(accessLog);
    expect(seen.filter(({ customerIds }) => customerIds.includes(6))).toHaveLength(1);
    for (const id of [direct, shared]) await removeDigest(store.db, 3, id, now);
    await store.db.delete(followUps);
  });

  it('lets nobody pause or remove what is another’s', async () => {
    const id = await add('C4');
    expect(await setDigestPaused(store.db, 1, id, true, now)).toBe(false);
    expect(await removeDigest(store.db, 1, id, now)).toBe(false);
    await removeDigest(store.db, 3, id, now);
  });

  it('adds the same digest once', async () => {
    const first = await add('C5');
    expect(await add('C5')).toBe(first);
    await removeDigest(store.db, 3, first, now);
  });

  it('keeps why a delivery failed', async () => {
    refusal = new NotTaken('msg_too_long', { kind: 'refused' });
    const id = await add('C26');
    expect(await tick()).toBe(1);
    await until(async () => {
      const [row] = await store.db.select().from(deliveries).where(eq(deliveries.digestId, id));
      return row?.state === 'failed';
    });
    const [row] = await store.db.select().from(deliveries).where(eq(deliveries.digestId, id));
    expect(row).toMatchObject({ attempts: 1, error: 'msg_too_long', sentAt: null });
    refusal = undefined;
  });

  it('holds up nobody for a digest whose schedule cannot be read', async () => {
    await store.db.insert(digests).values({
      ownerId: 3,
      kind: 'at-risk',
      channel: 'slack',
      address: 'C27',
      cron: 'whenever',
      timezone: 'Europe/Prague',
      locale: 'en',
      createdAt: created,
      dueSince: created,
    });
    await add('C28');
    sent.length = 0;
    expect(await tick()).toBe(1);
    await until(async () => sent.length > 0);
    expect(sent[0]?.address).toBe('C28');
  });
});
