import { customerValues, holdings, valuationRuns } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { fillValuedBank, ordinaryValue, type Value, type ValuedBank } from './valued-bank.ts';

const value = (clv: number) =>
  ({
    ...ordinaryValue,
    frequency: 12,
    monetary: 40,
    monetaryScore: 3,
    expectedTransactions: 30,
    contribution12m: 120,
    expectedContribution: 10,
    clv,
    clvLow: clv - 50,
    clvHigh: clv + 50,
    cvs: 60,
    tier: 'high',
    churnProbability: 0.2,
    churnReasons: [{ feature: 'balance_change_3m', value: -0.38, contribution: 0.7 }],
    balance: 1000,
    satisfaction: null,
  }) satisfies Value;

/**
 * Two branches, a person of each role (1 a manager, 2 a supervisor, 3 an analyst), seven customers, 101 to 107, of whom
 * the last has left; the newest run is published, a later one still runs.
 */
export async function fillSevenCustomers(store: Store, at: Date): Promise<ValuedBank> {
  const filled = await fillValuedBank(store, {
    branches: [
      { externalId: 'p', name: 'Prague' },
      { externalId: 'b', name: 'Brno' },
    ],
    people: [
      { externalId: 'm', email: 'rm@bank.example', name: 'Eva', role: 'manager', branch: 'p' },
      { externalId: 's', email: 'boss@bank.example', name: 'Jan', role: 'supervisor', branch: 'p' },
      { externalId: 'a', email: 'analyst@bank.example', name: 'Li', role: 'analyst' },
    ],
    customers: [1, 2, 3, 4, 5, 6, 7].map((n) => ({
      externalId: `${100 + n}`,
      name: n === 5 ? null : `Customer ${n}`,
      branch: n <= 4 ? 'p' : 'b',
      ...(n <= 2 ? { manager: 'm' } : {}),
      joinedOn: '2020-01-01',
      closedOn: n === 7 ? '2026-01-01' : null,
      value: n === 7 ? { ...value(7000), churnProbability: null } : value(n * 1000),
    })),
    segments: [{ id: 1, names: { en: 'Savers', zh: '储户' }, size: 7 }],
    run: { asOf: '2026-10-31', at },
  });
  const customerId = filled.customerId('101');
  await store.db.insert(holdings).values([
    { customerId, externalId: 'h1', product: 'savings' },
    { customerId, externalId: 'h2', product: 'mortgage', closedOn: '2025-01-01' },
  ]);
  const [running] = await store.db
    .insert(valuationRuns)
    .values({ asOf: '2026-10-31', startedAt: at, parameters: {}, status: 'running' })
    .returning({ id: valuationRuns.id });
  if (running === undefined) throw new Error('The running run was not inserted.');
  await store.db
    .insert(customerValues)
    .values({ ...value(666_666), customerId, runId: running.id });
  return filled;
}
