import type { Linked } from '../../src/access/principal.ts';
import { readConfig } from '../../src/settings/settings.ts';
import { models } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { fillValuedBank, monthsUpTo } from './valued-bank.ts';

export const config = readConfig('config/bellwether.yaml');
export const now = () => new Date('2026-06-30T09:00:00Z');
export const asOf = '2026-06-30';

type Person = 'prague' | 'brno' | 'supervisor' | 'analyst';

/** The customers of the bank, by what is odd about them; the ids are the bank's own. */
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

const inPrague = { branch: 'PRG', manager: 'm1', joinedOn: '2019-03-14' };
const inBrno = { branch: 'BRN', manager: 'm2', joinedOn: '2019-03-14' };
const nothing = { clv: 0, clvLow: 0, clvHigh: 0 };

const months = monthsUpTo(asOf, 14).map((month, i) => ({
  month,
  netInterest: 300 + i * 10,
  fees: 50,
  costToServe: 20,
  expectedLoss: 5.5,
  balance: 260000 - i * 1000,
  transactions: 10 + i,
}));

/** Fills a store with a bank of odd customers and a published run of it, and says who its people are. */
export async function fillOddCustomers(store: Store): Promise<Record<Person, Linked>> {
  const { person } = await fillValuedBank(store, {
    currency: 'CZK',
    branches: [
      { externalId: 'PRG', name: 'Prague', names: { zh: '布拉格' } },
      { externalId: 'BRN', name: 'Brno', names: { zh: '布尔诺' } },
    ],
    people: [
      {
        externalId: 'm1',
        name: 'Jana Dvorakova',
        email: 'jana@bank.example',
        role: 'manager',
        branch: 'PRG',
      },
      {
        externalId: 'm2',
        name: 'Petr Svoboda',
        email: 'petr@bank.example',
        role: 'manager',
        branch: 'BRN',
      },
      {
        externalId: 's1',
        name: 'Eva Mala',
        email: 'eva@bank.example',
        role: 'supervisor',
        branch: 'PRG',
      },
      { externalId: 'a1', name: 'Ivan Analyst', email: 'ivan@bank.example', role: 'analyst' },
    ],
    customers: [
      {
        externalId: '1042',
        name: '张伟',
        ...inPrague,
        value: {
          churnProbability: 0.42,
          tier: 'high',
          clv: 98765.43,
          clvLow: 80000,
          clvHigh: 120000,
        },
        months,
      },
      {
        externalId: '1055',
        name: 'Anna Nováková',
        ...inBrno,
        value: { churnProbability: 0.65, segmentId: 2 },
        months,
      },
      {
        externalId: '1060',
        name: null,
        ...inPrague,
        value: { churnProbability: 0.31, clv: 500.4, clvLow: 100, clvHigh: 900, tier: 'low' },
        months,
      },
      {
        externalId: '1061',
        name: 'Karel Gone',
        ...inPrague,
        closedOn: '2026-03-31',
        value: {
          ...nothing,
          churnProbability: null,
          churnReasons: [],
          tier: 'low',
          segmentId: null,
          stage: 'left',
        },
      },
      {
        externalId: '1062',
        name: 'Nina New',
        ...inPrague,
        joinedOn: '2026-06-29',
        value: {
          ...nothing,
          recencyDays: null,
          frequency: 0,
          monetary: null,
          probabilityAlive: null,
          expectedTransactions: null,
          contribution12m: 0,
          expectedContribution: 0,
          cvs: 0,
          tier: 'low',
          segmentId: null,
          churnProbability: null,
          churnReasons: [],
          balance: 0,
          satisfaction: null,
          stage: 'onboarding',
        },
      },
      {
        externalId: '1063',
        name: 'Otto Idle',
        joinedOn: null,
        manager: 'm1',
        value: {
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
        },
      },
      {
        externalId: '1064',
        name: 'Dora Debt',
        ...inPrague,
        value: {
          balance: -5400.25,
          clv: -1200,
          clvLow: -3000,
          clvHigh: 400,
          contribution12m: -310.5,
          churnProbability: 0.35,
          churnReasons: [{ feature: 'satisfaction', value: null, contribution: 0.5 }],
          tier: 'low',
          segmentId: 2,
        },
        months: [
          {
            month: '2026-06-01',
            netInterest: -3,
            fees: 0,
            costToServe: 20,
            expectedLoss: 1,
            balance: -5400.25,
            transactions: 0,
          },
        ],
      },
      { externalId: '1065', name: 'Ulla Unvalued', ...inPrague },
      {
        externalId: '1066',
        name: 'Anna Novotná',
        ...inPrague,
        value: { churnProbability: 0.2, clv: 30000 },
        months,
      },
      {
        externalId: '1067',
        name: 'Anna Novotná',
        ...inPrague,
        value: { churnProbability: 0.004, clv: 20000 },
      },
      {
        externalId: 'C-2071',
        name: '  ',
        ...inPrague,
        value: { churnProbability: 0.9999, clv: 1000 },
      },
    ],
    segments: [
      { id: 1, names: { en: 'dormant savers', zh: '沉睡储户' }, size: 5 },
      { id: 2, names: { en: 'busy young spenders', zh: '活跃年轻族' }, size: 4 },
    ],
    run: { asOf, at: now(), parameters: { ...config } },
  });
  await store.db.insert(models).values({
    kind: 'churn',
    method: 'logistic',
    trainedAt: now(),
    asOf,
    champion: true,
    body: {},
    card: {
      definition: { definition: 'closed' },
      horizonMonths: 3,
      windows: [{ from: '2026-03-31', to: '2026-06-30', customers: 9, leavers: 2 }],
      features: ['balance_change_3m', 'complaints_3m'],
      metrics: { auc: 0.8512, brier: 0.1034, logLoss: 0.33, topDecileLift: 3.2, prAuc: 0.5 },
      seed: 42,
      warnings: [],
    },
  });
  return {
    prague: person('m1'),
    brno: person('m2'),
    supervisor: person('s1'),
    analyst: person('a1'),
  };
}
