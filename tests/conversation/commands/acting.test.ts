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

  describe('a request', () => {
    it.each([
      ['/value request 1042 "New card" due=2026-07-03', 'New card', '2026-07-03'],
      ['open a request for 1042: new card by Friday', 'new card', '2026-07-03'],
      ['1042 asked for a higher card limit', 'a higher card limit', '2026-07-07'],
      ['1042的请求：周五前补发银行卡', '周五前补发银行卡', '2026-07-07'],
      ['1042要求补发银行卡', '补发银行卡', '2026-07-07'],
      ['给1042新建一个请求：开具存款证明，周五前', '开具存款证明', '2026-07-03'],
    ])('is to be done by a day, and can be undone: %s', async (text, request, due) => {
      const { intent, data } = await ask(text);
      expect(intent).toBe('customer.request');
      expect(data).toMatchObject({ customer: '1042', request, due });
      expect(await store.db.select().from(followUps)).toMatchObject([
        {
          kind: 'request',
          note: request,
          dueOn: due,
          ownerId: people.prague.managerId,
          doneAt: null,
        },
      ]);
      await ask('undo that');
      expect(await store.db.select().from(followUps)).toEqual([]);
    });

    it('is one, told twice, and is told when it is overdue, until it is done', async () => {
      const { data } = await ask('/value request 1042 "New card" due=2026-07-03');
      const again = await ask('/value request 1042 "New card" due=2026-07-09');
      expect(again.data).toMatchObject({ due: '2026-07-03', item: data.item, action: null });
      later(5 * 24 * 60);
      expect((await ask('/value tasks')).data).toMatchObject({ open: 1, due: 1 });
      for (const text of ['/value brief 1042', '/value digest test'])
        expect(JSON.stringify((await ask(text)).reply), text).toMatch(/Request[^"]*overdue since/);
      expect((await ask(`/value done 1042 item=${data.item}`)).intent).toBe('customer.done');
      expect((await ask('/value tasks')).data).toMatchObject({ open: 0, due: 0 });
    });

    it('without what is asked for is asked about, and of a customer of others is refused', async () => {
      const { data } = await ask('/value request 1042');
      expect(data).toMatchObject({ error: { usage: expect.stringMatching(/request/) } });
      expect((await ask('/value request 1055 "New card"')).data).toEqual({});
      expect(await store.db.select().from(followUps)).toEqual([]);
    });
  });

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

    it('may have half a character, which is kept as none', async () => {
      await ask('/value log 1042 called "half \udfff"');
      expect((await logged())[0]?.note).toBe('half \ufffd');
      const { reply } = await ask('history \udfff');
      expect(reply.summary).toContain('\ufffd');
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
      await ask(`/value log 1042 met ${'long '.repeat(94)}end`);
      const [first, second] = await logged();
      expect(first?.note).toBe('two lines here');
      expect(second?.note?.endsWith('long end')).toBe(true);
    });
  });

  it('history tells who spoke to a customer and when, and what is open', async () => {
    const none = await ask('when did we last speak to 1042?');
    expect(none.intent).toBe('customer.history');
    expect(none.data).toEqual({
      customer: '1042',
      phone: null,
      email: null,
      tags: [],
      interactions: [],
      open: [],
      opportunities: [],
      ended: [],
    });
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
    expect(reply.summary).toBe('2026年6月30日 电话（Jana Dvorakova）：与张伟的最近一次联系。');
  });

  describe('follow-ups', () => {
    it.each([
      ['remind me to call 1042 on Friday', '2026-07-03', null],
      ['提醒我周五给1042打电话', '2026-07-03', null],
      ['remind me to call 1042 on Friday about the mortgage', '2026-07-03', 'the mortgage'],
      ['/value remind 1042 2026-07-09 "send papers"', '2026-07-09', 'send papers'],
      ['follow up with 1042 in 3 days', '2026-07-03', null],
    ])('are made: %s', async (text, due, note) => {
      const { intent, data, reply } = await ask(text);
      expect(intent).toBe('customer.remind');
      expect(data).toMatchObject({ customer: '1042', due, note });
      expect(reply.actions[0]?.command).toBe(`undo ${data.action}`);
      expect((await ask('what are my tasks?')).data).toMatchObject({
        tasks: [{ customer: '1042', due, note, item: data.item }],
        open: 1,
        due: 0,
      });
    });

    it('are put off, done and told of in the book when they are due', async () => {
      await ask('remind me to call 1042 on Friday');
      expect((await ask('/value book')).data.tasksDue).toBe(0);
      expect((await ask('snooze 1042 until next week')).data).toMatchObject({
        until: '2026-07-06',
        putOff: 1,
      });
      later(7 * 24 * 60);
      const book = await ask('/value book');
      expect(book.data.tasksDue).toBe(1);
      expect(book.reply.details).toContain('One of your tasks is due today or overdue.');
      expect((await ask('/value book', people.supervisor)).data.tasksDue).toBe(0);
      const done = await ask('1042办完了');
      expect(done.intent).toBe('customer.done');
      expect(done.data).toMatchObject({ outcome: 'done' });
      expect((await ask('/value tasks')).data).toMatchObject({ tasks: [], open: 0 });
      await ask('undo that');
      expect((await ask('/value tasks')).data).toMatchObject({ open: 1, due: 1 });
    });

    it('are told apart by buttons where several are open', async () => {
      await ask('/value remind 1042 friday "papers"');
      await ask('/value remind 1042 2026-07-02');
      const { reply, data } = await ask('/value done 1042');
      expect(data).toMatchObject({ outcome: 'several', action: null });
      expect(reply.actions).toHaveLength(2);
      await ask(`/value ${reply.actions[0]?.command}`);
      expect((await ask('/value tasks')).data).toMatchObject({
        tasks: [{ due: '2026-07-03', note: 'papers' }],
      });
    });

    it.each([
      ['/value remind 1042 2026-06-29', 'past'],
      ['/value remind 1042 2036-06-29', 'three years'],
    ])('are for days to come: %s', async (text, why) => {
      const { reply } = await ask(text);
      expect(reply.summary).toContain(why);
      expect(await store.db.select().from(followUps)).toEqual([]);
    });

    it('tell the owner’s digest what is due, without what was noted', async () => {
      await ask('/value remind 1042 2026-06-30 "secret of 1042"');
      const { reply, data } = await ask('/value digest test');
      expect(reply.details).toContain('张伟 · 1042: Follow up, due today');
      expect(JSON.stringify(reply)).not.toContain('secret');
      expect(data).toBeDefined();
      const [entry] = await store.db
        .select()
        .from(accessLog)
        .where(eq(accessLog.intent, 'digest.test'));
      expect(entry?.customerIds.length).toBeGreaterThan(0);
    });
  });

  it('one claims a customer, and colleagues see it', async () => {
    expect((await ask('I will look after 1042')).data).toMatchObject({ outcome: 'claimed' });
    const second = await ask('1042由我负责', people.supervisor);
    expect(second.intent).toBe('customer.claim');
    expect(second.data).toMatchObject({ outcome: 'taken', action: null });
    expect(second.reply.summary).toContain('Jana Dvorakova');
    expect((await ask('/value customer 1042', people.supervisor)).reply.details).toContainEqual(
      expect.stringContaining('Jana Dvorakova'),
    );
  });

  describe('not at risk', () => {
    const listed = async () => {
      const { data } = await ask('/value at-risk');
      return JSON.stringify(data.customers).includes('"1042"');
    };

    it.each([
      '/value not-at-risk 1042 "salary comes back in August"',
      '1042 is not at risk, salary comes back in August',
      '1042不会流失，salary comes back in August',
    ])('leaves the list, with the reason on the card: %s', async (text) => {
      expect(await listed()).toBe(true);
      const { intent, data } = await ask(text);
      expect(intent).toBe('customer.notAtRisk');
      expect(data).toMatchObject({
        customer: '1042',
        reason: 'salary comes back in August',
        probability: 0.42,
        until: '2026-09-28',
        kept: true,
      });
      expect(await listed()).toBe(false);
      expect((await ask('/value customer 1042')).reply.details).toContainEqual(
        expect.stringContaining('“salary comes back in August”'),
      );
      await ask('undo that');
      expect(await listed()).toBe(true);
    });

    it('is told of in the list and the book of who sees the branch', async () => {
      const said = async (text: string) => {
        const { reply, data } = await ask(text, people.supervisor);
        return { left: data.leftOut, told: reply.details?.join(' ') ?? '' };
      };
      for (const text of ['/value at-risk', '/value book'])
        expect(await said(text)).toMatchObject({
          left: 0,
          told: expect.not.stringContaining('left out'),
        });
      await ask('/value not-at-risk 1042 "salary comes back in August"');
      for (const text of ['/value at-risk', '/value book'])
        expect(await said(text)).toMatchObject({
          left: 1,
          told: expect.stringMatching(/1 customer at \d+% or more is left out/),
        });
      await ask('undo that');
    });

    it('needs a reason', async () => {
      await ask('/value not-at-risk 1042');
      expect(await listed()).toBe(true);
    });
  });

  it('a sentence that is not plain is asked about first, and a button does it', async () => {
    const { reply, data } = await ask('should I postpone 1042 until Friday?');
    expect(data).toMatchObject({ customer: '1042', until: '2026-07-03', action: null });
    expect(await store.db.select().from(followUps)).toEqual([]);
    await ask(`/value ${reply.actions[0]?.command}`);
    expect(await store.db.select().from(followUps)).toHaveLength(1);
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

    it('names the customer, and says what else there is where it is said twice', async () => {
      await ask('I called 1042, they want a mortgage');
      const { data: second } = await ask('remind me to call 1042 on Friday');
      const undone = await ask('/value undo');
      expect(undone.reply.summary).toMatch(/^I took back the reminder \(张伟 · 1042\) of /);
      expect(undone.data).toMatchObject({ outcome: 'undone', action: second.action });
      const twice = await ask('undo that');
      expect(twice.data).toMatchObject({ outcome: 'already', undone: null });
      expect(twice.reply.summary).toMatch(/just now.*the contact you logged.*“undo \d+”/);
      expect(await logged()).toHaveLength(1);
      const entries = await store.db.select().from(accessLog).where(eq(accessLog.intent, 'undo'));
      for (const entry of entries.slice(-2)) expect(entry.customerIds).toHaveLength(1);
      expect((await ask('撤销')).reply.summary).toContain('张伟 · 1042');
      await ask(`/value ${twice.reply.actions[0]?.command}`);
      expect(await logged()).toEqual([]);
    });

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
      later(1);
      await ask('undo that');
      expect(await own()).toMatchObject([{ paused: false }]);
      later(2);
      await ask('undo that');
      expect(await own()).toEqual([]);
    });
  });
});
