import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { transactions } from '../../../src/store/schema.ts';
import { purchaseColumns } from '../../../src/store/scoring/purchase-columns.ts';
import { recordedDays } from '../../../src/store/scoring/recorded-days.ts';
import { stageActivity } from '../../../src/store/scoring/stage-activity.ts';
import { stageCustomers } from '../../../src/store/scoring/stage-customers.ts';
import { createStaging } from '../../../src/store/scoring/staging.ts';
import type { Store } from '../../../src/store/store.ts';
import { fillValuedBank } from '../../banks/valued-bank.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

const everybody = { from: 0, to: 2 ** 31 - 1 };

describe.each(storeKinds)("transactions of the customer's own making, on %s", (kind) => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore(kind);
  });
  afterAll(() => store.close());

  it('are none of the bank, and those of 0 too', async () => {
    const asOf = '2026-03-31';
    const bank = await fillValuedBank(store, {
      branches: [{ externalId: 'P', name: 'Prague' }],
      people: [{ externalId: 'm', name: 'Eva', role: 'manager' }],
      customers: [{ externalId: 'a', joinedOn: '2026-01-01' }],
      segments: [{ id: 1, names: { en: 'savers', zh: '储户' }, size: 1 }],
      run: { asOf, at: new Date('2026-04-01T00:00:00Z') },
    });
    const customerId = bank.customerId('a');
    await store.db.insert(transactions).values([
      { customerId, externalId: '1', bookedOn: '2026-03-02', amount: -20, kind: 'card-payment' },
      { customerId, externalId: '2', bookedOn: '2026-03-10', amount: 0, kind: 'card-payment' },
      { customerId, externalId: '3', bookedOn: '2026-03-05', amount: 900, kind: 'transfer-in' },
      { customerId, externalId: '4', bookedOn: '2026-03-01', amount: 0, kind: 'other' },
      { customerId, externalId: '5', bookedOn: '2026-03-31', amount: -3, kind: 'fee' },
    ]);
    await createStaging(store.db, {
      from: '2026-03-01',
      asOf,
      periodStarts: ['2026-03-01'],
      months: ['2026-03-01'],
      monthsEnd: '2026-04-01',
    });
    await stageCustomers(store.db, asOf);
    await stageActivity(store.db, everybody);
    const { days, amount } = await purchaseColumns(store.db, everybody);
    expect([...days, ...amount]).toEqual([4, 920]);
    const { first } = await recordedDays(store.db, everybody);
    expect([...first]).toEqual([Date.UTC(2026, 2, 1) / 86_400_000]);
  });
});
