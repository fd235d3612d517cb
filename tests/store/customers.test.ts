import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { customerCard } from '../../src/store/customers/customer-card.ts';
import { customerMonths } from '../../src/store/customers/customer-months.ts';
import {
  findCustomersAlike,
  findCustomersByExternalId,
  findCustomersByNumber,
  findCustomersNamed,
} from '../../src/store/customers/find-customers.ts';
import { getCustomer, listCustomers } from '../../src/store/listings/list-customers.ts';
import { getValue, listValues } from '../../src/store/listings/list-values.ts';
import { customerValues, holdings, valuationRuns } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { copyRun, fillValuedBank, monthsUpTo, type ValuedBank } from '../banks/valued-bank.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

const asOf = '2026-06-30';
const all = { kind: 'all' } as const;

const names = [
  ['A1', 'Anna Nováková'],
  ['A2', 'Anna Novak'],
  ['a3', '王小明'],
  ['1042', '100% Pure_Gold \\ Ltd'],
  ['A5', null],
  ['Q1', 'Twin One'],
  ['q1', 'Twin Two'],
] as const;

describe.each(storeKinds)('one customer, on %s', (kind) => {
  let store: Store;
  let bank: ValuedBank;

  beforeAll(async () => {
    store = await openTestStore(kind);
    bank = await fillValuedBank(store, {
      branches: [{ externalId: 'P', name: 'Prague' }],
      people: [{ externalId: 'm', name: 'Eva', role: 'manager', branch: 'P' }],
      customers: names.map(([externalId, name]) => ({
        externalId,
        name,
        joinedOn: '2019-03-14',
        ...(externalId === 'A1'
          ? {
              branch: 'P',
              manager: 'm',
              value: {
                churnAdvice: { feature: 'contacts_3m', from: 0, to: 2, probability: 0.05 },
              },
              months: monthsUpTo(asOf, 5).map((month, i) => ({
                month,
                netInterest: 100 + i,
                fees: 5,
                costToServe: 3,
                expectedLoss: 1,
                balance: 1000 * i,
                transactions: i,
              })),
            }
          : {}),
      })),
      segments: [{ id: 1, names: { en: 'savers', zh: '储户' }, size: 1 }],
      run: { asOf, at: new Date('2026-07-01T00:00:00Z') },
    });
    const customerId = bank.customerId('A1');
    await store.db.insert(holdings).values([
      { customerId, externalId: 'h1', product: 'savings' },
      { customerId, externalId: 'h2', product: 'savings' },
      { customerId, externalId: 'h3', product: 'card' },
      { customerId, externalId: 'h4', product: 'loan', closedOn: '2025-01-01' },
    ]);
  });
  afterAll(() => store.close());

  const idsOf = (found: readonly { externalId: string }[]) =>
    found.map(({ externalId }) => externalId);
  const named = async (
    patterns: string[],
    { first = [], limit = 9 }: { first?: string[]; limit?: number } = {},
  ) => idsOf(await findCustomersNamed(store.db, all, { patterns, first }, limit));
  const alike = async (text: string) => idsOf(await findCustomersAlike(store.db, all, text, 9));
  const byId = async (...forms: string[]) => {
    const find = (exactly: boolean) => findCustomersByExternalId(store.db, all, forms, { exactly });
    const exact = await find(true);
    return (exact.length > 0 ? exact : await find(false)).map(({ externalId }) => externalId);
  };

  it('is told with branch, manager and what the run says', async () => {
    const card = await customerCard(store.db, all, bank.runId, bank.customerId('A1'));
    expect(card).toMatchObject({
      externalId: 'A1',
      name: 'Anna Nováková',
      branch: 'Prague',
      manager: 'Eva',
      joinedOn: '2019-03-14',
      closedOn: null,
      value: {
        clv: 12345.67,
        clvLow: 9876.5,
        clvHigh: 15432.1,
        horizonMonths: 36,
        tier: 'medium',
        churnProbability: 0.12,
        churnAdvice: { feature: 'contacts_3m', from: 0, to: 2, probability: 0.05 },
        satisfaction: 0.8,
      },
    });
    expect(card?.value?.churnReasons[0]).toEqual({
      feature: 'balance_change_3m',
      value: -0.4,
      contribution: 0.9,
    });
  });

  it('has no value where the run does not know them, and no card where nobody is', async () => {
    const card = await customerCard(store.db, all, bank.runId, bank.customerId('A5'));
    expect(card).toMatchObject({ name: null, branch: null, manager: null, value: null });
    expect(await customerCard(store.db, all, bank.runId, 999_999)).toBeUndefined();
  });

  it('has the newest months, the oldest of them first', async () => {
    expect(await customerMonths(store.db, all, bank.runId, bank.customerId('A1'), 2)).toEqual([
      expect.objectContaining({
        month: '2026-05-01',
        contribution: 104,
        balance: 3000,
        transactions: 3,
      }),
      expect.objectContaining({
        month: '2026-06-01',
        contribution: 105,
        balance: 4000,
        transactions: 4,
      }),
    ]);
  });

  it('is found by the bank’s id: in its own case first, then in any', async () => {
    expect(await byId('Q1')).toEqual(['Q1']);
    expect(await byId('q1')).toEqual(['q1']);
    expect(await byId('A3')).toEqual(['a3']);
    expect(await byId('1042')).toEqual(['1042']);
    expect(await byId('104')).toEqual([]);
    expect(await byId('')).toEqual([]);
  });

  it('is found in any of the forms that an id may have, and so are all who have one', async () => {
    expect(await byId('#1042', '1042')).toEqual(['1042']);
    expect(await byId('none', 'q1', 'Q1')).toHaveLength(2);
    expect(await findCustomersByExternalId(store.db, all, ['q1'], { exactly: false })).toHaveLength(
      2,
    );
  });

  it('is found by patterns of the plain name, the shortest names first', async () => {
    expect(await named(['anna'])).toEqual(['A2', 'A1']);
    expect(await named(['anna', 'novakova'])).toEqual(['A1']);
    expect(await named(['anna'], { first: ['novakova'] })).toEqual(['A1', 'A2']);
    expect(await named(['anna'], { limit: 1 })).toEqual(['A2']);
    expect(await named(['小[明名]'])).toEqual(['a3']);
    expect(await named(['^小'])).toEqual([]);
    expect(await named([])).toEqual([]);
  });

  it('is found by a name that is alike', async () => {
    expect(await alike('anna novakk')).toEqual(['A2', 'A1']);
    expect(await alike('pure gold')).toEqual(['1042']);
    expect(await alike('nobody at all')).toEqual([]);
  });

  it('is found by the number of an id, whatever letters and zeros stand before it', async () => {
    expect(idsOf(await findCustomersByNumber(store.db, all, '1'))).toEqual(['A1', 'Q1', 'q1']);
    expect(idsOf(await findCustomersByNumber(store.db, all, '1042'))).toEqual(['1042']);
    expect(idsOf(await findCustomersByNumber(store.db, all, '042'))).toEqual([]);
  });

  it('is listed with the products still open, a page at a time', async () => {
    const page = { scope: all, runId: undefined, filters: {}, limit: 2 };
    const [first, ...rest] = await listCustomers(store.db, page);
    expect(first).toMatchObject({ id: 'A1', manager: 'Eva', products: ['card', 'savings'] });
    // One more than the limit says that there is a next page.
    expect(rest).toHaveLength(2);
    const after = { key: bank.customerId('Q1'), value: null };
    expect((await listCustomers(store.db, { ...page, after })).map(({ id }) => id)).toEqual(['q1']);
    expect(await getCustomer(store.db, all, 'A1')).toEqual(first);
    expect(await getCustomer(store.db, all, 'nobody')).toBeUndefined();
  });

  it('is valued by the run of the newest day, however late an older day was valued', async () => {
    expect(await getValue(store.db, all, 'A1')).toMatchObject({ id: 'A1', asOf, clv: 12345.67 });
    const older = await copyRun(store, bank.runId, '2025-12-31');
    await store.db
      .update(valuationRuns)
      .set({ publishedAt: new Date('2026-07-15T00:00:00Z') })
      .where(eq(valuationRuns.id, older));
    await store.db.update(customerValues).set({ clv: 1 }).where(eq(customerValues.runId, older));
    expect(await getValue(store.db, all, 'A1')).toMatchObject({ asOf, clv: 12345.67 });
    const page = { scope: all, filters: {}, limit: 9 };
    expect(await listValues(store.db, { ...page, runId: bank.runId })).toMatchObject([
      { id: 'A1', asOf, segment: { en: 'savers', zh: '储户' } },
    ]);
    expect(await listValues(store.db, { ...page, runId: older })).toMatchObject([
      { id: 'A1', asOf: '2025-12-31', clv: 1 },
    ]);
    expect(await listValues(store.db, { ...page, runId: undefined })).toEqual([]);
  });
});
