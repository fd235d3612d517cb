import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Principal } from '../../src/access/principal.ts';
import type { Conversation, Question } from '../../src/conversation/conversation.ts';
import { createConversation } from '../../src/conversation/create-conversation.ts';
import { readConfig } from '../../src/settings/settings.ts';
import { answersBefore, customers, follows } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { fillTalkedOfBank, type TalkedOfPeople } from '../banks/talked-of-bank.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

const config = readConfig('config/bellwether.yaml');
const minute = 60_000;

describe.each(storeKinds)('what was answered before, on %s', (kind) => {
  let store: Store;
  let people: TalkedOfPeople;
  let moment: Date;
  let replicas: [Conversation, Conversation];
  let thread = 0;

  beforeAll(async () => {
    store = await openTestStore(kind);
    people = await fillTalkedOfBank(store);
    const log = {
      error: (fields: Record<string, unknown>) => {
        throw new Error(JSON.stringify(fields));
      },
    };
    const replica = () => createConversation({ store, config, now: () => moment, log });
    replicas = [replica(), replica()];
  });
  afterAll(() => store.close());
  beforeEach(() => {
    moment = new Date('2026-07-02T07:30:00Z');
    thread += 1;
  });

  const ask = (text: string, principal: Principal = people.ana, more: Partial<Question> = {}) =>
    replicas[0].answer({
      text,
      principal,
      channel: 'slack',
      address: 'C1',
      thread: String(thread),
      shared: true,
      ...more,
    });

  it('is said under the title of what goes on from it', async () => {
    await ask('customer 1042');
    expect((await ask('why?')).reply.taken).toBe('Taken from before: Jan Dvořák · 1042');
    expect((await ask('and 1055?')).reply.taken).toBe(
      'Taken from before: Why a customer may leave',
    );
    expect((await ask('customer 1042')).reply.taken).toBeUndefined();
    expect((await ask('他的余额')).reply.taken).toBe('沿用上文：Jan Dvořák · 1042');
  });

  it('asks whether a number is a place of the list or an id, where it is both', async () => {
    await ask('top 3');
    expect((await ask('history 2')).entities.customer).toBe('1025');
    await store.db
      .update(customers)
      .set({ externalId: '2' })
      .where(eq(customers.externalId, '1040'));
    try {
      thread += 1;
      await ask('top 3');
      const { entities, data, reply } = await ask('history 2');
      expect({ entities, data }).toEqual({ entities: {}, data: { asksBack: 'customer' } });
      expect(reply.actions.map(({ command }) => command)).toEqual(['history 2', 'history 1025']);
      // A number is a place among those offered now.
      const second = await ask('2');
      expect(second).toMatchObject({ entities: { customer: '1025' }, intent: 'customer.history' });
      expect(second.data).not.toHaveProperty('asksBack');
      thread += 1;
      await ask('top 3');
      await ask('history 2');
      expect((await ask('１')).entities).toEqual({ customer: '2' });
      await ask('top 3');
      expect((await ask('why?')).data).toEqual({ asksBack: 'customer' });
      expect(await ask('2')).toMatchObject({
        intent: 'customer.explain',
        entities: { customer: '1025' },
      });
      await ask('top 3');
      await ask('why?');
      expect((await ask('7')).entities.customer).not.toBe('2');
      expect((await ask('/value history 2')).entities.customer).toBe('2');
      await ask('top 3');
      expect((await ask('why the second one')).entities.customer).toBe('1025');
      // Who may not see that customer is not asked, and learns nothing.
      await ask('top 3', people.bruno);
      expect((await ask('history 2', people.bruno)).entities.customer).toBe('1027');
    } finally {
      await store.db
        .update(customers)
        .set({ externalId: '1040' })
        .where(eq(customers.externalId, '2'));
    }
  });

  it('is gone after an hour, from the store too', async () => {
    await ask('customer 1042');
    moment = new Date(moment.getTime() + 59 * minute);
    expect(await ask('why?')).toMatchObject({
      intent: 'customer.explain',
      entities: { customer: '1042' },
    });
    moment = new Date(moment.getTime() + 61 * minute);
    expect((await ask('why?')).entities).toEqual({});
    const kept = await store.db.select().from(answersBefore);
    expect(kept.every(({ at }) => moment.getTime() - at.getTime() < 60 * minute)).toBe(true);
  });

  it('is of one person, of one thread, and of one place', async () => {
    await ask('customer 1042');
    await ask('customer 1055', people.bruno);
    const { customer } = (await ask('why?')).entities;
    expect(customer).toBe('1042');
    expect((await ask('why?', people.bruno)).entities.customer).toBe('1055');
    expect((await ask('why?', people.petra)).entities).toEqual({});
    expect((await ask('why?', people.ana, { thread: 'another' })).entities).toEqual({});
    expect((await ask('why?', people.ana, { address: 'C2' })).entities).toEqual({});
    expect((await ask('why?', people.ana, { channel: 'teams' })).entities).toEqual({});
  });

  it('goes on at another replica', async () => {
    await ask('who is about to leave?');
    const question = {
      principal: people.ana,
      channel: 'slack',
      address: 'C1',
      shared: true,
    } as const;
    const second = await replicas[1].answer({
      ...question,
      thread: String(thread),
      text: 'the second one',
    });
    expect(second.entities).toEqual({ customer: '1025' });
    expect((await ask('why?')).entities).toEqual({ customer: '1025' });
  });

  it('shows nobody who left the reach of the asker in between', async () => {
    const of = (externalId: string) => eq(customers.externalId, externalId);
    const [moved] = await store.db.select().from(customers).where(of('1042'));
    try {
      await ask('customer 1042', people.petra);
      await ask('at-risk 20', people.petra, { thread: `${thread} list` });
      const [other] = await store.db.select().from(customers).where(of('1025'));
      await store.db
        .update(customers)
        .set({ managerId: other?.managerId ?? null, branchId: other?.branchId ?? null })
        .where(of('1042'));
      for (const text of ['why?', 'his balance', 'what is he worth?', '他什么时候会走']) {
        const { reply, data } = await ask(text, people.petra);
        expect(reply.title).toMatch(/No such customer|没有找到这位客户/);
        expect(data).toEqual({ asksBack: 'gone' });
      }
      const { reply } = await ask('the 10th', people.petra, { thread: `${thread} list` });
      expect(reply.title).toBe('No such customer');
      expect(JSON.stringify(reply)).not.toMatch(/1042|Dvořák/);
    } finally {
      await store.db
        .update(customers)
        .set({ managerId: moved?.managerId ?? null, branchId: moved?.branchId ?? null })
        .where(of('1042'));
    }
  });

  it('changes nothing until it is confirmed', async () => {
    await ask('customer 1042');
    const { reply, data } = await ask('follow him');
    expect(data).toMatchObject({ customer: '1042', action: null });
    expect(await store.db.select().from(follows)).toEqual([]);
    expect(reply.actions[0]?.command).toBe('follow 1042');
    const { data: logged } = await ask('I called her, she wants a mortgage');
    expect(logged).toMatchObject({ note: 'she wants a mortgage', logged: false, action: null });
  });

  it('asks which is meant, with whole questions as buttons, and takes the answer', async () => {
    await ask('top 3');
    const { reply, intent, data } = await ask('why?');
    expect({ intent, data }).toEqual({
      intent: 'customer.explain',
      data: { asksBack: 'customer' },
    });
    expect(reply.actions).toEqual([
      { label: '张伟 · 1024', command: 'why 1024' },
      { label: 'Customer 1025', command: 'why 1025' },
      { label: 'Customer 1026', command: 'why 1026' },
    ]);
    expect(await ask('the second')).toMatchObject({
      intent: 'customer.explain',
      entities: { customer: '1025' },
    });
  });

  it('is five answers in a thread, without notes and names', async () => {
    await ask('I called 1042, he wants a mortgage');
    const kept = () =>
      store.db
        .select()
        .from(answersBefore)
        .where(eq(answersBefore.thread, String(thread)));
    expect(await kept()).toMatchObject([
      { intent: 'customer.log', entities: { customer: '1042', contactKind: 'called' } },
    ]);
    for (let i = 0; i < 6; i++) await ask(`customer ${1042 + i}`);
    const rows = await kept();
    expect(rows).toHaveLength(5);
    expect(JSON.stringify(rows)).not.toContain('mortgage');
  });
});
