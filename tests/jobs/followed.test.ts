import { eq } from 'drizzle-orm';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createPeople } from '../../src/access/people.ts';
import type { Principal } from '../../src/access/principal.ts';
import type { Conversation } from '../../src/conversation/conversation.ts';
import { createConversation } from '../../src/conversation/create-conversation.ts';
import { tellFollowers } from '../../src/jobs/tell-followers.ts';
import { unreadMessages } from '../../src/store/inbox/messages.ts';
import {
  accessLog,
  actions,
  customers,
  customerValues,
  followedChanges,
  follows,
  inbox,
} from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { config, fillOddCustomers, now } from '../banks/odd-customers.ts';
import { copyRun } from '../banks/valued-bank.ts';
import { emptyAccessLog } from '../empty-access-log.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

const log = pino({ level: 'silent' });
const told = z.object({ details: z.array(z.string()) });

describe.each(storeKinds)('customers whom somebody follows, on %s', (kind) => {
  let store: Store;
  let conversation: Conversation;
  let people: Awaited<ReturnType<typeof fillOddCustomers>>;
  let day = 1;

  beforeAll(async () => {
    store = await openTestStore(kind);
    people = await fillOddCustomers(store);
    conversation = createConversation({ store, config, now, log: { error: () => {} } });
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    for (const table of [actions, follows, followedChanges, inbox]) await store.db.delete(table);
    await emptyAccessLog(store);
  });

  const ask = (text: string, principal: Principal = people.prague) =>
    conversation.answer({ text, principal, channel: 'web', address: '1', shared: false });
  const tell = () => tellFollowers({ store, config, people: createPeople(store, now), now, log });
  const messages = (managerId = people.prague.managerId) => unreadMessages(store.db, managerId, 10);
  /** A run of the next day, in which 1042 stands otherwise. */
  const nextRun = async (changed: Partial<typeof customerValues.$inferInsert>) => {
    const runId = await copyRun(store, 1, `2026-07-${String(++day).padStart(2, '0')}`);
    const [found] = await store.db
      .select({ id: customers.id })
      .from(customers)
      .where(eq(customers.externalId, '1042'));
    if (found === undefined) throw new Error('There is a customer 1042.');
    const own = await store.db
      .select()
      .from(customerValues)
      .where(eq(customerValues.customerId, found.id));
    const row = own.find((each) => each.runId === runId);
    if (row === undefined) throw new Error('The run values 1042.');
    await store.db.delete(customerValues).where(eq(customerValues.customerId, found.id));
    await store.db
      .insert(customerValues)
      .values(own.map((each) => (each.runId === runId ? { ...row, ...changed } : each)));
  };

  it.each(['follow 1042', 'tell me when anything moves with 1042', '1042有变动就告诉我'])(
    'are told of after the run that moved them, once: %s',
    async (text) => {
      const followed = await ask(text);
      expect(followed.intent).toBe('customer.follow');
      expect(followed.data).toMatchObject({ customer: '1042', following: true });
      await tell();
      expect(await messages()).toEqual([]);
      await nextRun({ tier: 'low', churnProbability: 0.05 });
      await Promise.all([tell(), tell()]);
      await tell();
      const all = await messages();
      expect(all).toHaveLength(1);
      expect(told.parse(all[0]?.reply).details[0]).toMatch(
        /^张伟 · 1042: tier from High to Low.* no longer at risk$/,
      );
      const entries = await store.db
        .select()
        .from(accessLog)
        .where(eq(accessLog.intent, 'followed'));
      expect(entries.map(({ customerIds }) => customerIds.length)).toEqual([1]);
      const digest = await ask('/value digest test');
      expect(digest.reply.details).toContain(told.parse(all[0]?.reply).details[0]);
      // As they stood, for the next.
      await nextRun({});
    },
  );

  it('are not told of to who stopped following them, or undid it', async () => {
    await ask('follow 1042');
    await ask('stop following 1042');
    await ask('/value follow 1042');
    await ask('undo that');
    await nextRun({ tier: 'low' });
    await tell();
    expect(await messages()).toEqual([]);
    await nextRun({});
  });

  it('come back when it is undone that one stopped following them', async () => {
    await ask('follow 1042');
    const stopped = await ask('取消关注1042');
    expect(stopped.intent).toBe('customer.unfollow');
    await ask('undo that');
    await nextRun({ tier: 'low' });
    await tell();
    expect(await messages()).toHaveLength(1);
    await nextRun({});
  });

  it('are not told of to who may no longer see them', async () => {
    await ask('follow 1042');
    const move = (managerId: number) =>
      store.db.update(customers).set({ managerId }).where(eq(customers.externalId, '1042'));
    await move(people.brno.managerId);
    await nextRun({ tier: 'low' });
    await tell();
    expect(await messages()).toEqual([]);
    await move(people.prague.managerId);
    await nextRun({});
  });

  it('of others are refused as if there were none', async () => {
    const { data } = await ask('/value follow 1055');
    expect(data).toEqual({});
    expect(await store.db.select().from(follows)).toEqual([]);
  });
});
