import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Principal } from '../../../src/access/principal.ts';
import type { Conversation } from '../../../src/conversation/conversation.ts';
import { createConversation } from '../../../src/conversation/create-conversation.ts';
import { listDigests } from '../../../src/store/digests/manage-digests.ts';
import { accessLog, actions, followUps, interactions } from '../../../src/store/schema.ts';
import type { Store } from '../../../src/store/store.ts';
import { config, fillOddCustomers } from '../../banks/odd-customers.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

/** Tuesday, 30 June 2026, in the morning. */
const morning = new Date('2026-06-30T09:00:00Z');

describe.each(storeKinds)('what people do for customers, on %s', (kind) => {
  let store: Store;
  let conversation: Conversation;
  let people: Awaited<ReturnType<typeof fillOddCustomers>>;
  let now = morning;

  beforeAll(async () => {
    store = await openTestStore(kind);
    people = await fillOddCustomers(store);
    conversation = createConversation({
      store,
      config,
      now: () => now,
      log: { error: (fields) => expect(fields).toBeUndefined() },
    });
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    now = morning;
    for (const table of [actions, followUps, interactions]) await store.db.delete(table);
  });

  const later = (minutes: number) => {
    now = new Date(morning.getTime() + minutes * 60_000);
  };
  const ask = async (text: string, principal: Principal = people.prague) =>
    conversation.answer({ text, principal, channel: 'web', address: '1', shared: false });
  const logged = () => store.db.select().from(interactions);

  describe('a contact', () => {
    it.each([
      ['I called 1042, they want a mortgage', 'call', 'they want a mortgage'],
      ['给1042打了电话，想要房贷', 'call', '想要房贷'],
      ['/value log 1042 met "moves to Brno"', 'meeting', 'moves to Brno'],
      ['/value log 1042 emailed sent the new rates', 'email', 'sent the new rates'],
      ['we visited 1042 today: the shop is doing well', 'visit', 'the shop is doing well'],
      ['拜访了1042，店里生意不错', 'visit', '店里生意不错'],
      ['just phoned 1042', 'call', null],
    ])('is kept: %s', async (text, kindOf, note) => {
      const { intent, reply, data } = await ask(text);
      expect(intent).toBe('customer.log');
      expect(data).toMatchObject({ customer: '1042', kind: kindOf, note, logged: true });
      expect(await logged()).toMatchObject([
        { kind: kindOf, note, managerId: people.prague.managerId, occurredAt: morning },
      ]);
      expect(reply.actions[0]?.command).toBe(`undo ${data.action}`);
      const [entry] = await store.db
        .select()
        .from(accessLog)
        .where(eq(accessLog.intent, 'customer.log'));
      expect(entry?.customerIds).toHaveLength(1);
    });

    it('may end in when to follow up', async () => {
      const { data, reply } = await ask('I called 1042, no answer, follow up on Friday');
      expect(data).toMatchObject({ note: 'no answer', followUp: '2026-07-03' });
      expect(reply.details).toContainEqual(expect.stringContaining('3 July 2026'));
      expect(await ask('/value log 1042 called "x" follow-up 2026-07-09')).toMatchObject({
        data: { followUp: '2026-07-09', note: 'x' },
      });
      expect(await ask('给1042打了电话，没人接，周五再联系')).toMatchObject({
        data: { followUp: '2026-07-03', note: '没人接' },
      });
    });

    it.each(['did I call 1042?', 'should I call 1042?', '我给1042打过电话吗？', 'call 1042'])(
      'is not what a question tells: %s',
      async (text) => {
        await ask(text);
        expect(await logged()).toEqual([]);
      },
    );

    it('said twice is kept once', async () => {
      await ask('I called 1042, they want a mortgage');
      const again = await ask('I called 1042, they want a mortgage');
      expect(again.data).toMatchObject({ logged: false, action: null });
      expect(again.reply.actions.map(({ command }) => command)).toEqual(['history 1042']);
      expect(await logged()).toHaveLength(1);
    });

    it('of a customer of others is refused as if there were none', async () => {
      const others = await ask('/value log 1055 called "hello"');
      const nobody = await ask('/value log 9999 called "hello"');
      expect(others.reply.summary.replace('1055', '9999')).toBe(nobody.reply.summary);
      expect(await logged()).toEqual([]);
      expect(await store.db.select().from(actions)).toEqual([]);
    });

    it('asks how one met where that is not said', async () => {
      const { reply } = await ask('/value log 1042 "wants a mortgage"');
      expect(reply.actions.map(({ command }) => command)).toEqual([
        'log 1042 called "wants a mortgage"',
        'log 1042 met "wants a mortgage"',
        'log 1042 emailed "wants a mortgage"',
        'log 1042 visited "wants a mortgage"',
      ]);
    });

    it('has a note in one line, at a bounded length, without signs that nobody sees', async () => {
      await ask('/value log 1042 called "two\nlines\u0007\u202E here"');
      await ask(`/value log 1042 met ${'long '.repeat(200)}`);
      const [first, second] = await logged();
      expect(first?.note).toBe('two lines here');
      expect(second?.note?.length).toBeLessThanOrEqual(400);
    });
  });

  it('history tells who spoke to a customer and when, and what is open', async () => {
    const none = await ask('when did we last speak to 1042?');
    expect(none.intent).toBe('customer.history');
    expect(none.data).toEqual({ customer: '1042', interactions: [], open: [] });
    await ask('I called 1042, they want a mortgage, follow up on Friday');
    const { reply, data } = await ask('上次联系1042是什么时候？', people.supervisor);
    expect(data).toMatchObject({
      customer: '1042',
      interactions: [
        {
          at: morning.toISOString(),
          kind: 'call',
          note: 'they want a mortgage',
          manager: 'Jana Dvorakova',
        },
      ],
      open: [{ kind: 'follow-up', dueOn: '2026-07-03', owner: 'Jana Dvorakova' }],
    });
    expect(reply.summary).toBe('最近一次联系张伟：2026年6月30日 电话（Jana Dvorakova）。');
  });

  describe('undo', () => {
    it.each(['undo that', '撤销', '/value undo'])(
      'takes back the last change: %s',
      async (text) => {
        await ask('I called 1042, they want a mortgage, follow up on Friday');
        later(4);
        const { intent, data } = await ask(text);
        expect(intent).toBe('undo');
        expect(data).toMatchObject({ outcome: 'undone', undone: 'customer.log' });
        expect(await logged()).toEqual([]);
        expect(await store.db.select().from(followUps)).toEqual([]);
      },
    );

    it('says so after five minutes, and where there is nothing', async () => {
      expect((await ask('undo that')).data).toMatchObject({ outcome: 'nothing' });
      await ask('I called 1042, they want a mortgage');
      later(6);
      const { reply, data } = await ask('undo that');
      expect(data).toMatchObject({ outcome: 'late', undone: null });
      expect(reply.summary).toContain('the contact you logged');
      expect(await logged()).toHaveLength(1);
    });

    it('is the asker’s own alone, and a button undoes what it stands under', async () => {
      const first = await ask('I called 1042, they want a mortgage');
      await ask('/value log 1042 met "signed"');
      expect((await ask('undo that', people.supervisor)).data).toMatchObject({
        outcome: 'nothing',
      });
      await ask(`/value ${first.reply.actions[0]?.command}`);
      expect(await logged()).toMatchObject([{ kind: 'meeting' }]);
      expect((await ask(`/value ${first.reply.actions[0]?.command}`)).data).toMatchObject({
        outcome: 'gone',
      });
    });

    it('takes back what was done to digests', async () => {
      const own = () => listDigests(store.db, people.prague.managerId);
      await ask('/value digest add every weekday at 8:30');
      const [digest] = await own();
      await ask(`/value digest pause ${digest?.id}`);
      await ask(`/value digest remove ${digest?.id}`);
      expect(await own()).toEqual([]);
      await ask('undo that');
      expect(await own()).toMatchObject([{ paused: true }]);
      await ask('undo that');
      expect(await own()).toMatchObject([{ paused: false }]);
      await ask('undo that');
      expect(await own()).toEqual([]);
    });
  });
});
