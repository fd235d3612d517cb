import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Conversation } from '../../../src/conversation/conversation.ts';
import { createConversation } from '../../../src/conversation/create-conversation.ts';
import type { Locale } from '../../../src/language/locale.ts';
import { monthsWithLeavers } from '../../../src/store/book/months-with-leavers.ts';
import { sampledMonths } from '../../../src/store/customers/sampled-months.ts';
import { balances, holdings } from '../../../src/store/schema.ts';
import type { Store } from '../../../src/store/store.ts';
import { seededRandom } from '../../../src/valuation/index.ts';
import { config, now } from '../../banks/odd-customers.ts';
import { fillValuedBank, type ValuedBank } from '../../banks/valued-bank.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

const month = z.object({
  month: z.string(),
  value: z.number(),
  low: z.number(),
  high: z.number(),
});
const answered = z.object({
  method: z.string().nullable(),
  level: z.number().nullable(),
  months: z.array(month),
  crossing: z.object({ to: z.string(), month: z.string() }).nullable(),
});

const asOf = '2026-06-30';
/** The newest months before July 2026, oldest first. */
const monthNames = (count: number) =>
  Array.from({ length: count }, (_, i) =>
    new Date(Date.UTC(2026, 6 - count + i, 1)).toISOString().slice(0, 10),
  );

/** A customer's months: what each brought, and the balance. */
function months(count: number, of: (i: number) => { brought: number; balance: number | null }) {
  return monthNames(count).map((name, i) => {
    const { brought, balance } = of(i);
    return {
      month: name,
      netInterest: brought,
      fees: 0,
      costToServe: 0,
      expectedLoss: 0,
      balance,
      transactions: 4,
    };
  });
}

const quarterly = months(24, (i) => ({ brought: i % 3 === 2 ? 60 : 10, balance: 5000 }));
const falling = months(24, (i) => ({ brought: 100, balance: 50_000 - 1900 * i }));
const others = Array.from({ length: 40 }, (_, n) => {
  const random = seededRandom(n);
  return months(24, () => ({ brought: 50 + 5 * random.normal(), balance: 1000 }));
});

const plan = {
  branches: [
    { externalId: 'P', name: 'Prague' },
    { externalId: 'B', name: 'Brno' },
  ],
  people: [
    { externalId: 'eva', name: 'Eva', role: 'manager', branch: 'P' },
    { externalId: 'ana', name: 'Ana', role: 'analyst' },
  ],
  customers: [
    {
      externalId: '1042',
      name: 'Zhang Wei',
      branch: 'P',
      manager: 'eva',
      value: { expectedContribution: 25 },
      months: quarterly,
    },
    {
      externalId: '1043',
      name: 'Jan Novák',
      branch: 'P',
      manager: 'eva',
      value: {},
      months: falling,
    },
    {
      externalId: '1044',
      name: 'Eva Malá',
      branch: 'B',
      value: {},
      months: months(3, () => ({ brought: 5, balance: null })),
    },
    {
      externalId: '1045',
      name: 'Petr Kos',
      branch: 'B',
      closedOn: '2026-05-04',
      value: { stage: 'left', churnProbability: null },
      months: quarterly.slice(0, 22),
    },
    ...others.map((each, i) => ({
      externalId: String(2000 + i),
      name: `Other ${i}`,
      branch: 'B',
      value: {},
      months: each,
    })),
  ],
  segments: [{ id: 1, names: { en: 'dormant savers', zh: '沉睡储户' }, size: 3 }],
  run: { asOf, at: new Date('2026-07-01T02:00:00Z') },
} as const;

describe.each(storeKinds)('what comes next, on %s', (kind) => {
  let store: Store;
  let bank: ValuedBank;
  let conversation: Conversation;

  beforeAll(async () => {
    store = await openTestStore(kind);
    bank = await fillValuedBank(store, plan);
    const customerId = bank.customerId('1043');
    const deposit = (externalId: string, maturesOn: string) => ({
      customerId,
      externalId,
      product: 'term-deposit' as const,
      attributes: { maturesOn },
    });
    const today = now().toISOString().slice(0, 10);
    const day = (days: number) =>
      new Date(Date.parse(today) + 86_400_000 * days).toISOString().slice(0, 10);
    await store.db
      .insert(holdings)
      .values([
        deposit('soon', day(46)),
        deposit('over', day(-1)),
        deposit('late', day(500)),
        deposit('odd', 'next spring'),
        { ...deposit('closed', day(10)), closedOn: '2026-01-31' },
      ]);
    await store.db
      .insert(balances)
      .values({ customerId, holdingId: 'soon', asOf: '2026-06-30', amount: 20_000 });
    conversation = createConversation({ store, config, now, log: { error: () => {} } });
  });
  afterAll(() => store.close());

  const ask = (text: string, locale: Locale = 'en', who = 'ana') =>
    conversation.answer({
      text,
      principal: bank.person(who),
      channel: 'web',
      address: 'here',
      shared: false,
      locale,
    });
  const figures = async (text: string, who?: string) =>
    answered.parse((await ask(text, 'en', who)).data);

  it('carries a customer’s own months on, with a band and a chart', async () => {
    const { intent, reply, data } = await ask('what will 1042 bring in over the next six months?');
    expect(intent).toBe('customer.forecast');
    expect(data).toMatchObject({ customer: '1042', metric: 'contribution', level: 0.9 });
    const { months } = answered.parse(data);
    expect(months.map((each) => each.month)).toEqual([
      '2026-07-01',
      '2026-08-01',
      '2026-09-01',
      '2026-10-01',
      '2026-11-01',
      '2026-12-01',
    ]);
    const rounded = months.map(({ value }) => Math.round(value));
    expect(rounded).toEqual([10, 10, 60, 10, 10, 60]);
    expect(reply.summary).toMatch(/should come to about €160 over 6 months, €26\.67 a month/);
    expect(reply.table?.rows).toHaveLength(6);
    expect(JSON.stringify(reply.charts[0]?.spec)).toContain('2026-12-01');
    expect(reply.visibility).toBe('asker');
  });

  it('says how it differs from what the card expects', async () => {
    const { reply, data } = await ask('forecast 1042');
    expect(data.expectedContribution).toBe(25);
    expect(reply.details?.join(' ')).toContain('The lifetime value rests on €25.00 a month.');
    const balance = await ask('forecast 1042 balance');
    expect(balance.reply.details?.join(' ')).not.toContain('The lifetime value rests on');
  });

  it('gives the same months however far it looks, in both languages', async () => {
    const half = await figures('forecast 1042 months=3');
    const year = await figures('forecast 1042 months=12');
    expect(year.months.slice(0, 3)).toEqual(half.months);
    const zh = await ask('预测1042未来三个月的贡献', 'zh');
    expect(answered.parse(zh.data).months).toEqual(half.months);
    expect(zh.reply.summary).toMatch(/^预计Zhang Wei未来3个月的贡献约为/);
  });

  it('names the month in which a balance falls to half of today’s', async () => {
    const { intent, reply, data } = await ask(
      'in which month does the balance of 1043 fall to half',
    );
    expect(intent).toBe('customer.forecast');
    const { crossing, months } = answered.parse(data);
    // 6,300 at the end of June, 1,900 less each month.
    expect(crossing).toEqual({ to: 'nothing', month: '2026-10-01' });
    expect(reply.details?.[0]).toBe(
      'If this goes on, the balance falls to nothing in October 2026.',
    );
    expect(months.every(({ low }) => low >= 0)).toBe(true);
  });

  it('tells how many days are left to a maturity', async () => {
    const { reply, data } = await ask('forecast 1043 balance');
    expect(data.maturities).toMatchObject([{ product: 'term-deposit', days: 46, balance: 20_000 }]);
    expect(reply.details?.join(' ')).toMatch(
      /The term deposit of €20,000 matures on .*, in 46 days: ask before then/,
    );
    const zh = await ask('forecast 1043 balance', 'zh');
    expect(zh.reply.details?.join('')).toContain('还有46天');
    expect((await ask('forecast 1042')).data.maturities).toEqual([]);
  });

  it('says that there is not enough history yet, and nothing else', async () => {
    const { reply, data } = await ask('forecast 1044');
    expect(data).toMatchObject({ method: null, level: null, months: [], monthsKnown: 3 });
    expect(reply.summary).toBe(
      'There is not enough history of Eva Malá yet: 3 months of contribution are recorded, and a forecast needs 6. Look at the trend until then.',
    );
    expect(reply.charts).toEqual([]);
    const { reply: none } = await ask('forecast 1044 balance', 'zh');
    expect(none.summary).toContain('只有0个月的余额记录');
  });

  it('forecasts nothing of those who have left', async () => {
    const { reply, data } = await ask('forecast 1045');
    expect(reply.summary).toBe('Petr Kos left on 4 May 2026: there is nothing to forecast.');
    expect(data.months).toEqual([]);
  });

  it.each([
    ['what balance will 1043 have by year end?', 'customer.forecast', '2026-12-01'],
    ['forecast the deposits of the bank until Christmas', 'book.forecast', '2026-12-01'],
    ['forecast 1042 until the end of next year', 'customer.forecast', '2027-12-01'],
    ['预测1042到年底的余额', 'customer.forecast', '2026-12-01'],
    ['全行年底存款能到多少', 'book.forecast', '2026-12-01'],
    ['预测全行明年上半年的存款', 'book.forecast', '2027-06-01'],
    ['forecast 1042 until=12-25', 'customer.forecast', '2026-12-01'],
    ['forecast book until=next-03-31', 'book.forecast', '2027-03-01'],
  ])('goes up to the month of the day that is named: %s', async (text, intent, last) => {
    const { reply, ...answer } = await ask(text);
    expect(answer.intent).toBe(intent);
    expect(answered.parse(answer.data).months.at(-1)?.month).toBe(last);
    expect(reply.details?.[0]).toMatch(/You asked about/);
  });

  it('says that it does not go by a time of which no day can be told', async () => {
    const { reply, data } = await ask('what balance will 1043 have by summer?');
    expect(answered.parse(data).months).toHaveLength(6);
    expect(reply.details?.[0]).toContain(
      'I have not gone by “by summer”: this answer cannot take it into account. What it takes: /value forecast',
    );
    const zh = await ask('1043春节前的余额能有多少', 'zh');
    expect(zh.reply.details?.[0]).toContain('没有考虑“春节前”');
  });

  it('refuses to look further than two years', async () => {
    const { reply } = await ask('/value forecast 1042 months=25');
    expect(reply.summary).toContain('from 1 to 24');
  });

  it('forecasts a book, a branch and a segment, of those the asker may see', async () => {
    const { intent, reply, data } = await ask(
      'what will my book bring in over the next six months',
      'en',
      'eva',
    );
    expect(intent).toBe('book.forecast');
    const { months } = answered.parse(data);
    // Two customers: 100 a month, and 10 or 60.
    expect(months.map(({ value }) => Math.round(value))).toEqual([110, 110, 160, 110, 110, 160]);
    expect(data.customers).toBe(2);
    expect(reply.title).toBe('Contribution expected unchanged over 6 months (your book)');
    expect(await figures('forecast book branch=Prague')).toEqual(answered.parse(data));
    const whole = await ask('forecast the dormant savers segment');
    expect(whole.intent).toBe('book.forecast');
    expect(whole.data.customers).toBe(43);
    expect(whole.reply.details?.join(' ')).toContain('in this segment or tier today');
  });

  it('shows a manager nobody else’s customers', async () => {
    const { data } = await ask('forecast 2001', 'en', 'eva');
    expect(data.months).toBeUndefined();
    expect((await ask('forecast book branch=Brno', 'en', 'eva')).data.customers).toBe(0);
  });

  it('samples customers who are still there, oldest month first', async () => {
    const sample = await sampledMonths(store.db, bank.runId, 10);
    expect(sample.length).toBeGreaterThan(5);
    expect(sample.length).toBeLessThanOrEqual(10);
    const whole = await sampledMonths(store.db, bank.runId, 1000);
    expect(whole.map(({ contribution }) => contribution.length)).not.toContain(22);
    expect(whole.find(({ balance }) => balance[0] === 50_000)?.balance.at(-1)).toBe(6300);
  });

  it('adds up the months of all who were customers in them', async () => {
    const all = await monthsWithLeavers(store.db, { kind: 'all' }, bank.runId, {});
    expect(all).toHaveLength(24);
    expect(all.at(-1)?.customers).toBe(43);
    expect(all.at(-3)?.customers).toBe(44);
  });
});
