import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ingest, readMapping } from '../../src/ingest/ingest.ts';
import { readOffersCard } from '../../src/scoring/offers/offers-model.ts';
import { type ScoreReport, score } from '../../src/scoring/run/valuation-run.ts';
import { readConfig } from '../../src/settings/settings.ts';
import { branches, customers, managers } from '../../src/store/schema.ts';
import { queryRows, type Store } from '../../src/store/store.ts';
import { dataSet } from '../needs.ts';
import { expectSharedFigures } from '../shared-figures.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

const berka = dataSet('berka');
const now = () => new Date('2026-01-01T00:00:00Z');

// Read off the files by hand: the balance of the last line of March 1994, and the mean of its days' closing balances. The current account's spread
// is 1.8 % a year, the loan's 4.5 %, its expected loss 1.2 %; to serve costs 2 a month and 0.05 a transaction.
const clients = [
  {
    client: '2',
    monthEnd: 31_041.5,
    mean: (4 * 26_229.6 + 7 * 18_963.6 + 11 * 35_826.9 + 8 * 30_926.9 + 31_041.5) / 31,
    // Loan 4959: 80,952 from 5 January 1994 in 24 months, so 23/24 of it up to 4 March and 22/24 from the 5th.
    debt: (80_952 * ((23 / 24) * 4 + (22 / 24) * 27)) / 31,
    fees: 14.6,
    own: 4,
    transactions: 6,
    year: { own: 51, amount: 521_641.1, recencyDays: 8 },
  },
  {
    client: '583',
    monthEnd: 17_391.1,
    mean: (5 * 19_731.7 + 18_140.7 + 14_568.7 + 22 * 7147.7 + 17_447.7 + 17_391.1) / 31,
    debt: 0,
    fees: 100,
    own: 4,
    transactions: 6,
    year: { own: 87, amount: 1_079_508, recencyDays: 1 },
  },
  {
    client: '692',
    monthEnd: 18_556.3,
    mean: (10 * 15_953.1 + 2 * 22_160.1 + 18 * 18_498.1 + 18_556.3) / 31,
    debt: 0,
    fees: 14.6,
    own: 2,
    transactions: 4,
    year: { own: 37, amount: 150_746, recencyDays: 18 },
  },
];

const config = readConfig('config/bellwether.yaml');

describe.each(storeKinds.slice(-1))('Berka valued on %s', berka.needed, (kind) => {
  let store: Store;
  let report: ScoreReport;

  beforeAll(async () => {
    store = await openTestStore(kind);
    const mapping = readMapping('config/mappings/berka.yaml');
    await ingest(store, { mapping, mappingName: 'berka', paths: [berka.path], now });
    report = await score(store, { config, now });
  });
  afterAll(() => store.close());

  it('is valued as of the last day of its data, where no departures are recorded', () => {
    expect(report.asOf).toBe('1994-03-31');
    const churn = report.models.churn;
    if (churn === null)
      expect(report.warnings.map(({ code }) => code).join()).toMatch(
        /churn\.(historyTooShort|tooFewLeft)/,
      );
    else expect(churn.card).toMatchObject({ definition: { definition: 'dormant' } });
  });

  it.each(clients)('agrees with the files on client $client', async (expected) => {
    const [row] = await queryRows(
      store.db,
      z.object({
        interest: z.number(),
        fees: z.number(),
        cost: z.number(),
        loss: z.number(),
        transactions: z.number(),
        balance: z.number(),
        frequency: z.number(),
        monetary: z.number(),
        recency: z.number(),
      }),
      sql`select c.net_interest as interest, c.fees, c.cost_to_serve as cost, c.expected_loss as loss, c.transactions,
              v.balance, v.frequency, v.monetary, v.recency_days as recency
            from contributions c
            join customer_values v on v.customer_id = c.customer_id and v.run_id = c.run_id
            join customers k on k.id = c.customer_id
            where c.run_id = ${report.runId} and c.month = '1994-03-01' and k.external_id = ${expected.client}`,
    );
    const { year } = expected;
    expect(row).toEqual({
      interest: expect.closeTo((expected.mean * 0.018 + expected.debt * 0.045) / 12, 6),
      fees: expect.closeTo(expected.fees, 6),
      cost: expect.closeTo(2 + expected.own * 0.05, 6),
      loss: expect.closeTo((expected.debt * 0.012) / 12, 6),
      transactions: expected.transactions,
      balance: expect.closeTo(expected.monthEnd, 6),
      frequency: year.own,
      monetary: expect.closeTo(year.amount / year.own, 6),
      recency: year.recencyDays,
    });
  });

  it('tells its cards and orders apart, and finds more of them than popularity does', () => {
    const card = readOffersCard(report.models.offers?.card);
    expect(card.products.map(({ product, label }) => `${product} ${label}`)).toEqual(
      expect.arrayContaining([
        'standing-order household',
        'standing-order loan payment',
        'loan null',
      ]),
    );
    expect(card.recommender).toBeGreaterThan(card.popularity ?? 1);
  });

  it('tells one figure wherever it is asked for, whoever asks', async () => {
    const people = (['analyst', 'supervisor', 'manager'] as const).map((role) => ({
      externalId: role,
      name: role,
      email: `${role}@bank.example`,
      role,
    }));
    const [, supervisor, manager] = await store.db.insert(managers).values(people).returning();
    const [branch] = await store.db.select().from(branches).limit(1);
    if (supervisor === undefined || manager === undefined || branch === undefined) {
      throw new Error('The bank has no branch to put its people in.');
    }
    await store.db
      .update(managers)
      .set({ branchId: branch.id })
      .where(eq(managers.id, supervisor.id));
    await store.db
      .update(customers)
      .set({ managerId: manager.id })
      .where(sql`${customers.id} % 40 = 0`);
    await expectSharedFigures(store, config, now, [
      { email: 'analyst@bank.example', customers: 200 },
      { email: 'supervisor@bank.example', customers: 40 },
      { email: 'manager@bank.example', customers: 40 },
    ]);
  }, 120_000);
});
