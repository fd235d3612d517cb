import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bankFacts } from '../../src/store/book/bank-facts.ts';
import { bookMonths, bookTotals } from '../../src/store/book/book-totals.ts';
import { gazetteer } from '../../src/store/book/gazetteer.ts';
import { newestRun } from '../../src/store/book/newest-run.ts';
import { riskPoints } from '../../src/store/book/risk-points.ts';
import { filterChoices, hasBook } from '../../src/store/rankings/filter-choices.ts';
import { managers, valuationRuns } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import {
  type BankPlan,
  copyRun,
  fillValuedBank,
  monthsUpTo,
  type ValuedBank,
} from '../banks/valued-bank.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

const asOf = '2026-06-30';
const at = new Date('2026-07-01T00:00:00Z');
const all = { kind: 'all' } as const;
const noFilters = { filters: {} };

const months = monthsUpTo(asOf, 3).map((month, i) => ({
  month,
  netInterest: 100 * (i + 1),
  fees: 10,
  costToServe: 4,
  expectedLoss: 1,
  balance: 0,
  transactions: 1,
}));

const customers: Omit<BankPlan['customers'][number], 'externalId'>[] = [
  { manager: 'm', value: { tier: 'high', clv: 300, contribution12m: 30, balance: 3 } },
  { manager: 'm', value: { tier: 'low', clv: -100, churnProbability: 0.9 }, months },
  { value: { tier: 'low', clv: 50, churnProbability: null }, months },
  { closedOn: '2026-06-30', value: { clv: 9999, tier: 'high' } },
  { closedOn: '2026-07-01', value: { clv: 50, tier: 'medium', churnProbability: 0.5 } },
  {},
];

describe.each(storeKinds)('a bank as a whole, on %s', (kind) => {
  let store: Store;
  let bank: ValuedBank;

  beforeAll(async () => {
    store = await openTestStore(kind);
  });
  afterAll(() => store.close());

  it('is none, has no run and no names before anything is there', async () => {
    expect(await bankFacts(store.db)).toBeUndefined();
    expect(await newestRun(store.db)).toBeUndefined();
    expect(await gazetteer(store.db)).toMatchObject({
      branches: [],
      segments: [],
      campaigns: [],
      managers: [],
    });
    expect(await filterChoices(store.db, 1)).toEqual({ branches: [], segments: [], managers: [] });
    expect(await bookTotals(store.db, all, 1, { atRisk: 0.5, ...noFilters })).toMatchObject({
      customers: 0,
      clv: 0,
      churnProbability: null,
    });
    expect(await bookMonths(store.db, all, 1, { months: 12, ...noFilters })).toEqual([]);
  });

  it('is described, and its newest run is that of the newest day', async () => {
    bank = await fillValuedBank(store, {
      currency: 'CZK',
      branches: [
        { externalId: 'P', name: 'Prague', names: { zh: '布拉格' } },
        { externalId: 'B', name: 'Brno' },
      ],
      people: [
        { externalId: 'm', name: 'Eva', email: 'eva@bank.example', role: 'manager', branch: 'P' },
        { externalId: 'n', name: 'Jan', role: 'manager', branch: 'B' },
      ],
      customers: customers.map((customer, i) => ({ externalId: `c${i}`, ...customer })),
      segments: [
        { segmentation: 'habits', id: 1, names: { en: 'loyal', zh: '忠实' }, size: 1 },
        { id: 2, names: { en: 'savers', zh: '储户' }, size: 2 },
      ],
      run: { asOf, at, parameters: { churn: { atRisk: 0.5 } } },
    });
    expect(await bankFacts(store.db)).toEqual({
      name: 'Small Bank',
      currency: 'CZK',
      timezone: 'Europe/Prague',
      demo: false,
    });
    // Later, but of an older day; of a newer day, but not published.
    await copyRun(store, bank.runId, '2025-12-31');
    await store.db.insert(valuationRuns).values([
      { asOf: '2026-07-31', status: 'running', startedAt: at, parameters: {} },
      { asOf: '2026-08-31', status: 'failed', startedAt: at, parameters: {} },
    ]);
    expect(await newestRun(store.db)).toEqual({
      id: bank.runId,
      asOf,
      parameters: { churn: { atRisk: 0.5 } },
    });
  });

  it('adds up without those who had left by then, and without gains from losing anybody', async () => {
    const totals = await bookTotals(store.db, all, bank.runId, { atRisk: 0.5, ...noFilters });
    expect(totals).toMatchObject({
      customers: 4,
      high: 1,
      medium: 1,
      low: 2,
      clv: 300 - 100 + 50 + 50,
      atRisk: 2,
    });
    expect(totals.churnProbability).toBeCloseTo((0.12 + 0.9 + 0.5) / 3, 12);
    // The loss of who costs more than they bring counts as nothing.
    expect(totals.valueAtStake).toBeCloseTo(0.5 * 50, 9);
    expect(totals).toMatchObject({ valueIfStays: 300, balance: 3 + 3 * 250000, balancesKnown: 4 });
  });

  it('is drawn by value and risk, with those who hold half of what is at stake', async () => {
    const points = await riskPoints(store.db, all, bank.runId, {
      atRisk: 0.5,
      most: 100,
      ...noFilters,
    });
    expect(points.map(({ probability }) => probability).sort()).toEqual([0.12, 0.5, 0.9]);
    // Who costs more than they bring is at risk, but nothing is lost with them.
    expect(points.filter(({ foremost }) => foremost)).toEqual([
      { probability: 0.5, value: 50, foremost: true, allForemost: 1, all: 3 },
    ]);
    const few = await riskPoints(store.db, all, bank.runId, {
      atRisk: 0.5,
      most: 1,
      ...noFilters,
    });
    expect(few.map(({ all: known }) => known)).toContain(3);
    expect(few.some(({ foremost }) => foremost)).toBe(true);
    expect(few.length).toBeLessThanOrEqual(2);
  });

  it('brings its contribution by month, the newest ones, the oldest of them first', async () => {
    expect(await bookMonths(store.db, all, bank.runId, { months: 2, ...noFilters })).toEqual([
      { month: '2026-05-01', contribution: 2 * 205 },
      { month: '2026-06-01', contribution: 2 * 305 },
    ]);
  });

  it('has names that a question may mention, of the newest run and of people still there', async () => {
    const before = await gazetteer(store.db);
    expect(await gazetteer(store.db, before?.digest)).toBeUndefined();
    await store.db.update(managers).set({ active: false }).where(eq(managers.externalId, 'n'));
    expect(await gazetteer(store.db, before?.digest)).toMatchObject({
      branches: [
        { name: 'Prague', names: { zh: '布拉格' } },
        { name: 'Brno', names: {} },
      ],
      segments: [
        { en: 'loyal', zh: '忠实' },
        { en: 'savers', zh: '储户' },
      ],
      managers: ['Eva'],
    });
  });

  it('offers what lists may be held to: the main segments first, and people still there', async () => {
    const { branches, segments, managers: people } = await filterChoices(store.db, bank.runId);
    expect(branches.map(({ name, names }) => [name, names])).toEqual([
      ['Brno', {}],
      ['Prague', { zh: '布拉格' }],
    ]);
    expect(segments.map(({ segmentation, id }) => [segmentation, id])).toEqual([
      ['main', 2],
      ['habits', 1],
    ]);
    expect(people).toMatchObject([
      { id: bank.person('m').managerId, name: 'Eva', email: 'eva@bank.example' },
    ]);
  });

  it('knows who has customers of their own', async () => {
    expect(await hasBook(store.db, bank.person('m').managerId)).toBe(true);
    expect(await hasBook(store.db, bank.person('n').managerId)).toBe(false);
  });
});
