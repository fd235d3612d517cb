import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createPeople } from '../../src/access/people.ts';
import { createWebOutlet } from '../../src/channels/web/outlet.ts';
import { NotTaken, type Outlet } from '../../src/conversation/channel.ts';
import type { Reply } from '../../src/conversation/reply.ts';
import { attemptDelivery } from '../../src/jobs/deliveries/attempt.ts';
import type { AttemptServices } from '../../src/jobs/deliveries/services.ts';
import { queueDueDigests } from '../../src/jobs/due-digests.ts';
import { showTakers } from '../../src/jobs/team/show-takers.ts';
import { tellLeads } from '../../src/jobs/team/tell-leads.ts';
import { readConfig } from '../../src/settings/settings.ts';
import { claimCustomer } from '../../src/store/actions/claim-customer.ts';
import { undoAction } from '../../src/store/actions/undo-action.ts';
import { claimDeliveries } from '../../src/store/deliveries/deliveries.ts';
import { forgetPosted } from '../../src/store/deliveries/posted-messages.ts';
import { addDigest } from '../../src/store/digests/manage-digests.ts';
import { unreadMessages } from '../../src/store/inbox/messages.ts';
import {
  accessLog,
  actions,
  customerValues,
  deliveries,
  digests,
  followUps,
  inbox,
} from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { fixedTime } from '../../src/store/store-time.ts';
import { fillSevenCustomers } from '../banks/seven-customers.ts';
import { emptyAccessLog } from '../empty-access-log.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

const base = readConfig(new URL('../../config/bellwether.yaml', import.meta.url).pathname);
const created = new Date('2026-11-01T00:00:00Z');
// Tuesday, 8:30 in Prague.
const due = new Date('2026-11-03T07:30:00Z');
const hour = 3_600_000;
const run = { id: 1, asOf: '2026-06-30' };
const fixedReply = z.custom<Reply>((reply) => typeof reply === 'object' && reply !== null);

describe.each(storeKinds)('a digest in a team channel, on %s', (kind) => {
  let store: Store;
  let now = due;
  let posted: { messageId: string; reply: Reply; changes: number }[] = [];
  let fates: Error[] = [];
  const platform: Outlet = {
    name: 'slack',
    isShared: async () => true,
    async deliver({ reply }, sending) {
      await sending();
      posted.push({ messageId: `ts ${posted.length}`, reply, changes: 0 });
      return posted.at(-1)?.messageId;
    },
    async update({ messageId, reply }) {
      const fate = fates.shift();
      if (fate !== undefined) throw fate;
      const message = posted.find((each) => each.messageId === messageId);
      if (message === undefined) throw new NotTaken('message_not_found', { kind: 'refused' });
      message.reply = reply;
      message.changes++;
    },
    find: async () => 'absent',
  };
  let services: AttemptServices;

  beforeAll(async () => {
    store = await openTestStore(kind);
    await fillSevenCustomers(store, created);
    await store.db.update(customerValues).set({ churnProbability: 0.6 });
    services = {
      store,
      config: {
        ...base,
        calendar: { country: 'CZ', closed: ['2026-11-04'], open: [] },
        digests: { ...base.digests, leastAtStake: 0 },
      },
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
    for (const table of [deliveries, digests, inbox, followUps, actions])
      await store.db.delete(table);
    await emptyAccessLog(store);
    [now, posted, fates] = [due, [], []];
    await addDigest(store.db, {
      ownerId: 3,
      kind: 'at-risk',
      channel: 'slack',
      address: 'C1',
      cron: '30 8 * * 1-5',
      timezone: 'Europe/Prague',
      locale: 'en',
      createdAt: created,
    });
    await queueDueDigests(services);
    const [claimed] = await claimDeliveries(store.db, {
      at: services.time(),
      by: services.by,
      limit: 1,
    });
    if (claimed === undefined) throw new Error('The digest is due.');
    expect(await attemptDelivery(services, claimed)).toBe('sent');
  });

  const claim = (managerId: number, customerId: number) =>
    claimCustomer(
      store.db,
      { kind: 'all' },
      { managerId, at: now, intent: 'customer.claim' },
      { customerId, dueOn: '2026-11-10', run },
    );
  const table = () => {
    const { table: shown } = posted[0]?.reply ?? {};
    if (shown === undefined) throw new Error('The digest has a table.');
    return shown;
  };
  const rowOf = (externalId: string) => {
    const at = table().rows.findIndex((row) => row.includes(externalId));
    const commands = table().rowActions?.[at]?.map(({ command }) => command) ?? [];
    return { taker: table().rows[at]?.at(-1), commands };
  };
  const show = (by = 'this replica') => showTakers(services, by);
  const told = async (managerId: number) =>
    (await unreadMessages(store.db, managerId, 10)).map(({ reply }) => fixedReply.parse(reply));

  it('shows by whom a customer is taken, and offers them to nobody else', async () => {
    expect(rowOf('102')).toMatchObject({
      taker: '',
      commands: expect.arrayContaining(['claim 102']),
    });
    expect(await show()).toBe(0);
    await claim(1, 2);
    expect(await show()).toBe(1);
    expect(rowOf('102').taker).toBe('Eva, due 10 November 2026');
    expect(rowOf('102').commands).not.toContain('claim 102');
    expect(rowOf('103').commands).toContain('claim 103');
    expect(await show()).toBe(0);
  });

  it('shows the first of two who press at once, on whichever replica', async () => {
    const outcomes = await Promise.all([claim(1, 2), claim(2, 2), claim(2, 3)]);
    expect(outcomes.map(({ result }) => result.outcome).sort()).toEqual([
      'claimed',
      'claimed',
      'taken',
    ]);
    const shown = await Promise.all([show('one'), show('another'), show('a third')]);
    expect(shown.reduce((sum, each) => sum + each)).toBe(1);
    expect(posted[0]?.changes).toBe(1);
    expect(rowOf('102').taker).toMatch(/^(?:Eva|Jan), due/);
    expect(rowOf('103').taker).toMatch(/^Jan, due/);
  });

  it('offers a customer again once that is undone', async () => {
    const { action } = await claim(1, 2);
    await show();
    await undoAction(store.db, 1, { scope: { kind: 'all' }, now, id: action ?? 0 });
    expect(await show()).toBe(1);
    expect(rowOf('102')).toMatchObject({
      taker: '',
      commands: expect.arrayContaining(['claim 102']),
    });
  });

  it('is tried again where the platform does not take the change, and left where it never will', async () => {
    await claim(1, 2);
    fates = [new Error('no answer'), new NotTaken('message_not_found', { kind: 'refused' })];
    expect(await show()).toBe(0);
    expect(await show()).toBe(0);
    expect(fates).toHaveLength(1);
    now = new Date(now.getTime() + 31_000);
    expect(await show()).toBe(0);
    expect(fates).toHaveLength(0);
    now = new Date(now.getTime() + hour);
    expect(await show()).toBe(0);
    expect(posted[0]?.changes).toBe(0);
  });

  it('forgets what it said once it does not change any more', async () => {
    now = new Date(due.getTime() + 2 * 24 * hour);
    await forgetPosted(store.db, services.time());
    expect((await store.db.select().from(deliveries))[0]?.content).not.toBeNull();
    now = new Date(due.getTime() + 3 * 24 * hour + 1);
    await forgetPosted(store.db, services.time());
    expect((await store.db.select().from(deliveries))[0]?.content).toBeNull();
  });

  it('tells the team lead once whom nobody took within the working hours', async () => {
    await claim(1, 2);
    // Eight working hours from Tuesday 8:30 are over on Tuesday at 17:00.
    now = new Date('2026-11-03T15:59:00Z');
    expect(await tellLeads(services)).toBe(0);
    now = new Date('2026-11-03T16:00:00Z');
    const all = await Promise.all([tellLeads(services), tellLeads(services), tellLeads(services)]);
    // Of the branch without a supervisor, the owner of the digest is told.
    expect(all.reduce((sum, each) => sum + each)).toBe(2);
    const notices = await store.db.select().from(deliveries);
    const byLead = new Map(
      notices
        .filter(({ digestId }) => digestId === null)
        .map(({ address, content }) => [address, fixedReply.parse(content)]),
    );
    expect(
      byLead
        .get('2')
        ?.table?.rows.map(([, id]) => id)
        .sort(),
    ).toEqual(['101', '103', '104']);
    expect(byLead.get('2')?.title).toBe('Nobody has taken 3 customers on');
    expect(
      byLead
        .get('3')
        ?.table?.rows.map(([, id]) => id)
        .sort(),
    ).toEqual(['105', '106', '107']);
    expect(
      (await store.db.select().from(accessLog)).filter(({ managerId }) => managerId === 2),
    ).toMatchObject([{ intent: 'digest' }]);
    now = new Date('2026-11-05T16:00:00Z');
    expect(await tellLeads(services)).toBe(0);
    expect(await told(1)).toEqual([]);
  });
});
