import {
  bank,
  branches,
  customers,
  customerValues,
  holdings,
  managers,
  segments,
  valuationRuns,
} from '../src/store/schema.ts';
import type { Store } from '../src/store/store.ts';

/** Two branches, a person of each role, seven customers; the newest run is published, a later one still runs. */
export async function fillSmallBank({ db }: Store, at: Date): Promise<void> {
  await db.insert(bank).values({ name: 'Small Bank', currency: 'EUR', timezone: 'Europe/Prague' });
  await db.insert(branches).values([
    { externalId: 'p', name: 'Prague' },
    { externalId: 'b', name: 'Brno' },
  ]);
  await db.insert(managers).values([
    { externalId: 'm', email: 'rm@bank.example', name: 'Eva', role: 'manager', branchId: 1 },
    { externalId: 's', email: 'boss@bank.example', name: 'Jan', role: 'supervisor', branchId: 1 },
    { externalId: 'a', email: 'analyst@bank.example', name: 'Li', role: 'analyst', branchId: null },
  ]);
  await db.insert(customers).values(
    [1, 2, 3, 4, 5, 6, 7].map((n) => ({
      externalId: `${100 + n}`,
      name: n === 5 ? null : `Customer ${n}`,
      branchId: n <= 4 ? 1 : 2,
      managerId: n <= 2 ? 1 : null,
      joinedOn: '2020-01-01',
      closedOn: n === 7 ? '2026-01-01' : null,
    })),
  );
  await db.insert(holdings).values([
    { customerId: 1, externalId: 'h1', product: 'savings' },
    { customerId: 1, externalId: 'h2', product: 'mortgage', closedOn: '2025-01-01' },
  ]);
  const run = { asOf: '2026-10-31', startedAt: at, parameters: {} };
  await db.insert(valuationRuns).values([
    { ...run, status: 'published', publishedAt: at },
    { ...run, status: 'running' },
  ]);
  await db
    .insert(segments)
    .values({ runId: 1, id: 1, names: { en: 'Savers', zh: '储户' }, size: 7 });
  const value = (customerId: number, runId: number, clv: number) => ({
    customerId,
    runId,
    recencyDays: 3,
    frequency: 12,
    monetary: 40,
    recencyScore: 5,
    frequencyScore: 4,
    monetaryScore: 3,
    probabilityAlive: 0.9,
    expectedTransactions: 30,
    contribution12m: 120,
    expectedContribution: 10,
    clv,
    clvLow: clv - 50,
    clvHigh: clv + 50,
    horizonMonths: 36,
    cvs: 60,
    tier: 'high' as const,
    segmentId: 1,
    churnProbability: customerId === 7 ? null : 0.2,
    churnReasons: [{ feature: 'balance_change_3m', value: -0.38, contribution: 0.7 }],
    balance: 1000,
    satisfaction: null,
    stage: 'retained' as const,
  });
  await db.insert(customerValues).values([1, 2, 3, 4, 5, 6, 7].map((n) => value(n, 1, n * 1000)));
  await db.insert(customerValues).values(value(1, 2, 666_666));
}
