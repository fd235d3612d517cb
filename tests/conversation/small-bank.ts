import type { Principal } from '../../src/access/principal.ts';
import { knownLocale } from '../../src/language/locale.ts';
import { readConfig } from '../../src/settings/settings.ts';
import {
  bank,
  branches,
  contributions,
  customers,
  customerValues,
  managers,
  models,
  segments,
  valuationRuns,
} from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';

export const config = readConfig('config/bellwether.yaml');
export const now = () => new Date('2026-06-30T09:00:00Z');
export const asOf = '2026-06-30';

type Linked = Extract<Principal, { kind: 'linked' }>;
type Person = 'prague' | 'brno' | 'supervisor' | 'analyst';
type Value = typeof customerValues.$inferInsert;

/** The customers of the small bank, by what is odd about them; the ids are the bank's own. */
export const oddCustomers = {
  ordinary: '1042',
  elsewhere: '1055',
  nameless: '1060',
  closed: '1061',
  dayOld: '1062',
  idle: '1063',
  negative: '1064',
  unvalued: '1065',
  latin: '1066',
} as const;

const people = [
  {
    externalId: 'm1',
    name: 'Jana Dvorakova',
    email: 'jana@bank.example',
    role: 'manager',
    branch: 0,
  },
  {
    externalId: 'm2',
    name: 'Petr Svoboda',
    email: 'petr@bank.example',
    role: 'manager',
    branch: 1,
  },
  { externalId: 's1', name: 'Eva Mala', email: 'eva@bank.example', role: 'supervisor', branch: 0 },
  {
    externalId: 'a1',
    name: 'Ivan Analyst',
    email: 'ivan@bank.example',
    role: 'analyst',
    branch: null,
  },
] as const;

/** Fills a store with a small bank and a published run of it, and says who its people are. */
export async function fillSmallBank(store: Store): Promise<Record<Person, Linked>> {
  const { db } = store;
  await db.insert(bank).values({ name: 'Small Bank', currency: 'CZK', timezone: 'Europe/Prague' });
  const places = await db
    .insert(branches)
    .values([
      { externalId: 'PRG', name: 'Prague', names: { zh: '布拉格' } },
      { externalId: 'BRN', name: 'Brno', names: { zh: '布尔诺' } },
    ])
    .returning();
  const branchIds = places.map(({ id }) => id);
  const staff = await db
    .insert(managers)
    .values(
      people.map(({ branch, ...person }) => ({
        ...person,
        branchId: branch === null ? null : (branchIds[branch] ?? null),
      })),
    )
    .returning();
  const [jana, petr, eva, ivan] = staff.map(
    ({ id, externalId: _, active: __, locale, ...person }): Linked => ({
      kind: 'linked',
      managerId: id,
      locale: knownLocale(locale),
      ...person,
    }),
  );
  if (!jana || !petr || !eva || !ivan) throw new Error('The small bank lacks its people.');
  const inPrague = { branchId: branchIds[0] ?? null, managerId: jana.managerId };
  const inBrno = { branchId: branchIds[1] ?? null, managerId: petr.managerId };
  const joined = { joinedOn: '2019-03-14' };
  const rows = await db
    .insert(customers)
    .values([
      { externalId: '1042', name: '张伟', ...joined, ...inPrague },
      { externalId: '1055', name: 'Anna Nováková', ...joined, ...inBrno },
      { externalId: '1060', name: null, ...joined, ...inPrague },
      { externalId: '1061', name: 'Karel Gone', ...joined, closedOn: '2026-03-31', ...inPrague },
      { externalId: '1062', name: 'Nina New', joinedOn: '2026-06-29', ...inPrague },
      {
        externalId: '1063',
        name: 'Otto Idle',
        joinedOn: null,
        branchId: null,
        managerId: jana.managerId,
      },
      { externalId: '1064', name: 'Dora Debt', ...joined, ...inPrague },
      { externalId: '1065', name: 'Ulla Unvalued', ...joined, ...inPrague },
      { externalId: '1066', name: 'Anna Novotná', ...joined, ...inPrague },
      { externalId: '1067', name: 'Anna Novotná', ...joined, ...inPrague },
      { externalId: 'C-2071', name: '  ', ...joined, ...inPrague },
    ])
    .returning();
  const idOf = (externalId: string): number => {
    const row = rows.find((each) => each.externalId === externalId);
    if (row === undefined) throw new Error(`The small bank has no customer ${externalId}.`);
    return row.id;
  };
  const [run] = await db
    .insert(valuationRuns)
    .values({
      asOf,
      status: 'published',
      startedAt: now(),
      publishedAt: now(),
      parameters: { ...config },
      customers: rows.length,
    })
    .returning();
  if (!run) throw new Error('The small bank lacks its run.');
  await db.insert(segments).values([
    { runId: run.id, id: 1, names: { en: 'dormant savers', zh: '沉睡储户' }, size: 5 },
    { runId: run.id, id: 2, names: { en: 'busy young spenders', zh: '活跃年轻族' }, size: 4 },
  ]);
  const plainValue = (externalId: string, changed: Partial<Value> = {}): Value => ({
    customerId: idOf(externalId),
    runId: run.id,
    recencyDays: 3,
    frequency: 120,
    monetary: 450.5,
    recencyScore: 5,
    frequencyScore: 4,
    monetaryScore: 4,
    probabilityAlive: 0.9,
    expectedTransactions: 300,
    contribution12m: 4321,
    expectedContribution: 350,
    clv: 12345.67,
    clvLow: 9876.5,
    clvHigh: 15432.1,
    horizonMonths: 36,
    cvs: 71.25,
    tier: 'medium',
    segmentId: 1,
    churnProbability: 0.12,
    churnReasons: [
      { feature: 'balance_change_3m', value: -0.4, contribution: 0.9 },
      { feature: 'complaints_3m', value: 2, contribution: 0.6 },
      { feature: 'tenure_months', value: 87, contribution: -0.4 },
      { feature: 'products', value: 1, contribution: 0.1 },
    ],
    balance: 250000,
    satisfaction: 0.8,
    stage: 'retained',
    ...changed,
  });
  const value = (externalId: string, changed: Partial<Value> = {}): Value => {
    const row = plainValue(externalId, changed);
    const { churnProbability: risk = null, clv } = row;
    return { ...row, valueAtStake: risk === null ? null : risk * clv };
  };
  await db.insert(customerValues).values([
    value('1042', {
      churnProbability: 0.42,
      tier: 'high',
      clv: 98765.43,
      clvLow: 80000,
      clvHigh: 120000,
    }),
    value('1055', { churnProbability: 0.65, segmentId: 2 }),
    value('1060', { churnProbability: 0.31, clv: 500.4, clvLow: 100, clvHigh: 900, tier: 'low' }),
    value('1061', {
      churnProbability: null,
      churnReasons: [],
      clv: 0,
      clvLow: 0,
      clvHigh: 0,
      tier: 'low',
      segmentId: null,
      stage: 'left',
    }),
    value('1062', {
      recencyDays: null,
      frequency: 0,
      monetary: null,
      probabilityAlive: null,
      expectedTransactions: null,
      contribution12m: 0,
      expectedContribution: 0,
      clv: 0,
      clvLow: 0,
      clvHigh: 0,
      cvs: 0,
      tier: 'low',
      segmentId: null,
      churnProbability: null,
      churnReasons: [],
      balance: 0,
      satisfaction: null,
      stage: 'onboarding',
    }),
    value('1063', {
      recencyDays: null,
      frequency: 0,
      monetary: null,
      churnProbability: 0.05,
      churnReasons: [],
      contribution12m: -24,
      clv: -70.5,
      clvLow: -90,
      clvHigh: -10,
      tier: 'low',
      balance: 0,
      satisfaction: null,
    }),
    value('1064', {
      balance: -5400.25,
      clv: -1200,
      clvLow: -3000,
      clvHigh: 400,
      contribution12m: -310.5,
      churnProbability: 0.35,
      churnReasons: [{ feature: 'satisfaction', value: null, contribution: 0.5 }],
      tier: 'low',
      segmentId: 2,
    }),
    value('1066', { churnProbability: 0.2, clv: 30000 }),
    value('1067', { churnProbability: 0.004, clv: 20000 }),
    value('C-2071', { churnProbability: 0.9999, clv: 1000 }),
  ]);
  const months = Array.from({ length: 14 }, (_, i) => {
    const date = new Date(Date.UTC(2025, 4 + i, 1));
    return date.toISOString().slice(0, 10);
  });
  await db.insert(contributions).values([
    ...['1042', '1055', '1060', '1066'].flatMap((externalId) =>
      months.map((month, i) => ({
        customerId: idOf(externalId),
        runId: run.id,
        month,
        netInterest: 300 + i * 10,
        fees: 50,
        costToServe: 20,
        expectedLoss: 5.5,
        balance: 260000 - i * 1000,
        transactions: 10 + i,
      })),
    ),
    {
      customerId: idOf('1064'),
      runId: run.id,
      month: '2026-06-01',
      netInterest: -3,
      fees: 0,
      costToServe: 20,
      expectedLoss: 1,
      balance: -5400.25,
      transactions: 0,
    },
  ]);
  await db.insert(models).values({
    kind: 'churn',
    method: 'logistic',
    trainedAt: now(),
    asOf,
    champion: true,
    body: {},
    card: {
      horizonMonths: 3,
      windows: [{ from: '2026-03-31', to: '2026-06-30', customers: 9, leavers: 2 }],
      features: ['balance_change_3m', 'complaints_3m'],
      metrics: { auc: 0.8512, brier: 0.1034, logLoss: 0.33, topDecileLift: 3.2, prAuc: 0.5 },
      seed: 42,
      warnings: [],
    },
  });
  return { prague: jana, brno: petr, supervisor: eva, analyst: ivan };
}
