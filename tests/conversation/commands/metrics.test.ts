import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConversation } from '../../../src/conversation/create-conversation.ts';
import { readConfig } from '../../../src/settings/settings.ts';
import { holdings, surveys } from '../../../src/store/schema.ts';
import type { Store } from '../../../src/store/store.ts';
import { copyRun, fillValuedBank, monthsUpTo, type ValuedBank } from '../../banks/valued-bank.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

/*
 * Forty customers: c1 to c20 are Eva's in Prague, of whom c1 and c2 left in the year, c3 before it; the others are Brno's,
 * c21 of them silent since spring, c22 new. Each brings in 100 and costs 10 a month.
 */

const asOf = '2026-06-30';
const now = () => new Date('2026-07-01T09:00:00Z');
const ids = Array.from({ length: 40 }, (_, i) => `c${i + 1}`);
const closed: Record<string, string> = { c1: '2026-01-10', c2: '2025-07-01', c3: '2025-06-30' };
const usual = readConfig('config/bellwether.yaml');
const config = {
  ...usual,
  metrics: {
    acquisitionSpend: 500,
    questionWeights: { Q1: 0.2, Q2: 0.3, Q3: 0.3, Q4: 0.2, Q5: 0.2 },
  },
};
/** A source text's survey of five questions: its totals of ten customers. */
const totals = [38, 40, 42, 44, 45, 48, 50, 52, 54, 56];

describe.each(storeKinds)('metrics on %s', (kind) => {
  let store: Store;
  let bank: ValuedBank;
  const dormant = { stage: 'left', recencyDays: 100, segmentId: null } as const;

  beforeAll(async () => {
    store = await openTestStore(kind);
    bank = await fillValuedBank(store, {
      branches: [
        { externalId: 'P', name: 'Prague' },
        { externalId: 'B', name: 'Brno' },
      ],
      people: [
        { externalId: 'm', name: 'Eva', role: 'manager', branch: 'P' },
        { externalId: 'a', name: 'Li', role: 'analyst' },
      ],
      customers: ids.map((externalId, i) => ({
        externalId,
        name: `Customer ${i + 1}`,
        branch: i < 20 ? 'P' : 'B',
        ...(i < 20 ? { manager: 'm' } : {}),
        joinedOn: externalId === 'c22' ? '2026-02-01' : '2020-01-01',
        closedOn: closed[externalId] ?? null,
        value: {
          contribution12m: 1080,
          frequency: i === 39 ? 0 : i === 38 ? 1 : 10,
          monetary: 20,
          satisfaction: i < 35 ? null : 0.5,
          satisfactionEstimated: i === 39,
          segmentId: i % 2 === 0 ? 1 : 2,
          ...(externalId === 'c21' ? dormant : {}),
          ...(externalId in closed ? { segmentId: null, contribution12m: null } : {}),
        },
        months: monthsUpTo(asOf, 24).map((month, m) => ({
          month,
          netInterest: m < 12 ? 80 : 90,
          fees: 10,
          costToServe: 6,
          expectedLoss: 4,
          balance: 0,
          transactions: 1,
        })),
      })),
      segments: [
        { id: 1, names: { en: 'savers', zh: '储户' }, size: 20 },
        { id: 2, names: { en: 'spenders', zh: '消费者' }, size: 17 },
      ],
      run: { asOf, at: now() },
    });
    await store.db.insert(surveys).values([
      ...totals.flatMap((total, i) =>
        [1, 2, 3, 4, 5].map((question) => ({
          customerId: bank.customerId(`c${i + 4}`),
          externalId: `q${question}`,
          answeredOn: '2026-03-01',
          score: total / 5,
          scaleMin: 0,
          scaleMax: 12,
          question: `Q${question}`,
        })),
      ),
      // Too old to count.
      {
        customerId: bank.customerId('c30'),
        externalId: 'old',
        answeredOn: '2025-06-30',
        score: 1,
        scaleMax: 5,
        question: 'Q9',
      },
    ]);
    await store.db.insert(holdings).values(
      ['a', 'b', 'c'].map((externalId, i) => ({
        customerId: bank.customerId(i < 2 ? 'c30' : 'c31'),
        externalId,
        product: 'savings' as const,
        openedOn: '2026-01-01',
      })),
    );
  });
  afterAll(() => store.close());

  const ask = (text: string, person: 'm' | 'a', locale: 'en' | 'zh' = 'en') =>
    createConversation({ store, config, now }).answer({
      text,
      locale,
      shared: false,
      principal: bank.person(person),
      channel: 'web',
      address: 'here',
    });

  it('counts leavers of the period over customers at its start, by closing and by silence', async () => {
    const { intent, data } = await ask('what is our churn rate?', 'a');
    expect(intent).toBe('metrics');
    // c3 was gone before, c22 came later; of the other 38, c1, c2 and the silent c21 left.
    expect(data).toMatchObject({
      customers: 36,
      churn: { from: '2025-06-30', to: asOf, atStart: 38, leavers: 3 },
      churnRate: 3 / 38,
    });
    const { data: own } = await ask('metrics', 'm');
    expect(own).toMatchObject({ customers: 17, churn: { atStart: 19, leavers: 2 } });
  });

  it('gives contribution and repurchase rates, and what a new customer costs', async () => {
    const { data } = await ask('metrics', 'a');
    expect(data).toMatchObject({
      contribution12m: 36 * 1080,
      contributionRate: 1,
      // c39 bought once and c40 never.
      repurchaseRate: 34 / 35,
      productRepurchaseRate: 1 / 2,
      satisfaction: 0.5,
      respondents: 5,
      estimated: 1,
      acquisition: { newCustomers: 1, cost: 500 },
    });
    expect(data).toHaveProperty('acquisition.paybackMonths', expect.closeTo(500 / 90, 9));
    const { data: own } = await ask('metrics', 'm');
    expect(own).toMatchObject({ contributionRate: 17 / 36, bank: { customers: 36 } });
    // Of the other branch one joined: the bank's cost of a new customer would tell of that one.
    expect(own.acquisition).toBeNull();
    const { data: held } = await ask('metrics segment=savers', 'm');
    expect(held).toMatchObject({ contributionRate: 8 / 36, bank: { customers: 36 } });
  });

  it('weighs questions, and adds a survey up over those who answered all of it', async () => {
    const { data } = await ask('指标', 'a', 'zh');
    const mean = totals.reduce((sum, total) => sum + total, 0) / totals.length;
    expect(mean).toBeCloseTo(46.9, 9);
    expect(data).toHaveProperty('survey.questions.0.meanRating', expect.closeTo(mean / 5, 9));
    expect(data).toHaveProperty('survey.weighted', expect.closeTo(mean / 60, 9));
    expect(data).toMatchObject({
      survey: { answers: 50, index: { questions: 5, customers: 10 } },
    });
    expect(data).toHaveProperty('survey.index.total', expect.closeTo((mean * 10) / 12, 4));
    expect(data).toHaveProperty('survey.index.perQuestion', expect.closeTo((mean * 2) / 12, 4));
  });

  it('values the average customer by the textbook formulas', async () => {
    const { data, reply } = await ask('metrics', 'a');
    const retention = 1 - 3 / 38;
    const close = (value: number) => expect.closeTo(value, 6);
    expect(data).toMatchObject({
      values: {
        revenue: close(1200),
        cost: close(120),
        singleEvent: close(20 - 0.05),
        cumulative: close(36 * 90),
        discounted: close(
          Array.from({ length: 36 }, (_, t) => 90 / 1.1 ** ((t + 1) / 12)).reduce((a, b) => a + b),
        ),
        growthRate: close(1080 / 960 - 1),
        // γ is the retention rate.
        perpetuity: close(1080 / (1 - retention)),
        retention: close((1080 * retention) / (1.1 - retention)),
      },
    });
    expect(reply.details?.join(' ')).toContain('Perpetuity with a retention rate of 92% a year');
    expect(reply.charts).toHaveLength(2);
    expect(reply.charts[0]?.alt).toMatch(/^\d+% of those who join stay 5 years\. Curve: /);
  });

  it('knows the leavers of a segment only from an earlier run', async () => {
    const { data, reply } = await ask('metrics segment=savers', 'a');
    expect(data).toMatchObject({ customers: 17, churnRate: null, churn: null });
    expect(reply.details?.join(' ')).toContain('no earlier run is kept');
    await copyRun(store, bank.runId, '2026-05-31');
    expect((await ask('metrics segment=savers', 'a')).data).toMatchObject({
      churn: { from: '2026-05-31', atStart: 17, leavers: 0 },
      churnRate: 0,
    });
  });

  it('lists groups within the scope alone', async () => {
    const { data, reply } = await ask('metrics', 'm');
    expect(data).toMatchObject({ branches: [{ branch: 'Prague', customers: 17 }] });
    expect(reply.table?.rows.map(([name, customers]) => [name, customers])).toEqual([
      ['spenders', '9'],
      ['savers', '8'],
    ]);
  });
});
