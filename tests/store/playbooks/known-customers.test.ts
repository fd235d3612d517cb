import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { knownCustomers } from '../../../src/store/playbooks/known-customers.ts';
import { customerFacts, holdings } from '../../../src/store/schema.ts';
import type { Store } from '../../../src/store/store.ts';
import { fillValuedBank, type ValuedBank } from '../../banks/valued-bank.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

describe.each(storeKinds)('what playbooks know of who is new, on %s', (kind) => {
  let store: Store;
  let bank: ValuedBank;
  beforeAll(async () => {
    store = await openTestStore(kind);
    bank = await fillValuedBank(store, {
      branches: [{ externalId: 'P', name: 'Prague' }],
      people: [{ externalId: 'm', name: 'Eva', role: 'manager', branch: 'P' }],
      customers: [
        { externalId: 'joined', joinedOn: '2026-02-01', value: { stage: 'onboarding' } },
        { externalId: 'opened', value: { stage: 'onboarding' } },
        { externalId: 'exported', value: { stage: 'onboarding' } },
        { externalId: 'old', value: { stage: 'retained' } },
      ],
      segments: [{ id: 1, names: { en: 'savers' }, size: 4 }],
      run: { asOf: '2026-03-31', at: new Date('2026-04-01T01:00:00Z') },
    });
    const ids = ['joined', 'opened', 'exported', 'old'].map((id) => bank.customerId(id));
    await store.db.insert(customerFacts).values(
      ids.map((customerId) => ({
        customerId,
        runId: bank.runId,
        facts: { tenure_months: 2, products: 1 },
      })),
    );
    await store.db.insert(holdings).values(
      (['opened', 'exported'] as const).map((id) => ({
        customerId: bank.customerId(id),
        externalId: 'a',
        product: 'current-account' as const,
        openedOn: id === 'opened' ? '2026-02-01' : null,
      })),
    );
  });
  afterAll(() => store.close());

  it('takes nobody for new by the first day of the data alone', async () => {
    const found = await knownCustomers(store.db, { kind: 'all' }, bank.runId, {
      after: 0,
      limit: 10,
    });
    const told = found.map(({ externalId, stage, facts }) => [externalId, stage, facts]);
    expect(told).toEqual([
      ['joined', 'onboarding', { tenure_months: 2, products: 1 }],
      ['opened', 'onboarding', { tenure_months: 2, products: 1 }],
      ['exported', null, { products: 1 }],
      ['old', 'retained', { products: 1 }],
    ]);
  });
});
