import { and, eq } from 'drizzle-orm';
import { readConfig } from '../../src/settings/settings.ts';
import { customerSteps, customerValues, playbooks } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { copyRun, fillValuedBank, type Value, type ValuedBank } from './valued-bank.ts';

export const config = readConfig('config/bellwether.yaml');

/** The mornings on which digests of the bank go out, each after a run of the day before. */
export const mornings = {
  first: new Date('2026-11-24T07:30:00Z'),
  second: new Date('2026-11-25T07:30:00Z'),
  third: new Date('2026-11-26T07:30:00Z'),
};

const reasons = [
  [
    { feature: 'balance_change_6m', value: null, contribution: 0.9 },
    { feature: 'unresolved_complaints', value: 1, contribution: 0.6 },
  ],
  [{ feature: 'balance_change_3m', value: -0.62, contribution: 0.8 }],
  [{ feature: 'days_since_transaction', value: 74, contribution: 0.7 }],
  [{ feature: 'transfer_out_share_3m', value: 0.45, contribution: 0.5 }],
];

const value = (risk: number, worth: number, n = 0): Partial<Value> => ({
  churnProbability: risk,
  clv: worth * (1 - risk),
  valueIfStays: worth,
  valueAtStake: risk * worth,
  tier: worth > 20_000 ? 'high' : worth > 5000 ? 'medium' : 'low',
  churnReasons: reasons[n % reasons.length] ?? [],
});

/** Names of the customers by the bank's ids, 1042 and up. */
const names = [
  'Zhang Wei',
  'Anna Nováková',
  '王芳',
  'Wilhelmina Featherstonehaugh-Konstantinopoulou',
  'Karel Dvořák',
  'Łukasz Żółć',
  'Olga Marková',
  'Petr Malý',
];

/** Risk and worth of each as of the first morning; 1042 to 1045 are at risk, 1046 with little at stake. */
const atFirst: readonly (readonly [number, number])[] = [
  [0.42, 30_000],
  [0.55, 12_000],
  [0.36, 9000],
  [0.61, 4000],
  [0.5, 60],
  [0.12, 25_000],
  [0.08, 14_000],
  [0.05, 3000],
];

/**
 * A bank whose manager Jana has eight customers, 1042 to 1049, and her colleague Petr none of them; both are of Prague, whose
 * supervisor is Eva. One run is published, as of 23 November 2026; {@link nextDay} publishes another.
 */
export async function fillThreeDays(store: Store, others = 0): Promise<ValuedBank> {
  const prague = { branch: 'P' };
  const bank = await fillValuedBank(store, {
    branches: [{ externalId: 'P', name: 'Prague', names: { zh: '布拉格' } }],
    people: [
      { externalId: 'jana', name: 'Jana Dvořáková', role: 'manager', ...prague },
      { externalId: 'petr', name: 'Petr Svoboda', role: 'manager', ...prague },
      { externalId: 'eva', name: 'Eva Malá', role: 'supervisor', ...prague },
    ],
    customers: [
      ...atFirst.map(([risk, worth], n) => ({
        externalId: String(1042 + n),
        name: names[n] ?? null,
        ...prague,
        manager: 'jana',
        joinedOn: '2019-03-14',
        value: value(risk, worth, n),
      })),
      ...Array.from({ length: others }, (_, n) => ({
        externalId: String(2001 + n),
        name: `Customer Number ${n + 1}`,
        ...prague,
        manager: 'jana',
        joinedOn: '2019-03-14',
        value: value(0.4, 1000 * (n + 1), n),
      })),
    ],
    segments: [
      { id: 1, names: { en: 'dormant savers', zh: '沉睡储户' }, size: 6 },
      { id: 2, names: { en: 'busy young spenders', zh: '活跃年轻族' }, size: 2 },
    ],
    run: { asOf: '2026-11-23', at: new Date('2026-11-24T01:30:00Z'), parameters: { ...config } },
  });
  await advise(store, bank, bank.runId);
  return bank;
}

/** Gives those of a run the next step to take whose numbers are even. */
async function advise({ db }: Store, bank: ValuedBank, runId: number): Promise<void> {
  const step = { en: 'Call {customer} about the complaint', zh: '就投诉致电{customer}' };
  await db.insert(playbooks).values({
    runId,
    id: 'call',
    words: { name: step, step, say: step, owner: 'manager', priority: 1, dueDays: 3 },
  });
  await db.insert(customerSteps).values(
    ['1042', '1044', '1048'].map((id) => ({
      customerId: bank.customerId(id),
      runId,
      playbook: 'call',
      position: 1,
      because: [],
    })),
  );
}

/** Publishes a run of another day, which says of some customers what it did not say before. */
export async function nextDay(
  store: Store,
  bank: ValuedBank,
  { runId, asOf }: { runId: number; asOf: string },
  changed: Record<string, Partial<Value>>,
): Promise<number> {
  const next = await copyRun(store, runId, asOf);
  await advise(store, bank, next);
  for (const [id, row] of Object.entries(changed)) {
    await store.db
      .update(customerValues)
      .set(row)
      .where(
        and(eq(customerValues.runId, next), eq(customerValues.customerId, bank.customerId(id))),
      );
  }
  return next;
}

/**
 * The second day: 1047 is newly at risk and fell to the middle tier, 1043 is at a higher risk, 1044 recovered, 1045 has left.
 */
export const secondDay: Record<string, Partial<Value>> = {
  '1047': { ...value(0.52, 18_000, 1), tier: 'medium' },
  '1043': value(0.72, 11_000, 1),
  '1044': { ...value(0.11, 9000, 2), segmentId: 2 },
  '1045': {
    churnProbability: null,
    clv: 0,
    clvLow: 0,
    clvHigh: 0,
    valueIfStays: null,
    valueAtStake: null,
    churnReasons: [],
    segmentId: null,
    stage: 'left',
  },
};
