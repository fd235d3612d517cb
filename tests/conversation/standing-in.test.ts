import { eq } from 'drizzle-orm';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPeople } from '../../src/access/people.ts';
import { askedBy } from '../../src/access/principal.ts';
import type { Outlet } from '../../src/conversation/channel.ts';
import { createConversation } from '../../src/conversation/create-conversation.ts';
import { digestMessage } from '../../src/jobs/deliveries/digest-message.ts';
import { readConfig } from '../../src/settings/settings.ts';
import { addDigest } from '../../src/store/digests/manage-digests.ts';
import { delegateBook, endDelegations, standingsOf } from '../../src/store/people/delegations.ts';
import { listPeople } from '../../src/store/people/list-people.ts';
import { howManyMayNotSee } from '../../src/store/people/who-may-see.ts';
import { accessLog, customers, delegations } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { fixedTime } from '../../src/store/store-time.ts';
import { fillValuedBank, type ValuedBank } from '../banks/valued-bank.ts';
import { emptyAccessLog } from '../empty-access-log.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

/* Eva has 1042 and eleven more, Jan 2042 and eleven more. */

const now = () => new Date('2026-07-01T09:00:00Z');
const config = readConfig('config/bellwether.yaml');

describe.each(storeKinds)('a manager who stands in for another on %s', (kind) => {
  let store: Store;
  let bank: ValuedBank;
  let pair: { fromId: number; toId: number };

  beforeAll(async () => {
    store = await openTestStore(kind);
    const of = (manager: string, first: number) =>
      Array.from({ length: 12 }, (_, i) => ({
        externalId: String(first + i),
        name: `Customer ${first + i}`,
        branch: 'P',
        manager,
        joinedOn: '2020-01-01',
        value: { segmentId: 1, churnProbability: 0.8 },
      }));
    bank = await fillValuedBank(store, {
      branches: [{ externalId: 'P', name: 'Prague' }],
      people: [
        {
          externalId: 'eva',
          name: 'Eva Malá',
          email: 'eva@bank.example',
          role: 'manager',
          branch: 'P',
        },
        {
          externalId: 'jan',
          name: 'Jan Novák',
          email: 'jan@bank.example',
          role: 'manager',
          branch: 'P',
        },
      ],
      customers: [...of('eva', 1042), ...of('jan', 2042)],
      segments: [{ id: 1, names: { en: 'savers', zh: '储户' }, size: 24 }],
      run: { asOf: '2026-06-30', at: now() },
    });
    const id = (who: 'eva' | 'jan') => bank.person(who).managerId;
    pair = { fromId: id('jan'), toId: id('eva') };
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    await emptyAccessLog(store);
    await store.db.delete(delegations);
  });

  const ask = (text: string, who = 'eva', locale: 'en' | 'zh' = 'en') =>
    createConversation({ store, config, now }).answer({
      text,
      principal: bank.person(who),
      channel: 'slack',
      address: 'D1',
      shared: false,
      locale,
    });
  const askInRoom = (text: string, locale: 'en' | 'zh' = 'en') =>
    createConversation({ store, config, now }).answer({
      text,
      principal: bank.person('eva'),
      channel: 'slack',
      address: 'C1',
      shared: true,
      readers: async () => [pair.fromId, pair.toId],
      locale,
    });
  const delegate = (until = '2099-12-31') =>
    delegateBook(store.db, pair, { until, timezone: 'Europe/Prague', now: now() });
  const logged = async () =>
    (await store.db.select().from(accessLog)).map((each) => each.onBehalfOf);
  /** How many customers the database gives somebody, whatever a statement asks for. */
  const reached = async (who: string) =>
    (
      await store
        .as(askedBy(bank.person(who)))
        .db.select({ id: customers.id })
        .from(customers)
    ).length;

  it('sees the book until the delegation ends, and is told in whose place', async () => {
    expect((await ask('customer 2042')).data).toEqual({});
    expect(await reached('eva')).toBe(12);
    await delegate();
    const { reply, data } = await ask('customer 2042');
    expect(data).toMatchObject({ customer: '2042' });
    expect(reply.details?.[0]).toContain('You stand in for Jan Novák (until 31 December 2099)');
    expect(await reached('eva')).toBe(24);
    expect(await reached('jan')).toBe(12);
    expect(await endDelegations(store.db, pair, new Date())).toBe(1);
    expect((await ask('customer 2042')).data).toEqual({});
    expect(await reached('eva')).toBe(12);
    expect(await logged()).toEqual([[], [pair.fromId], []]);
  });

  it('says so of what is of both books, and not of what is of the own', async () => {
    await delegate();
    const book = await ask('book');
    expect(book.data.customers).toBe(24);
    expect(book.reply.details?.[0]).toContain('You stand in for Jan Novák');
    expect((await ask('book', 'eva', 'zh')).reply.details?.[0]).toContain('您正在代理Jan Novák');
    expect((await ask('customer 1042')).reply.details?.join(' ')).not.toContain('You stand in');
    expect((await ask('help')).reply.details?.join(' ')).not.toContain('You stand in');
    expect((await ask('book', 'jan')).data.customers).toBe(12);
    expect(await logged()).toEqual([[pair.fromId], [pair.fromId], [], [], []]);
  });

  it('is spoken of, not to, where a room reads along', async () => {
    await delegate();
    const { reply } = await askInRoom('segments');
    expect(reply.visibility).toBe('channel');
    expect(reply.details?.[0]).toContain(
      'Eva Malá stands in for Jan Novák (until 31 December 2099)',
    );
    const { reply: chinese } = await askInRoom('segments', 'zh');
    expect(chinese.details?.[0]).toContain('Eva Malá正在代理Jan Novák（至2099年12月31日）');
    expect(await logged()).toEqual([[pair.fromId], [pair.fromId]]);
  });

  it('shares an answer without what was said to them alone, and the log has in whose place', async () => {
    await delegate();
    const asked = await askInRoom('customer 2042');
    expect(asked.reply.visibility).toBe('asker');
    expect(asked.reply.details?.[0]).toContain('You stand in for Jan Novák');
    const share = asked.reply.actions.find(({ command }) => command.startsWith('share '));
    const { reply, sharedTo } = await askInRoom(`value ${share?.command}`);
    expect(sharedTo).toMatchObject({ address: 'C1' });
    expect(reply.details?.[0]).toBe('Shared by Eva Malá.');
    expect(JSON.stringify(reply)).not.toMatch(/stands? in for/);
    expect(await logged()).toEqual([[pair.fromId], [pair.fromId]]);
  });

  it.each([
    ['of a room', true, 'Eva Malá stands in for Jan Novák'],
    ['of their own', false, 'You stand in for Jan Novák'],
  ])('is told in a digest %s in whose place', async (_, isShared, words) => {
    await delegate();
    const digestId = await addDigest(store.db, {
      ownerId: pair.toId,
      channel: 'slack',
      address: 'C1',
      locale: 'en',
      kind: 'at-risk',
      cron: '30 8 * * *',
      timezone: 'Europe/Prague',
      createdAt: now(),
    });
    const outlet: Outlet = {
      name: 'slack',
      isShared: async () => isShared,
      readers: async () => [pair.fromId, pair.toId],
      deliver: async () => undefined,
      update: async () => undefined,
      find: async () => 'absent',
    };
    const people = createPeople(store, now);
    const services = {
      store,
      config,
      people,
      now,
      time: () => fixedTime(now()),
      outlets: [outlet],
      log: pino({ enabled: false }),
    };
    const message = await digestMessage(services, { digestId, slot: now(), at: now() }, outlet);
    expect(message?.reply.summary).toContain(words);
  });

  it('sees nothing of a day that is over, nor of somebody whose place another takes', async () => {
    await delegate('2020-01-01');
    expect((await ask('customer 2042')).data).toEqual({});
    expect(await reached('eva')).toBe(12);
    expect(await standingsOf(store.db, pair.toId)).toEqual({ standsInFor: [], stoodInBy: [] });
  });

  it('may see the customers where others are asked who may', async () => {
    const theirs = [bank.customerId('2042')];
    expect(await howManyMayNotSee(store.db, [pair.toId], theirs)).toBe(1);
    await delegate();
    expect(await howManyMayNotSee(store.db, [pair.toId], theirs)).toBe(0);
    expect((await listPeople(store.db, '2042')).map(({ name }) => name)).toEqual([
      'Eva Malá',
      'Jan Novák',
    ]);
    const [stored] = await store.db
      .select()
      .from(delegations)
      .where(eq(delegations.toId, pair.toId));
    expect(stored?.endsAt.toISOString()).toBe('2099-12-31T23:00:00.000Z');
  });
});
