import { eq } from 'drizzle-orm';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createPeople } from '../../src/access/people.ts';
import { createWebOutlet } from '../../src/channels/web/outlet.ts';
import { type Found, type Message, NotTaken, type Outlet } from '../../src/conversation/channel.ts';
import { attemptDelivery } from '../../src/jobs/deliveries/attempt.ts';
import type { AttemptServices } from '../../src/jobs/deliveries/services.ts';
import { queueDueDigests } from '../../src/jobs/due-digests.ts';
import { readConfig } from '../../src/settings/settings.ts';
import { claimDeliveries } from '../../src/store/deliveries/deliveries.ts';
import { addDigest, listDigests } from '../../src/store/digests/manage-digests.ts';
import { forgetEvents, takeEvent } from '../../src/store/events/take-event.ts';
import { unreadMessages } from '../../src/store/inbox/messages.ts';
import type { DigestKind } from '../../src/store/kinds.ts';
import { linkIdentity } from '../../src/store/people/link-person.ts';
import {
  accessLog,
  deliveries,
  digests,
  identities,
  inbox,
  managers,
  outletHolds,
  valuationRuns,
} from '../../src/store/schema.ts';
import { nightlyRuns } from '../../src/store/scoring/awaited-run.ts';
import type { Store } from '../../src/store/store.ts';
import { fixedTime } from '../../src/store/store-time.ts';
import { fillSevenCustomers } from '../banks/seven-customers.ts';
import { emptyAccessLog } from '../empty-access-log.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

const base = readConfig(new URL('../../config/bellwether.yaml', import.meta.url).pathname);
const created = new Date('2026-11-01T00:00:00Z');
const due = new Date('2026-11-03T07:30:00Z');
const replyOf = z.object({ title: z.string(), summary: z.string() });

describe.each(storeKinds)('what becomes of a delivery, on %s', (kind) => {
  let store: Store;
  let now = due;
  /** What the platform does with the next messages: undefined, it takes them. */
  let fates: (Error | undefined)[] = [];
  let found: Found | Error = 'absent';
  const taken: Message[] = [];
  const attached: string[][] = [];
  const platform: Outlet = {
    name: 'slack',
    isShared: async (address) => address.startsWith('C'),
    privately: (externalId) => externalId.replace(/^.*:/, ''),
    async deliver(message, sending) {
      await sending();
      const fate = fates.shift();
      if (fate !== undefined) throw fate;
      taken.push(message);
      return `ts ${taken.length}`;
    },
    async attach(_, files) {
      attached.push(files.map(({ name }) => name.replace(/^.*\./, '')));
    },
    async find() {
      if (found instanceof Error) throw found;
      return found;
    },
  };
  let services: AttemptServices;

  beforeAll(async () => {
    store = await openTestStore(kind);
    await fillSevenCustomers(store, created);
    services = {
      store,
      config: { ...base, operators: { channel: 'web', address: '2', locale: 'en' } },
      people: createPeople(store, () => now),
      outlets: [platform, createWebOutlet({ store, now: () => now })],
      time: () => fixedTime(now),
      now: () => now,
      log: pino({ level: 'silent' }),
      by: 'this replica',
      making: (make) => make(),
    };
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    for (const table of [deliveries, digests, outletHolds, inbox, identities])
      await store.db.delete(table);
    await emptyAccessLog(store);
    [now, fates, found] = [due, [], 'absent'];
    taken.length = 0;
    attached.length = 0;
  });

  const digest = (address = 'C1', kind: DigestKind = 'at-risk') =>
    addDigest(store.db, {
      ownerId: 3,
      kind,
      channel: 'slack',
      address,
      cron: '30 8 * * 1-5',
      timezone: 'Europe/Prague',
      locale: 'en',
      createdAt: created,
    });
  /** Takes up whatever is due so many seconds from now. */
  const go = async (seconds = 0): Promise<string[]> => {
    now = new Date(now.getTime() + seconds * 1000);
    await queueDueDigests(services);
    const outcomes: string[] = [];
    for (;;) {
      const at = fixedTime(now);
      const [claimed] = await claimDeliveries(store.db, { at, by: services.by, limit: 1 });
      if (claimed === undefined) return outcomes;
      outcomes.push(await attemptDelivery(services, claimed));
    }
  };
  const state = async () => {
    const rows = await store.db.select().from(deliveries).orderBy(deliveries.id);
    return rows.map((row) => row.state);
  };
  const told = async (managerId: number) =>
    (await unreadMessages(store.db, managerId, 10)).map(({ reply }) => replyOf.parse(reply));
  const lost = new Error('the answer got lost');
  const later = (after?: number) =>
    new NotTaken('not now', after === undefined ? { kind: 'later' } : { kind: 'later', after });

  it('is settled where the answer got lost and the message is found', async () => {
    await digest();
    fates = [lost];
    expect(await go()).toEqual(['later']);
    found = { messageId: 'ts 9' };
    expect(await go(6)).toEqual(['settled']);
    expect(taken).toEqual([]);
    const [row] = await store.db.select().from(deliveries);
    expect(row).toMatchObject({ state: 'settled', messageId: 'ts 9', attempts: 1 });
    expect(await go(60)).toEqual([]);
  });

  it('has the files of a report below it, whichever attempt gets through', async () => {
    await digest('C1', 'report');
    fates = [lost];
    expect(await go()).toEqual(['later']);
    expect(attached).toEqual([]);
    expect(await go(6)).toEqual(['sent']);
    expect(attached).toEqual([['pdf', 'xlsx']]);
  });

  it('is sent again where the message is not found, and says the same as before', async () => {
    await digest();
    fates = [lost];
    await go();
    const [fixed] = await store.db.select({ content: deliveries.content }).from(deliveries);
    expect(await go(6)).toEqual(['sent']);
    expect(taken.map(({ reply }) => reply)).toEqual([fixed?.content]);
    expect(await store.db.select().from(accessLog)).toHaveLength(1);
  });

  it('is looked for again where the platform does not answer that either', async () => {
    await digest();
    fates = [lost];
    await go();
    found = later(20);
    expect(await go(6)).toEqual(['later']);
    expect(await go(19)).toEqual([]);
    found = { messageId: undefined };
    expect(await go(2)).toEqual(['settled']);
    expect(taken).toEqual([]);
  });

  it('is sent once more, as perhaps a repeat, where the platform cannot be asked, and then given up', async () => {
    await digest();
    found = 'unknowable';
    fates = [lost, lost];
    await go();
    expect(await go(6)).toEqual(['later']);
    expect(await go(16)).toEqual(['failed', 'sent', 'sent']);
    expect(taken).toEqual([]);
    const [notice] = await told(3);
    expect(notice?.summary).toContain('It is not known whether the digest');
  });

  it('says that it may be a repeat where it is sent once more', async () => {
    await digest();
    found = 'unknowable';
    fates = [lost];
    await go();
    expect(await go(6)).toEqual(['sent']);
    expect(taken[0]?.reply.summary).toMatch(/^This may be a repeat/);
  });

  it('waits for as long as the platform asks, and everybody with it', async () => {
    await digest('C1');
    fates = [later(90)];
    expect(await go()).toEqual(['later']);
    await digest('C2');
    expect(await go(89)).toEqual([]);
    expect(await go(2)).toEqual(['sent', 'sent']);
  });

  it('of a conversation that is gone pauses the digest, and tells its owner in their own chat', async () => {
    await linkIdentity(store.db, {
      channel: 'slack',
      externalId: 'T1:ULI',
      managerId: 3,
      linkedAt: created,
    });
    const id = await digest();
    fates = [new NotTaken('is_archived', { kind: 'gone' })];
    expect(await go()).toEqual(['failed', 'sent', 'sent']);
    expect(taken).toMatchObject([
      { address: 'ULI', reply: { title: `Digest ${id} did not arrive` } },
    ]);
    expect(taken[0]?.reply.actions[0]?.command).toBe(`digest resume ${id}`);
    expect(await listDigests(store.db)).toMatchObject([
      { paused: true, pausedBecause: 'gone', last: { state: 'failed' } },
    ]);
    expect((await told(2)).map(({ title }) => title)).toEqual([`Digest ${id} did not arrive`]);
    expect(await go(86_400)).toEqual([]);
  });

  it('tells the owner in the inbox where their own chat fails as well', async () => {
    await linkIdentity(store.db, {
      channel: 'slack',
      externalId: 'T1:ULI',
      managerId: 3,
      linkedAt: created,
    });
    await digest();
    const gone = new NotTaken('account_inactive', { kind: 'refused' });
    fates = [gone, gone];
    await go();
    expect(await told(3)).toHaveLength(1);
  });

  it('is tried for three hours, and then given up', async () => {
    await digest();
    for (let tries = 0; tries < 60; tries++) fates.push(later());
    await go();
    for (let n = 0; n < 19; n++) await go(600);
    expect((await state())[0]).toBe('failed');
    expect((await told(3))[0]?.summary).toContain('could not be sent for 3 hours');
  });

  it('waits for the run of the night, for as long as the settings say', async () => {
    await digest();
    await takeEvent(store.db, nightlyRuns, 'a night', new Date(due.getTime() - 3_600_000));
    expect(await go()).toEqual(['later']);
    expect(await go(44 * 60)).toEqual(['later']);
    const publish = (publishedAt: Date) =>
      store.db.update(valuationRuns).set({ publishedAt }).where(eq(valuationRuns.id, 1));
    await publish(now);
    expect(await go(20)).toEqual(['sent']);
    await publish(created);
    await digest('C2');
    expect(await go(60)).toEqual(['sent']);
    await forgetEvents(store.db, new Date(due.getTime() + 1));
  });

  it('says that it is late where nobody ran at its time', async () => {
    await digest();
    expect(await go(100 * 60)).toEqual(['sent']);
    expect(JSON.stringify(taken[0]?.reply)).toMatch(/due at/);
  });

  it('is not sent where its time was missed by more than three hours; its owner is told', async () => {
    const id = await digest();
    await go(4 * 3600);
    expect(taken).toEqual([]);
    expect((await told(3)).map(({ title }) => title)).toEqual([`Digest ${id} was not sent`]);
    expect(await listDigests(store.db)).toMatchObject([{ last: { state: 'late' } }]);
    expect(await go(60)).toEqual([]);
  });

  it('of an owner who left pauses the digest, and tells the operators', async () => {
    const id = await digest();
    await store.db.update(managers).set({ active: false });
    expect(await go()).toEqual(['failed', 'sent']);
    await store.db.update(managers).set({ active: true });
    expect(await told(2)).toMatchObject([{ title: 'A digest has lost its owner' }]);
    expect(await listDigests(store.db)).toMatchObject([{ id, paused: true }]);
  });
});
