import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventsConfig } from '../../../src/settings/events.ts';
import { eventGrounds } from '../../../src/store/money-events/event-grounds.ts';
import { transactions } from '../../../src/store/schema.ts';
import type { Store } from '../../../src/store/store.ts';
import {
  asOf,
  type Booking,
  daysAgo,
  eventsBy,
  fillEventfulBank,
  type Story,
} from '../../banks/eventful-bank.ts';
import type { ValuedBank } from '../../banks/valued-bank.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

/*
 * Each rule just within and just beyond its bounds, a customer each, as of 31 March 2026. Figures are reckoned by hand.
 */

const months = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => from + 30 * i);
const salary = (from: number, count: number, amount = 2000, payer = 'Works'): Booking[] =>
  months(from, count).map((ago) => [ago, amount, { counterparty: payer }]);
/** Small sums that go the other way on days of their own, so that silence and balance say nothing. */
const ordinary = (sum: number, from = 31, count = 8): Booking[] =>
  Array.from({ length: count }, (_, i) => [from + 7 * i, sum]);

const stories: Record<string, Story> = {
  stoppedToday: { booked: salary(39, 5) },
  notYetLate: { booked: salary(38, 5) },
  stoppedLongAgo: { booked: salary(69, 5) },
  stoppedShownLast: { booked: salary(68, 5) },
  halved: { booked: [[5, 1000, { counterparty: 'Works' }], ...salary(35, 5)] },
  notQuiteHalved: { booked: [[5, 1000.01, { counterparty: 'Works' }], ...salary(35, 5)] },
  newEmployer: { booked: [[9, 1500, { counterparty: 'Mill' }], ...salary(39, 5)] },
  secondStays: { booked: [...salary(39, 5, 1000), ...salary(8, 6, 1001, 'Rent')] },
  irregular: {
    booked: [
      [39, 2000],
      [69, 3201],
      [99, 2000],
      [129, 2000],
    ],
  },
  threeTimes: { booked: [[29, 3000], ...ordinary(1000)] },
  lessThanThreeTimes: { booked: [[29, 2999.99], ...ordinary(1000)] },
  tooLongAgo: { booked: [[30, 3000], ...ordinary(1000)] },
  tooLittle: { booked: [[3, 999.99], ...ordinary(100)] },
  tooFewBefore: { booked: [[3, 9000], ...ordinary(1000, 31, 4)] },
  ownAccounts: { booked: [[3, 9000], [3, -9000], ...ordinary(1000)] },
  onceBefore: { booked: [[3, 9000], ...ordinary(1000), [184, 4000]] },
  onceJustBefore: { booked: [[3, 9000], ...ordinary(1000), [183, 4000]] },
  bankBooked: { booked: [[3, 9000, { kind: 'interest' }], ...ordinary(1000)] },
  moneyOut: { booked: [[0, -3000], ...ordinary(-1000)] },
  toRival: {
    booked: [
      [2, -600, { counterparty: 'nordhaven BANK' }],
      [2, -400, { counterparty: 'Nordhaven Bank' }],
      [4, -999, { counterparty: 'Nordhaven Bank' }],
      [6, 5000, { counterparty: 'Nordhaven Bank' }],
    ],
  },
  maturesToday: { holds: [{ amount: 5000, attributes: { maturesOn: asOf } }] },
  maturesInAMonth: { holds: [{ amount: 5000, attributes: { maturesOn: daysAgo(-30) } }] },
  maturesLater: { holds: [{ attributes: { maturesOn: daysAgo(-31) } }] },
  matured: { holds: [{ attributes: { maturesOn: daysAgo(1) } }] },
  maturesNever: { holds: [{ attributes: { maturesOn: '2026-04-31' } }] },
  maturesClosed: { holds: [{ closedOn: daysAgo(2), attributes: { maturesOn: daysAgo(-3) } }] },
  loanMatures: { holds: [{ product: 'loan', attributes: { maturesOn: daysAgo(-3) } }] },
  repaid: {
    holds: [
      {
        product: 'loan',
        label: 'Car',
        amount: 8000,
        openedOn: '2022-03-31',
        closedOn: '2026-03-30',
        attributes: { months: 51 },
      },
    ],
  },
  repaidAtTheEnd: {
    holds: [
      {
        product: 'loan',
        openedOn: '2022-03-29',
        closedOn: '2026-03-30',
        attributes: { months: 51 },
      },
    ],
  },
  repaidNoTerm: { holds: [{ product: 'loan', closedOn: '2026-03-30' }] },
  repaidLongAgo: {
    holds: [{ product: 'loan', closedOn: daysAgo(30), attributes: { months: 300 } }],
  },
  awake: {
    booked: [
      [2, -5],
      [4, -50],
      [94, -20],
    ],
  },
  napped: {
    booked: [
      [4, -50],
      [93, -20],
    ],
  },
  longAsleep: {
    booked: [
      [29, -50],
      [700, -20],
    ],
  },
  neverBefore: { booked: [[4, -50]] },
  awakeByInterest: {
    booked: [
      [4, 50, { kind: 'interest' }],
      [94, -20],
    ],
  },
  complained: { complaints: [{ at: '2026-03-25T00:30:00+01:00' }] },
  complainedBefore: {
    complaints: [{ at: '2026-03-24T23:59:00+01:00', resolvedAt: '2026-03-26T10:00:00Z' }],
  },
  settled: { complaints: [{ at: '2026-03-31T08:00:00Z', resolvedAt: '2026-03-31T10:00:00Z' }] },
  unanswered: { complaints: [{ at: '2026-03-24T08:00:00Z' }] },
  unansweredLong: { complaints: [{ at: '2026-02-23T08:00:00Z' }] },
  unansweredTooLong: { complaints: [{ at: '2026-02-22T08:00:00Z' }] },
  answeredTomorrow: {
    complaints: [{ at: '2026-03-24T08:00:00Z', resolvedAt: '2026-04-01T10:00:00Z' }],
  },
  fiveYears: { joinedOn: '2021-04-06' },
  tenYearsToday: { joinedOn: '2016-03-31' },
  fourYears: { joinedOn: '2022-03-31' },
  nextWeek: { joinedOn: '2021-04-07' },
  newcomer: { joinedOn: '2026-03-31' },
  hasLeft: { closedOn: asOf, complaints: [{ at: '2026-03-30T08:00:00Z' }] },
};

const expected: Record<string, { kind: string; day: string; figures: object }[]> = {
  stoppedToday: [
    { kind: 'income', day: asOf, figures: { before: 2000, now: 0, lastOn: daysAgo(39) } },
  ],
  stoppedShownLast: [
    { kind: 'income', day: daysAgo(29), figures: { before: 2000, now: 0, lastOn: daysAgo(68) } },
  ],
  halved: [
    { kind: 'income', day: daysAgo(5), figures: { before: 2000, now: 1000, lastOn: daysAgo(5) } },
  ],
  threeTimes: [
    { kind: 'inflow', day: daysAgo(29), figures: { amount: 3000, usual: 1000, days: 51 } },
  ],
  onceBefore: [
    { kind: 'inflow', day: daysAgo(3), figures: { amount: 9000, usual: 1000, days: 180 } },
  ],
  moneyOut: [{ kind: 'outflow', day: asOf, figures: { amount: 3000, usual: 1000, days: 80 } }],
  maturesToday: [
    {
      kind: 'deposit-maturing',
      day: daysAgo(30),
      figures: { product: 'term-deposit', label: null, amount: 5000, maturesOn: asOf },
    },
  ],
  maturesInAMonth: [
    {
      kind: 'deposit-maturing',
      day: asOf,
      figures: { product: 'term-deposit', label: null, amount: 5000, maturesOn: daysAgo(-30) },
    },
  ],
  repaid: [
    {
      kind: 'loan-repaid',
      day: daysAgo(1),
      figures: {
        product: 'loan',
        label: 'Car',
        amount: 8000,
        closedOn: daysAgo(1),
        dueOn: '2026-06-30',
      },
    },
  ],
  awake: [{ kind: 'awake', day: daysAgo(4), figures: { silentDays: 90, lastOn: daysAgo(94) } }],
  longAsleep: [
    { kind: 'awake', day: daysAgo(29), figures: { silentDays: 671, lastOn: daysAgo(700) } },
  ],
  complained: [
    { kind: 'complaint', day: '2026-03-25', figures: { on: '2026-03-25', resolved: false } },
  ],
  settled: [{ kind: 'complaint', day: asOf, figures: { on: asOf, resolved: true } }],
  unanswered: [{ kind: 'complaint-waiting', day: asOf, figures: { on: '2026-03-24', days: 7 } }],
  unansweredLong: [
    { kind: 'complaint-waiting', day: '2026-03-02', figures: { on: '2026-02-23', days: 36 } },
  ],
  answeredTomorrow: [
    { kind: 'complaint-waiting', day: asOf, figures: { on: '2026-03-24', days: 7 } },
  ],
  fiveYears: [{ kind: 'anniversary', day: asOf, figures: { on: '2026-04-06', years: 5 } }],
  tenYearsToday: [{ kind: 'anniversary', day: daysAgo(6), figures: { on: asOf, years: 10 } }],
};

describe.each(storeKinds)('events found on %s', (kind) => {
  let store: Store;
  let bank: ValuedBank;

  beforeAll(async () => {
    store = await openTestStore(kind);
    bank = await fillEventfulBank(store, stories);
  }, 60_000);
  afterAll(() => store.close());

  it('are those within the bounds of each rule, with their figures', async () => {
    const events = await eventsBy(store.db);
    const found = Object.groupBy(events, ({ customer }) => customer);
    for (const id of Object.keys(stories)) {
      const of = found[id]?.map(({ customer: _, ...rest }) => rest) ?? [];
      expect({ id, of }).toEqual({ id, of: expected[id] ?? [] });
    }
  });

  it('are to another bank only where the configuration names it', async () => {
    const rules = { 'to-other-bank': { banks: ['Nordhaven Bank'] } };
    expect(await eventsBy(store.db, { rules, kinds: ['to-other-bank'] })).toEqual([
      {
        customer: 'toRival',
        kind: 'to-other-bank',
        day: daysAgo(2),
        figures: { amount: 1000, bank: expect.stringMatching(/^nordhaven bank$/i) },
      },
    ]);
  });

  it('go by the thresholds of the configuration', async () => {
    const rules = {
      inflow: { times: 2.9 },
      income: { fall: 0.4 },
      anniversary: { years: 4, days: 1 },
    };
    const by = await eventsBy(store.db, { rules, kinds: ['inflow', 'income', 'anniversary'] });
    expect(by.map(({ customer }) => customer)).toEqual(
      expect.arrayContaining(['lessThanThreeTimes', 'notQuiteHalved', 'secondStays', 'fourYears']),
    );
    expect(by.map(({ customer }) => customer)).not.toContain('fiveYears');
  });

  it('of an earlier day know nothing of what came later', async () => {
    const before = await eventsBy(store.db, { day: daysAgo(1) });
    const on = (id: string) => before.filter(({ customer }) => customer === id);
    expect(on('stoppedToday')).toEqual([]);
    expect(on('moneyOut')).toEqual([]);
    expect(on('settled')).toEqual([]);
    expect(on('complainedBefore').map(({ figures }) => figures.resolved)).toEqual([true]);
    expect(on('hasLeft')).toHaveLength(1);
  });

  it('find the largest day against the half-year before it, whatever the amounts', async () => {
    const { db } = store;
    const customerId = bank.customerId('newcomer');
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(
          fc.tuple(fc.integer({ min: 0, max: 230 }), fc.integer({ min: 1, max: 20_000 })),
          {
            selector: ([ago]) => ago,
            minLength: 1,
            maxLength: 30,
          },
        ),
        async (booked) => {
          await db.delete(transactions);
          await db.insert(transactions).values(
            booked.map(([ago, amount], i) => ({
              customerId,
              externalId: String(i),
              bookedOn: daysAgo(ago),
              amount,
              kind: 'deposit' as const,
            })),
          );
          const wanted = booked.flatMap(([ago, amount]) => {
            const past = booked.filter(([other]) => other > ago && other <= ago + 180);
            const usual = Math.max(...past.map(([, each]) => each));
            const days = Math.min(180, Math.max(...booked.map(([other]) => other)) - ago);
            return ago < 30 && past.length >= 5 && amount >= 1000 && amount >= 3 * usual
              ? [{ day: daysAgo(ago), figures: { amount, usual, days } }]
              : [];
          });
          const events = await eventsBy(db, { kinds: ['inflow'] });
          expect(events.map(({ day, figures }) => ({ day, figures }))).toEqual(
            wanted.sort((a, b) => a.day.localeCompare(b.day)),
          );
        },
      ),
      { numRuns: 40 },
    );
  }, 60_000);

  it('say what they lack in the files of a bank', async () => {
    const rules = eventsConfig.parse({ anniversary: { enabled: false } });
    const empty = await openTestStore(kind);
    try {
      expect(await eventGrounds(empty.db, rules, { day: asOf, timezone: 'UTC' })).toEqual({
        income: 'transactions',
        inflow: 'transactions',
        outflow: 'transactions',
        'to-other-bank': 'banks',
        'deposit-maturing': 'maturities',
        'loan-repaid': 'loanTerms',
        awake: 'transactions',
        complaint: 'complaints',
        'complaint-waiting': 'complaints',
        anniversary: 'disabled',
      });
      await fillEventfulBank(empty, {
        one: { booked: [[8, 100]], complaints: [{ at: '2026-03-01T08:00:00Z' }] },
        two: { holds: [{ product: 'loan', attributes: { months: 12 } }] },
      });
      expect(await eventGrounds(empty.db, rules, { day: asOf, timezone: 'UTC' })).toMatchObject({
        income: 'newestTransactions',
        inflow: null,
        'loan-repaid': 'loansClosed',
        complaint: null,
        'complaint-waiting': 'answers',
      });
    } finally {
      await empty.close();
    }
  });
});
