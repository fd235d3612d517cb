import { desc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Principal } from '../../../src/access/principal.ts';
import type { Conversation } from '../../../src/conversation/conversation.ts';
import { createConversation } from '../../../src/conversation/create-conversation.ts';
import {
  accessLog,
  actions,
  customers,
  followUps,
  interactions,
  offers,
  opportunities,
} from '../../../src/store/schema.ts';
import type { Store } from '../../../src/store/store.ts';
import { config, fillOddCustomers } from '../../banks/odd-customers.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

/** Tuesday, 30 June 2026, in the morning. */
const morning = new Date('2026-06-30T09:00:00Z');

describe.each(storeKinds)('opportunities, on %s', (kind) => {
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
    for (const table of [actions, followUps, interactions, opportunities, offers])
      await store.db.delete(table);
  });

  const later = (days: number) => {
    now = new Date(morning.getTime() + days * 24 * 3600_000);
  };
  const ask = async (text: string, principal: Principal = people.prague) =>
    conversation.answer({ text, principal, channel: 'web', address: '1', shared: false });
  const kept = () => store.db.select().from(opportunities);

  it.each([
    [
      '/value opportunity 1042 mortgage amount=200000 stage=proposal closes=2026-09-30 "call the notary"',
      {
        product: 'mortgage',
        amount: 200_000,
        stage: 'proposal',
        closesOn: '2026-09-30',
        nextStep: 'call the notary',
      },
    ],
    [
      'opportunity for 1042: mortgage of 200,000, proposal, closes in March',
      { product: 'mortgage', amount: 200_000, stage: 'proposal', closesOn: '2027-03-31' },
    ],
    [
      'open an opportunity for 1042: car loan over 25k, closing on 15 September, next step: send the form',
      {
        product: 'loan',
        amount: 25_000,
        stage: 'lead',
        closesOn: '2026-09-15',
        nextStep: 'send the form',
      },
    ],
    [
      'new deal with 1042: investment fund, 1.5 million crowns, by the end of the year',
      { product: 'investment', amount: 1_500_000, closesOn: '2026-12-31' },
    ],
    [
      'opportunity 1042 mortgage of 300000',
      { product: 'mortgage', amount: 300_000, stage: 'lead', closesOn: null },
    ],
    [
      '1042的房贷商机，金额二十万，方案阶段，预计三月结束',
      { product: 'mortgage', amount: 200_000, stage: 'proposal', closesOn: '2027-03-31' },
    ],
    [
      '1042的房贷商机进入谈判阶段，金额两百万',
      { product: 'mortgage', amount: 2_000_000, stage: 'negotiation' },
    ],
    [
      '1042的商机：贷款150万，下周五签约',
      { product: 'loan', amount: 1_500_000, stage: 'lead', closesOn: '2026-07-10' },
    ],
    [
      '我要给1042新增一个商机，产品是房贷，金额150万，年底前',
      { product: 'mortgage', amount: 1_500_000, closesOn: '2026-12-31' },
    ],
    [
      'next step for the loan deal of 1042 is sending the contract',
      { product: 'loan', nextStep: 'sending the contract', stage: 'lead' },
    ],
    [
      'I want to open a deal with 1042 about a car loan, roughly 18000, they decide next month',
      { product: 'loan', amount: 18_000, closesOn: '2026-07-30' },
    ],
    [
      '给1042新建一个信用卡商机，下一步：寄申请表',
      { product: 'card', amount: null, stage: 'lead', nextStep: '寄申请表' },
    ],
  ])('is opened, and can be undone: %s', async (text, expected) => {
    const { intent, data, reply } = await ask(text);
    expect(intent).toBe('customer.opportunity');
    expect(data).toMatchObject({ customer: '1042', outcome: 'opened' });
    expect(await kept()).toMatchObject([{ ...expected, ownerId: people.prague.managerId }]);
    expect(reply.actions[0]?.command).toBe(`undo ${data.action}`);
    await ask('undo that');
    expect(await kept()).toEqual([]);
  });

  it.each([
    ['1042 is now negotiating the loan', { stage: 'negotiation', amount: 5000 }],
    ['1042的贷款正在谈判', { stage: 'negotiation' }],
    ['/value opportunity 1042 loan amount=6000', { stage: 'lead', amount: 6000 }],
    ['/value opportunity 1042 closes=fri', { stage: 'lead', closesOn: '2026-07-03' }],
    ['the loan deal of 1042 moves to proposal', { stage: 'proposal' }],
  ])('is changed, the one that is open: %s', async (text, expected) => {
    await ask('/value opportunity 1042 loan amount=5000');
    const { data } = await ask(text);
    expect(data).toMatchObject({ customer: '1042', product: 'loan', outcome: 'changed' });
    expect(await kept()).toMatchObject([expected]);
    await ask('undo that');
    expect(await kept()).toMatchObject([{ stage: 'lead', amount: 5000, closesOn: null }]);
    expect((await ask('/value opportunity 1042 loan amount=5000')).data).toMatchObject({
      outcome: 'same',
      action: null,
    });
  });

  it.each([
    ['mark the mortgage of 1042 as won', 'won', 'accepted'],
    ['1042 declined the mortgage', 'lost', 'declined'],
    ['1042的房贷谈成了', 'won', 'accepted'],
    ['1042的房贷没谈成', 'lost', 'declined'],
    ['1042 no longer wants the mortgage', 'lost', 'declined'],
    ['1042的按揭已经签约', 'won', 'accepted'],
    ['/value opportunity 1042 mortgage lost', 'lost', 'declined'],
  ])('ends, with the offer noted, and undone with it: %s', async (text, stage, outcome) => {
    await ask('/value opportunity 1042 mortgage amount=200000 stage=proposal');
    const { data } = await ask(text);
    expect(data).toMatchObject({ outcome: 'changed', opportunity: { stage }, offer: outcome });
    expect(await kept()).toMatchObject([{ stage, amount: 200_000 }]);
    expect(await store.db.select().from(offers)).toMatchObject([
      {
        product: 'mortgage',
        outcome,
        answeredOn: '2026-06-30',
        managerId: people.prague.managerId,
      },
    ]);
    expect((await ask('/value pipeline')).data).toMatchObject({ count: 0 });
    expect((await ask('/value history 1042')).data).toMatchObject({
      opportunities: [],
      ended: [{ stage, amount: 200_000 }],
    });
    expect((await ask('undo that')).data).toMatchObject({ outcome: 'undone' });
    expect(await kept()).toMatchObject([{ stage: 'proposal' }]);
    expect(await store.db.select().from(offers)).toEqual([]);
  });

  it('answers the offer that is open, and reopens it where it is undone', async () => {
    const [customer] = await store.db
      .select({ id: customers.id })
      .from(customers)
      .where(eq(customers.externalId, '1042'));
    const made = {
      customerId: customer?.id ?? 0,
      externalId: 'O1',
      product: 'mortgage' as const,
      offeredOn: '2026-05-01',
      outcome: 'open' as const,
    };
    await store.db.insert(offers).values(made);
    await ask('/value opportunity 1042 mortgage');
    await ask('1042 declined the mortgage');
    expect(await store.db.select().from(offers)).toMatchObject([
      { externalId: 'O1', outcome: 'declined', answeredOn: '2026-06-30' },
    ]);
    await ask('undo that');
    expect(await store.db.select().from(offers)).toMatchObject([{ ...made, answeredOn: null }]);
  });

  it('that nobody opened can be noted as lost, once', async () => {
    const { data, reply } = await ask('/value opportunity 1042 card lost');
    expect(data).toMatchObject({ outcome: 'opened', offer: 'declined' });
    expect(reply.details).toContainEqual(expect.stringContaining('no open opportunity'));
    expect((await ask('/value opportunity 1042 card lost')).data).toMatchObject({
      outcome: 'same',
      action: null,
    });
    expect(await store.db.select().from(offers)).toHaveLength(1);
  });

  it.each(['1042银行卡丢了', '1042的U盾丢了', '1042 lost her card', '1042 declined the mortgage'])(
    'is not closed at once where nobody opened one: %s',
    async (text) => {
      const { data } = await ask(text);
      expect(data.action ?? null).toBeNull();
      expect(await kept()).toEqual([]);
      expect(await store.db.select().from(offers)).toEqual([]);
    },
  );

  it('asks which product, with a button each', async () => {
    const { reply, data } = await ask('/value opportunity 1042 stage=proposal');
    expect(data).toMatchObject({ outcome: 'which', product: null });
    expect(reply.actions[0]?.command).toBe('opportunity 1042 current-account stage=proposal');
    expect(await kept()).toEqual([]);
  });

  it('is asked about first where a question is put, and a button does it', async () => {
    const { reply, data } = await ask('should I open an opportunity for 1042: mortgage?');
    expect(data).toMatchObject({ outcome: 'asked', action: null });
    expect(await kept()).toEqual([]);
    await ask(`/value ${reply.actions[0]?.command}`);
    expect(await kept()).toHaveLength(1);
  });

  it('takes no amount of another currency, and no day that is past', async () => {
    const dollars = await ask('/value opportunity 1042 mortgage amount=200000USD');
    expect(dollars.reply.summary).toContain('CZK');
    const past = await ask('/value opportunity 1042 mortgage closes=2026-06-01');
    expect(past.reply.summary).toContain('past');
    expect(await kept()).toEqual([]);
  });

  it('of a customer of others is refused as if there were none', async () => {
    const others = await ask('/value opportunity 1055 mortgage');
    const nobody = await ask('/value opportunity 9999 mortgage');
    expect(others.reply.summary.replace('1055', '9999')).toBe(nobody.reply.summary);
    expect(await kept()).toEqual([]);
  });

  it('is offered where a contact tells that a product is wanted or declined', async () => {
    const wanted = await ask('I called 1042, they want a mortgage');
    expect(wanted.reply.actions).toContainEqual({
      label: 'Open an opportunity: mortgage',
      command: 'opportunity 1042 mortgage',
    });
    const declined = await ask('给1042打了电话，不想要房贷');
    expect(declined.reply.actions).toContainEqual({
      label: '记为谢绝：房贷',
      command: 'opportunity 1042 mortgage stage=lost',
    });
    const neither = await ask('I called 1042, they want to pay off their mortgage');
    expect(neither.reply.actions.map(({ command }) => command.split(' ')[0])).not.toContain(
      'opportunity',
    );
  });

  it('overdue stands among the tasks, in the book, the digest, the brief and on the card', async () => {
    await ask('/value opportunity 1042 mortgage amount=200000 closes=2026-07-03 "call the notary"');
    expect((await ask('/value tasks')).data).toMatchObject({ open: 0, due: 0 });
    later(5);
    expect((await ask('/value tasks')).data).toMatchObject({
      tasks: [
        {
          customer: '1042',
          kind: 'opportunity',
          product: 'mortgage',
          due: '2026-07-03',
          note: 'call the notary',
          item: null,
        },
      ],
      open: 1,
      due: 1,
    });
    expect((await ask('/value tasks', people.supervisor)).data).toMatchObject({ open: 0 });
    expect((await ask('/value book')).data).toMatchObject({ tasksDue: 1 });
    const digest = await ask('/value digest test');
    expect(digest.reply.details).toContain(
      '张伟 · 1042: Opportunity: mortgage, was to close 3 July 2026',
    );
    expect(JSON.stringify(digest.reply)).not.toContain('notary');
    for (const text of ['/value brief 1042', '/value customer 1042', '/value history 1042'])
      expect((await ask(text)).reply.details, text).toContain(
        'Opportunity: mortgage, lead, CZK\u00a0200,000 – was to close 3 July 2026. Next: call the notary',
      );
  });

  describe('the pipeline', () => {
    beforeEach(async () => {
      await ask('/value opportunity 1042 mortgage amount=200000 proposal closes=2026-07-03');
      await ask('/value opportunity 1042 loan amount=10000 negotiation closes=2026-08-31');
      await ask('/value opportunity 1042 card');
    });

    it.each([
      'show my pipeline',
      'which opportunities are overdue?',
      '我的商机漏斗',
      '有哪些商机？',
    ])('tells what is open, by closing day: %s', async (text) => {
      later(5);
      const { intent, data, reply } = await ask(text);
      expect(intent).toBe('pipeline');
      expect(data).toMatchObject({
        count: 3,
        amount: 210_000,
        weighted: 107_500,
        unknown: 1,
        overdue: { count: 1, amount: 200_000 },
        opportunities: [
          { product: 'mortgage', chance: 0.5, weighted: 100_000, overdue: true },
          { product: 'loan', chance: 0.75, weighted: 7_500, overdue: false },
          { product: 'card', amount: null, weighted: null },
        ],
        products: [
          { product: 'mortgage', yearly: 1400 },
          { product: 'loan', yearly: 337.5 },
          { product: 'card', amount: 0 },
        ],
        currency: 'CZK',
      });
      expect(reply.charts).toHaveLength(1);
      expect(reply.summary).toMatch(/one was to close before today|1个已过预计结束日期/);
      expect(reply.details?.[0]).toMatch(/^(?:Overdue|已逾期)/);
      const [entry] = await store.db
        .select()
        .from(accessLog)
        .where(eq(accessLog.intent, 'pipeline'))
        .orderBy(desc(accessLog.id))
        .limit(1);
      expect(entry?.customerIds).toHaveLength(1);
    });

    it.each([
      ['mortgage pipeline', 1],
      ['deals in negotiation', 1],
      ['谈判阶段的商机', 1],
      ['/value pipeline stage=lead', 1],
      ['/value pipeline loan', 1],
    ])('is held to a product or a stage: %s', async (text, count) => {
      const { intent, data } = await ask(text);
      expect(intent).toBe('pipeline');
      expect(data).toMatchObject({ count });
    });

    it('is held to the scope of whoever asks, and to filters', async () => {
      const count = async (text: string, who: Principal) => (await ask(text, who)).data.count;
      expect(await count('/value pipeline', people.supervisor)).toBe(3);
      expect(await count('/value pipeline', people.analyst)).toBe(3);
      expect(await count('/value pipeline', people.brno)).toBe(0);
      expect(await count('/value pipeline branch=Brno', people.analyst)).toBe(0);
      expect(await count('opportunities of the Prague branch', people.analyst)).toBe(3);
    });

    it('goes on in pages', async () => {
      const [customer] = await store.db
        .select({ id: customers.id })
        .from(customers)
        .where(eq(customers.externalId, '1042'));
      await store.db.insert(opportunities).values(
        Array.from({ length: 14 }, () => ({
          customerId: customer?.id ?? 0,
          ownerId: people.prague.managerId,
          product: 'savings' as const,
          stage: 'lead' as const,
          openedAt: morning,
          changedAt: morning,
        })),
      );
      const { reply, data } = await ask('/value pipeline');
      expect(data).toMatchObject({ count: 17, from: 1 });
      const next = reply.actions.find(({ command }) => command.includes('from='));
      expect(next?.command).toBe('pipeline from=16');
      expect((await ask(`/value ${next?.command}`)).reply.table).toMatchObject({ first: 16 });
      expect((await ask('/value pipeline from=99')).reply.actions[0]?.command).toBe('pipeline');
    });
  });

  it('the empty pipeline says how to open an opportunity', async () => {
    const { reply, data } = await ask('show my pipeline');
    expect(data).toMatchObject({ count: 0, opportunities: [] });
    expect(reply.summary).toContain('opportunity for 1042: mortgage of 200,000');
  });
});
