import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bookTotals } from '../../src/store/book/book-totals.ts';
import {
  atRiskIds,
  atRiskTotals,
  customersAtRisk,
  mostAtStake,
} from '../../src/store/rankings/at-risk-customers.ts';
import { topCustomers } from '../../src/store/rankings/top-customers.ts';
import type { Store } from '../../src/store/store.ts';
import { fillValuedBank, type ValuedBank } from '../banks/valued-bank.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

const all = { kind: 'all' } as const;
const asOf = '2026-06-30';

describe.each(storeKinds)('rankings on %s', (kind) => {
  let store: Store;
  let bank: ValuedBank;

  beforeAll(async () => {
    store = await openTestStore(kind);
    bank = await fillValuedBank(store, {
      branches: [{ externalId: 'P', name: 'Prague' }],
      people: [{ externalId: 'm', name: 'Eva', role: 'manager' }],
      customers: [
        { externalId: 'rich', value: { clv: 900, cvs: 10, contribution12m: 5 } },
        {
          externalId: 'busy',
          value: { clv: 100, valueIfStays: 1000, cvs: 90, contribution12m: 5 },
        },
        { externalId: 'paying', value: { clv: 100, cvs: 20, contribution12m: 99 } },
        { externalId: 'costly', value: { clv: -500, cvs: 1, contribution12m: -50 } },
        { externalId: 'gone', closedOn: asOf, value: { clv: 9999, churnProbability: null } },
      ].map(({ externalId, value, ...rest }, i) => ({
        externalId,
        name: externalId,
        branch: 'P',
        ...rest,
        value: { churnProbability: [0.5, 0.7, 0.7, 0.9][i] ?? null, ...value },
      })),
      segments: [{ id: 1, names: { en: 'savers', zh: '储户' }, size: 4 }],
      run: { asOf, at: new Date('2026-07-01T00:00:00Z') },
    });
  });
  afterAll(() => store.close());

  const ids = (rows: readonly { externalId: string }[]) => rows.map(({ externalId }) => externalId);
  const idOf = (externalId: string) => bank.customerId(externalId);

  it.each([
    ['value', ['busy', 'rich', 'paying', 'costly']],
    ['clv', ['rich', 'busy', 'paying', 'costly']],
    ['cvs', ['busy', 'paying', 'rich', 'costly']],
    ['contribution', ['paying', 'rich', 'busy', 'costly']],
  ] as const)(
    'puts the highest %s first, and those who have left nowhere',
    async (sortBy, order) => {
      const top = (limit: number) =>
        topCustomers(store.db, all, bank.runId, { sortBy, limit, filters: {} });
      expect(ids(await top(9))).toEqual(order);
      expect(ids(await top(2))).toEqual(order.slice(0, 2));
    },
  );

  it('tells of a ranked customer what a list shows', async () => {
    const [first] = await topCustomers(store.db, all, bank.runId, {
      sortBy: 'clv',
      limit: 1,
      filters: {},
    });
    expect(first).toMatchObject({
      id: idOf('rich'),
      name: 'rich',
      branch: 'Prague',
      tier: 'medium',
      clv: 900,
      churnProbability: 0.5,
      valueAtStake: 450,
      churnReasons: expect.arrayContaining([
        { feature: 'complaints_3m', value: 2, contribution: 0.6 },
      ]),
    });
  });

  it('lists who is at risk from the threshold on, those with the most at stake first', async () => {
    const atRisk = async (threshold: number) =>
      ids(
        await customersAtRisk(store.db, all, bank.runId, {
          atRisk: threshold,
          limit: 9,
          filters: {},
        }),
      );
    expect(await atRisk(0)).toEqual(['busy', 'rich', 'paying', 'costly']);
    expect(await atRisk(0.7)).toEqual(['busy', 'paying', 'costly']);
    expect(await atRisk(0.95)).toEqual([]);
  });

  it('counts them, and adds up what may be lost with them', async () => {
    const totals = async (atRisk: number) => {
      const asked = { atRisk, filters: {} };
      const found = await atRiskTotals(store.db, all, bank.runId, asked);
      expect(await bookTotals(store.db, all, bank.runId, asked)).toMatchObject(found);
      return found;
    };
    // Who costs more than they bring in adds nothing to the loss.
    expect(await totals(0.7)).toEqual({ atRisk: 3, valueAtStake: 770 });
    expect(await totals(0.95)).toEqual({ atRisk: 0, valueAtStake: 0 });
    expect(await atRiskIds(store.db, all, bank.runId, 0.7)).toEqual(
      ['busy', 'paying', 'costly'].map(idOf),
    );
  });

  it('puts those of some customers first with whom most is lost, and adds up all of them', async () => {
    const some = ['paying', 'costly', 'rich'].map(idOf);
    const most = await mostAtStake(store.db, all, bank.runId, some, 2);
    expect(ids(most.customers)).toEqual(['rich', 'paying']);
    expect(most.valueAtStake).toBeCloseTo(450 + 70, 9);
    expect(most.customers[0]).not.toHaveProperty('inAll');
    expect(await mostAtStake(store.db, all, bank.runId, [], 2)).toEqual({
      customers: [],
      valueAtStake: 0,
    });
  });
});
