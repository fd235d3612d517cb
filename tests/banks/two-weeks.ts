import { and, eq, inArray } from 'drizzle-orm';
import { readConfig } from '../../src/settings/settings.ts';
import { customers, customerValues, followUps, interactions } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { copyRun, fillValuedBank, type Value, type ValuedBank } from './valued-bank.ts';

export const config = readConfig('config/bellwether.yaml');
export const now = () => new Date('2026-11-29T09:00:00Z');

const worth = (risk: number, amount: number): Partial<Value> => ({
  churnProbability: risk,
  clv: amount * (1 - risk),
  valueIfStays: amount,
  valueAtStake: risk * amount,
});
const gone: Partial<Value> = {
  churnProbability: null,
  clv: 0,
  clvLow: 0,
  clvHigh: 0,
  valueIfStays: null,
  valueAtStake: null,
  segmentId: null,
  stage: 'left',
};

/**
 * Sixty customers, c0 to c59: the first forty of Prague, of which Eva has c0 to c23 and Petr c24 to c36, and Ivo three; the
 * others of Brno. As of 21 November 2026 those whose number ends in 0 or 5 are at risk; c59 is not there yet.
 *
 * A week later c0 has closed and c5 gone silent; c10 and c15 have recovered; c1 and c2 are newly at risk; c3 to c14 without
 * these are worth 100 more each, c20 and c21 each 50 less; c6 went to the other segment and c7 to the tier high; c59 is new.
 */
export async function fillTwoWeeks(store: Store): Promise<ValuedBank> {
  const first = await fillValuedBank(store, {
    branches: [
      { externalId: 'P', name: 'Prague', names: { zh: '布拉格' } },
      { externalId: 'B', name: 'Brno', names: { zh: '布尔诺' } },
    ],
    people: [
      { externalId: 'eva', name: 'Eva Malá', role: 'manager', branch: 'P' },
      { externalId: 'petr', name: 'Petr Svoboda', role: 'manager', branch: 'P' },
      { externalId: 'ivo', name: 'Ivo Krátký', role: 'manager', branch: 'P' },
      { externalId: 'jan', name: 'Jan Lead', role: 'supervisor', branch: 'P' },
      { externalId: 'li', name: 'Li Na', role: 'analyst' },
    ],
    customers: Array.from({ length: 60 }, (_, i) => ({
      externalId: `c${i}`,
      name: `Surname Number ${i}`,
      branch: i < 40 ? 'P' : 'B',
      ...(i < 24 ? { manager: 'eva' } : i < 37 ? { manager: 'petr' } : {}),
      ...(i >= 37 && i < 40 ? { manager: 'ivo' } : {}),
      joinedOn: i === 59 ? '2026-11-25' : '2019-03-14',
      ...(i === 59
        ? {}
        : {
            value: {
              ...worth(i % 5 === 0 ? 0.6 : 0.1, 1000 + i),
              segmentId: i % 3 === 0 ? 2 : 1,
              tier: 'medium' as const,
            },
          }),
    })),
    segments: [
      { id: 1, names: { en: 'savers', zh: '储户' }, size: 40 },
      { id: 2, names: { en: 'spenders', zh: '消费者' }, size: 20 },
    ],
    run: { asOf: '2026-11-21', at: new Date('2026-11-22T01:00:00Z'), parameters: { ...config } },
  });
  return first;
}

/** Publishes the run of a week later, and what was done in the week. */
export async function weekLater(store: Store, bank: ValuedBank): Promise<number> {
  const { db } = store;
  const runId = await copyRun(store, bank.runId, '2026-11-28');
  const set = async (numbers: readonly number[], row: (i: number) => Partial<Value>) => {
    for (const i of numbers)
      await db
        .update(customerValues)
        .set(row(i))
        .where(
          and(
            eq(customerValues.runId, runId),
            eq(customerValues.customerId, bank.customerId(`c${i}`)),
          ),
        );
  };
  await set([0, 5], () => gone);
  await db
    .update(customers)
    .set({ closedOn: '2026-11-24' })
    .where(inArray(customers.id, [bank.customerId('c0')]));
  await set([10, 15], (i) => worth(0.05, 1000 + i));
  await set([1, 2], (i) => worth(0.7, 1000 + i));
  await set([3, 4, 6, 7, 8, 9, 11, 12, 13, 14], (i) => worth(0.1, 1100 + i));
  await set([20, 21], (i) => worth(i === 20 ? 0.6 : 0.1, 950 + i));
  await set([6], () => ({ segmentId: 1 }));
  await set([7], () => ({ tier: 'high' }));
  const [like] = await db
    .select()
    .from(customerValues)
    .where(
      and(eq(customerValues.runId, runId), eq(customerValues.customerId, bank.customerId('c58'))),
    );
  if (like === undefined) throw new Error('The copied run lacks c58.');
  await db
    .insert(customerValues)
    .values({ ...like, ...worth(0.1, 500), customerId: bank.customerId('c59') });
  const { managerId } = bank.person('eva');
  const spoke = (i: number, day: string, kind: 'call' | 'meeting' | 'complaint' = 'call') => ({
    customerId: bank.customerId(`c${i}`),
    externalId: `${kind} ${day}`,
    occurredAt: new Date(`${day}T10:00:00Z`),
    kind,
    managerId,
  });
  await db
    .insert(interactions)
    .values([
      spoke(10, '2026-11-23'),
      spoke(10, '2026-11-24', 'meeting'),
      spoke(5, '2026-11-22'),
      spoke(30, '2026-11-28'),
      spoke(20, '2026-11-21'),
      spoke(21, '2026-11-25', 'complaint'),
    ]);
  const todo = (i: number, dueOn: string, doneAt: Date | null) => ({
    customerId: bank.customerId(`c${i}`),
    kind: 'follow-up' as const,
    ownerId: managerId,
    openedBy: managerId,
    openedAt: new Date('2026-11-20T10:00:00Z'),
    dueOn,
    doneAt,
  });
  await db
    .insert(followUps)
    .values([
      todo(1, '2026-11-24', new Date('2026-11-24T12:00:00Z')),
      todo(2, '2026-11-20', new Date('2026-11-20T12:00:00Z')),
      todo(3, '2026-11-28', null),
      todo(4, '2026-12-05', null),
    ]);
  return runId;
}
