import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { largeSumLeft } from '../../../src/conversation/commands/customer-brief/lately.ts';
import { toRaise } from '../../../src/conversation/commands/customer-brief/to-raise.ts';
import { sinceOf } from '../../../src/conversation/commands/customer-brief/what-changed.ts';
import { createConversation } from '../../../src/conversation/create-conversation.ts';
import { dueDay } from '../../../src/conversation/wording/step-words.ts';
import { readConfig } from '../../../src/settings/settings.ts';
import {
  balances,
  customerFacts,
  customerSteps,
  customerValues,
  followUps,
  holdings,
  interactions,
  playbooks,
} from '../../../src/store/schema.ts';
import type { Store } from '../../../src/store/store.ts';
import { copyRun, fillValuedBank, monthsUpTo, type ValuedBank } from '../../banks/valued-bank.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

const asOf = '2026-06-30';
const now = () => new Date('2026-07-01T09:00:00Z');
const config = readConfig('config/bellwether.yaml');
const longName = `Wilhelmina ${'Featherstonehaugh-Konstantinopoulou '.repeat(6)}van der Heijden`;

const months = monthsUpTo('2026-06-01', 14).map((month, i) => ({
  month,
  netInterest: 40,
  fees: 5,
  costToServe: 3,
  expectedLoss: 0,
  // 50,000 in the month of the last contact, March 2026
  balance: 80_000 - i * 3_000,
  transactions: 9,
}));

async function fill(store: Store): Promise<ValuedBank> {
  const bank = await fillValuedBank(store, {
    branches: [{ externalId: 'P', name: 'Prague' }],
    people: [
      {
        externalId: 'm',
        name: 'Eva Malá',
        email: 'eva@bank.example',
        role: 'manager',
        branch: 'P',
      },
      {
        externalId: 'o',
        name: 'Jan Other',
        email: 'jan@bank.example',
        role: 'manager',
        branch: 'P',
      },
      { externalId: 'a', name: 'Ivan', email: 'ivan@bank.example', role: 'analyst' },
    ],
    customers: [
      {
        externalId: '1042',
        name: 'Zhang Wei',
        branch: 'P',
        manager: 'm',
        joinedOn: '2017-07-06',
        value: { balance: 38_000, churnProbability: 0.31, tier: 'high' },
        months,
      },
      { externalId: '2', name: 'Never Met', branch: 'P', manager: 'm', value: { balance: null } },
      {
        externalId: '3',
        name: 'Gone Away',
        branch: 'P',
        manager: 'm',
        joinedOn: '2019-01-01',
        closedOn: '2026-05-05',
        value: { clv: 0, clvLow: 0, clvHigh: 0, churnProbability: null, contribution12m: 12 },
      },
      { externalId: '4', name: null, branch: 'P', manager: 'm' },
      { externalId: '5', name: longName, branch: 'P', manager: 'm', value: {} },
      { externalId: '6', name: 'Not Hers', branch: 'P', manager: 'o', value: {} },
    ],
    segments: [{ id: 1, names: { en: 'savers', zh: '储户' }, size: 5 }],
    run: { asOf, at: new Date('2026-07-01T00:00:00Z') },
  });
  const { db } = store;
  const customerId = bank.customerId('1042');
  const before = await copyRun(store, bank.runId, '2026-02-28');
  await db
    .update(customerValues)
    .set({ churnProbability: 0.08, tier: 'medium' })
    .where(sql`run_id = ${before} and customer_id = ${customerId}`);
  const { managerId } = bank.person('m');
  await db.insert(interactions).values([
    {
      customerId,
      externalId: 'i1',
      occurredAt: new Date('2026-03-10T10:00:00Z'),
      kind: 'call',
      note: 'Asked about savings rates',
      managerId,
    },
    {
      customerId,
      externalId: 'i2',
      occurredAt: new Date('2026-01-05T10:00:00Z'),
      kind: 'complaint',
      resolvedAt: new Date('2026-01-09T10:00:00Z'),
    },
    {
      customerId,
      externalId: 'i3',
      occurredAt: new Date('2026-06-02T10:00:00Z'),
      kind: 'complaint',
      note: 'Card blocked twice',
    },
  ]);
  await db.insert(holdings).values([
    { customerId, externalId: 'h1', product: 'current-account', openedOn: '2017-07-06' },
    { customerId, externalId: 'h2', product: 'savings', openedOn: '2026-04-02' },
    {
      customerId,
      externalId: 'h3',
      product: 'card',
      openedOn: '2018-01-01',
      closedOn: '2026-05-20',
    },
    { customerId, externalId: 'h4', product: 'loan', openedOn: '2026-07-15' },
  ]);
  const balance = (asOf: string, amount: number) => ({ customerId, holdingId: 'h1', asOf, amount });
  await db
    .insert(balances)
    .values([
      balance('2025-12-31', 61_000),
      balance('2026-02-28', 50_000),
      balance('2026-03-31', 47_000),
    ]);
  await db.insert(customerFacts).values({
    customerId,
    runId: bank.runId,
    facts: { income_stopped: true, regular_income: 3200, days_since_income: 61 },
  });
  const words = (en: string) => ({ en, zh: `中${en}` });
  await db.insert(playbooks).values({
    runId: bank.runId,
    id: 'settle',
    words: {
      name: words('Open complaint'),
      step: words('Settle it'),
      say: words('Dear {customer}, I am sorry'),
      owner: 'manager',
      priority: 1,
      dueDays: 2,
    },
  });
  await db.insert(customerSteps).values({
    customerId,
    runId: bank.runId,
    playbook: 'settle',
    position: 1,
    because: [{ fact: 'unresolved_complaints', value: 1 }],
  });
  await db.insert(followUps).values({
    customerId,
    kind: 'follow-up',
    note: 'Send the savings rates',
    ownerId: managerId,
    openedBy: managerId,
    dueOn: '2026-06-20',
    openedAt: new Date('2026-03-10T10:00:00Z'),
  });
  return bank;
}

const briefed = z.looseObject({
  customer: z.string(),
  since: z.object({ day: z.string(), contact: z.boolean() }),
  changes: z.array(z.looseObject({ what: z.string() })),
  raise: z.array(z.looseObject({})),
  holds: z.array(z.string()),
});

describe.each(storeKinds)('a brief on %s', (kind) => {
  let store: Store;
  let bank: ValuedBank;
  beforeAll(async () => {
    store = await openTestStore(kind);
    bank = await fill(store);
  });
  afterAll(() => store.close());

  async function ask(text: string, { as = 'm', locale = 'en' as 'en' | 'zh' } = {}) {
    const principal = bank.person(as);
    const { intent, reply, data } = await createConversation({ store, config, now }).answer({
      text,
      locale,
      principal,
      channel: 'web',
      address: String(principal.managerId),
      shared: false,
    });
    return { intent, reply, data };
  }

  it('tells what changed since the last contact, with its figures', async () => {
    const { reply, data } = await ask('/value brief 1042');
    const { since, changes, holds } = briefed.parse(data);
    expect(since).toEqual({ day: '2026-03-10', contact: true });
    expect(changes).toEqual([
      { what: 'balance', day: '2026-02-28', from: 50_000, to: 38_000 },
      { what: 'incomeStopped', income: 3200, lastOn: '2026-04-30' },
      { what: 'opened', product: 'savings', label: null, day: '2026-04-02' },
      { what: 'closed', product: 'card', label: null, day: '2026-05-20' },
      { what: 'complaint', day: '2026-06-02', resolved: false },
      { what: 'tier', from: 'medium', to: 'high', day: '2026-02-28' },
      { what: 'risk', from: 0.08, to: 0.31, day: '2026-02-28' },
    ]);
    expect(holds).toEqual(['current-account', 'savings']);
    expect(reply.details).toContain('Balance down to €38,000, from €50,000 on 28 February 2026.');
    expect(reply.details).toContain('What raises the risk most:');
    expect(reply.details?.join('\n')).toMatch(/2 complaints/i);
    expect(reply.details).not.toContain('Balance down 40% in three months.');
    const contact = reply.details?.find((line) => line.startsWith('Last contact'));
    expect(contact).toContain('Asked about savings rates');
    expect(contact).toContain('10 March 2026');
    expect(reply.details?.join('\n')).toContain('Send the savings rates');
    expect(reply.details?.join('\n')).toContain('Card blocked twice');
    expect(reply.charts).toHaveLength(1);
    expect(reply.visibility).toBe('asker');
  });

  it('raises three things, the playbook first, in its words with the name filled in', async () => {
    const { reply, data } = await ask('prepare me for my meeting with 1042');
    expect(briefed.parse(data).raise).toMatchObject([
      { playbook: 'settle', due: '2026-07-02' },
      { topic: 'promise' },
      { topic: 'income' },
    ]);
    expect(reply.details).toContain(
      '1. Settle it, by 2 July 2026. Say: “Dear Zhang Wei, I am sorry”',
    );
    const heads = reply.headings?.map((at) => reply.details?.[at]);
    expect(heads?.slice(0, 3)).toEqual(['Open', '3 things to raise', 'Since 10 March 2026']);
    expect(heads?.at(-1)).toBe('Who they are');
    expect(reply.detailsFirst).toBe(true);
  });

  it('reads in Chinese as a whole', async () => {
    const { intent, reply } = await ask('帮我准备与1042的会面', { locale: 'zh' });
    expect(intent).toBe('customer.brief');
    const text = [reply.title, reply.summary, ...(reply.details ?? [])].join('\n');
    expect(text).toContain('余额由2026年2月28日的€50,000降至€38,000');
    expect(text).toContain('可谈的3件事');
    expect(
      text.replaceAll(
        /Zhang Wei|Asked about savings rates|Send the savings rates|Card blocked twice|Eva Malá|Dear|I am sorry|Settle it|CLV/g,
        '',
      ),
    ).not.toMatch(/[a-z]{3}/i);
  });

  it('says that there was no contact, and nothing that is not known', async () => {
    const { reply, data } = await ask('/value brief 2');
    expect(briefed.parse(data).since).toEqual({ day: '2026-03-31', contact: false });
    expect(reply.details).toContain('No contact is on record.');
    expect(reply.details).toContain('Since 31 March 2026');
    expect(reply.details?.join(' ')).not.toMatch(/nothing has changed/i);
    const told = reply.details?.join('\n');
    expect(told).toMatch(/^No change found in: .*tier.*churn probability\.$/m);
    expect(told).toMatch(/^Not compared, .*: balance, products, regular income.*complaints.*\.$/m);
    expect(reply.facts).toContainEqual({ label: 'Balance', value: 'not recorded' });
    expect(reply.facts).toContainEqual({ label: 'Customer since', value: 'not recorded' });
    expect(briefed.parse(data).raise).toHaveLength(3);
  });

  it('of one who left asks for the reason, and offers nothing', async () => {
    const { reply, data } = await ask('/value brief 3');
    expect(briefed.parse(data).raise).toEqual([{ topic: 'leftWhy' }]);
    expect(data).toMatchObject({ offers: [], excluded: [] });
    expect(reply.facts).toContainEqual({
      label: 'Customer since',
      value: '1 January 2019 to 5 May 2026',
    });
    expect(reply.details?.join(' ')).not.toMatch(/changed|compared/);
  });

  it('of one whom the run does not know says so', async () => {
    const { reply } = await ask('/value brief 4');
    expect(reply.summary).toContain('does not include Customer 4 yet');
    expect(reply.charts).toEqual([]);
  });

  it('is told of a long name, and of nobody outside the book', async () => {
    expect((await ask('/value brief 5')).reply.title).toContain('van der Heijden');
    const hidden = await ask('/value brief 6');
    expect(hidden.data).toEqual({});
    expect((await ask('/value brief 6', { as: 'a' })).data).toMatchObject({ customer: '6' });
  });
});

describe('since when changes are told', () => {
  const context = {
    run: { asOf: '2026-11-29' },
    timezone: 'Europe/Prague',
    now: new Date('2026-11-29T12:00:00Z'),
  };
  const call = { kind: 'call' as const, note: null, manager: null, resolvedAt: null };
  const met = (...days: string[]) => ({
    interactions: days.map((day) => ({ ...call, at: `${day}T10:00:00.000Z` })),
  });

  it('is three months before the run at the latest, however short ago the last contact was', () => {
    expect(sinceOf(met('2026-11-27', '2026-11-05'), context)).toEqual({
      day: '2026-08-29',
      contact: false,
    });
    expect(sinceOf(met(), context)).toEqual({ day: '2026-08-29', contact: false });
  });

  it('is the last contact before today where that is longer ago', () => {
    expect(sinceOf(met('2026-11-29', '2026-03-10'), context)).toEqual({
      day: '2026-03-10',
      contact: true,
    });
  });
});

describe('the day a step is due', () => {
  it('is a working day', () => {
    const due = (dueDays: number) => dueDay({ dueDays }, { run: { asOf: '2026-11-26' } });
    // 26 November 2026 is a Thursday.
    expect([1, 2, 3, 4, 5].map(due)).toEqual([
      '2026-11-27',
      '2026-11-30',
      '2026-11-30',
      '2026-11-30',
      '2026-12-01',
    ]);
  });
});

describe('a large sum that left', () => {
  it('is large for the customer and for the bank, or is none', () => {
    const fell = { balance_change_3m: -0.5, balance_fall_to_typical_3m: 0.8 };
    expect(largeSumLeft(fell)).toBe(true);
    expect(largeSumLeft({ ...fell, balance_fall_to_typical_3m: 0.02 })).toBe(false);
    expect(largeSumLeft({ ...fell, balance_change_3m: -0.1 })).toBe(false);
    expect(largeSumLeft({ balance_change_3m: -0.5 })).toBe(false);
    expect(largeSumLeft(null)).toBe(false);
  });
});

describe('what to raise', () => {
  const calm = {
    departed: null,
    steps: [],
    openComplaint: false,
    ownPromise: false,
    incomeStopped: false,
    largeSumLeft: false,
    productClosed: false,
    satisfaction: null,
    satisfactionEstimated: false,
    atRisk: false,
    offer: false,
  };
  const step = (playbook: string, fact: string) => ({
    playbook,
    name: {},
    step: {},
    say: {},
    owner: 'manager' as const,
    priority: 1,
    dueDays: 1,
    because: [{ fact, value: true }],
  });

  it('is what is planned where nothing stands out, and an offer where one fits', () => {
    expect(toRaise(calm)).toEqual([{ topic: 'service' }, { topic: 'plans' }, { topic: 'details' }]);
    expect(toRaise({ ...calm, offer: true })[0]).toEqual({ topic: 'offer' });
  });

  it('names nothing twice, and no offer while a complaint is open', () => {
    const steps = [step('settle', 'unresolved_complaints')];
    const raised = toRaise({ ...calm, steps, openComplaint: true, offer: true, satisfaction: 0.2 });
    expect(raised).toEqual([{ step: steps[0] }, { topic: 'satisfaction' }, { topic: 'service' }]);
    // Who answered no survey is not told what they said when asked.
    expect(toRaise({ ...calm, satisfaction: 0.2, satisfactionEstimated: true })[0]).toEqual({
      topic: 'wrote',
    });
  });

  it('is three things at most', () => {
    const steps = ['a', 'b', 'c', 'd'].map((id) => step(id, 'tier'));
    expect(toRaise({ ...calm, steps, ownPromise: true })).toHaveLength(3);
  });
});
