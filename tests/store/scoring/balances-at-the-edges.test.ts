import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { balances, holdings } from '../../../src/store/schema.ts';
import { writeContributions } from '../../../src/store/scoring/contributions.ts';
import { stageBalances } from '../../../src/store/scoring/stage-balances.ts';
import { stageCustomers } from '../../../src/store/scoring/stage-customers.ts';
import { createStaging } from '../../../src/store/scoring/staging.ts';
import type { Store } from '../../../src/store/store.ts';
import { fillValuedBank } from '../../banks/valued-bank.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

const asOf = '2026-02-28';
const everybody = { from: 0, to: 2 ** 31 - 1 };

/** What lies at the edges of a bank's records: what was over before them, and what they begin with. */
describe.each(storeKinds)('balances at the edges of the records, on %s', (kind) => {
  let store: Store;
  let contributions: number[][];

  beforeAll(async () => {
    store = await openTestStore(kind);
    const ids = ['repaid', 'owing', 'known since the 21st', 'opened on the 11th'];
    const bank = await fillValuedBank(store, {
      branches: [{ externalId: 'P', name: 'Prague' }],
      people: [{ externalId: 'm', name: 'Eva', role: 'manager' }],
      customers: ids.map((externalId) => ({ externalId, joinedOn: '2018-01-01' })),
      segments: [{ id: 1, names: { en: 'savers', zh: '储户' }, size: 1 }],
      run: { asOf, at: new Date('2026-03-01T00:00:00Z') },
    });
    const [repaid = 0, owing = 0, known = 0, opened = 0] = ids.map(bank.customerId);
    const loan = {
      externalId: 'L',
      product: 'loan' as const,
      openedOn: '2018-01-01',
      amount: 1200,
    };
    const savings = { externalId: 'S', product: 'savings' as const };
    await store.db.insert(holdings).values([
      { customerId: repaid, ...loan, closedOn: '2020-01-01' },
      { customerId: owing, ...loan },
      { customerId: known, ...savings },
      { customerId: opened, ...savings, openedOn: '2026-01-11' },
    ]);
    await store.db.insert(balances).values(
      [known, opened].flatMap((customerId) => [
        { customerId, holdingId: 'S', asOf: '2026-01-21', amount: 3100 },
        { customerId, holdingId: 'S', asOf: '2026-02-15', amount: 2800 },
      ]),
    );
    await createStaging(store.db, {
      from: '2026-01-01',
      asOf,
      periodStarts: ['2026-01-01', '2026-02-01'],
      months: ['2026-01-01', '2026-02-01'],
      monthsEnd: '2026-03-01',
    });
    await stageCustomers(store.db, asOf);
    const rates = [
      { product: 'loan' as const, deposit: false, spread: 0.12, expectedLoss: 0 },
      { product: 'savings' as const, deposit: true, spread: 0.12, expectedLoss: 0 },
    ];
    await stageBalances(store.db, asOf, rates, everybody);
    const terms = {
      runId: bank.runId,
      months: 2,
      timezone: 'Europe/Prague',
      costFixed: 0,
      costPerTransaction: 0,
      costPerInteraction: 0,
      monthlyFee: {},
      byDefaultRisk: false,
      written: true,
    };
    const flat = await store.db.transaction((tx) => writeContributions(tx, terms, everybody));
    contributions = ids.map((_, i) => [...flat.slice(2 * i, 2 * i + 2)]);
  });
  afterAll(() => store.close());

  it('owe nothing of a loan that was closed before them', () => {
    expect(contributions[0]).toEqual([0, 0]);
    expect(contributions[1]).toEqual([expect.closeTo(12, 9), expect.closeTo(12, 9)]);
  });

  it('count no day before the first record as one of nothing', () => {
    const february = expect.closeTo((0.01 * (14 * 3100 + 14 * 2800)) / 28, 9);
    expect(contributions[2]).toEqual([expect.closeTo(31, 9), february]);
    // 21 of 31 days: nothing was held before the 11th.
    expect(contributions[3]).toEqual([expect.closeTo((31 * 21) / 31, 9), february]);
  });
});
