import { fileURLToPath } from 'node:url';
import { createPeople, type People } from '../../src/access/people.ts';
import type { Conversation } from '../../src/conversation/conversation.ts';
import { createConversation } from '../../src/conversation/create-conversation.ts';
import { readConfig } from '../../src/settings/settings.ts';
import {
  bank,
  branches,
  contributions,
  customers,
  customerValues,
  managers,
  segments,
  valuationRuns,
} from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { openTestStore } from '../test-store.ts';

/** The moment at which the small bank is asked. */
export const testMoment = new Date('2026-07-02T07:30:00Z');

/** A name that holds what every chat platform takes for formatting. */
export const formattingName = `*Ann* _B_ <script> & "Sons" ~x~ [y](http://z.example) \`q\``;

/** Names of the first customers. */
export const customerNames: readonly string[] = [
  'Zhang Wei',
  formattingName,
  '张伟',
  'Wilhelmina Featherstonehaugh-Konstantinopoulou van der Heijden',
  'Ľubomír Šťastný',
];

/** People of the small bank, by e-mail. */
export const bankPeople = {
  petra: 'petra@bank.example',
  jan: 'jan@bank.example',
  ana: 'ana@bank.example',
  li: 'li@bank.example',
} as const;

/** A bank with figures to ask about. */
export type SmallBank = { store: Store; people: People; conversation: Conversation };

/**
 * A bank of 40 customers, 1042 to 1081, with one published run, on an embedded store. Petra manages the first 30, in
 * Prague; Li, who reads Chinese, the others; Jan supervises Prague; Ana is the analyst.
 * @param names of the first customers; the others are numbered
 */
export async function openSmallBank(names = customerNames): Promise<SmallBank> {
  const store = await openTestStore('pglite');
  const { db } = store;
  await db.insert(bank).values({ name: 'Small Bank', currency: 'EUR', timezone: 'Europe/Prague' });
  const [prague] = await db
    .insert(branches)
    .values({ externalId: 'P', name: 'Prague' })
    .returning({ id: branches.id });
  const branchId = prague?.id ?? null;
  const people = await db
    .insert(managers)
    .values([
      { externalId: 'm1', name: 'Petra', email: bankPeople.petra, role: 'manager', branchId },
      { externalId: 'm2', name: 'Jan', email: bankPeople.jan, role: 'supervisor', branchId },
      { externalId: 'm3', name: 'Ana', email: bankPeople.ana, role: 'analyst' },
      { externalId: 'm4', name: 'Li', email: bankPeople.li, role: 'manager', locale: 'zh' },
    ])
    .returning({ id: managers.id, email: managers.email });
  const idOf = (email: string) => people.find((person) => person.email === email)?.id ?? null;
  const kept = await db
    .insert(customers)
    .values(
      Array.from({ length: 40 }, (_, i) => ({
        externalId: String(1042 + i),
        name: names[i] ?? `Customer Number ${i}`,
        branchId,
        managerId: idOf(i < 30 ? bankPeople.petra : bankPeople.li),
        joinedOn: '2019-03-14',
      })),
    )
    .returning({ id: customers.id });
  const [run] = await db
    .insert(valuationRuns)
    .values({
      asOf: '2026-06-30',
      status: 'published',
      startedAt: testMoment,
      publishedAt: testMoment,
      parameters: {},
      customers: kept.length,
    })
    .returning({ id: valuationRuns.id });
  if (run === undefined) throw new Error('The run was not inserted.');
  const runId = run.id;
  await db
    .insert(segments)
    .values({ runId, id: 1, names: { en: 'Loyal savers', zh: '忠实储户' }, size: kept.length });
  await db.insert(customerValues).values(
    kept.map(({ id: customerId }, i) => ({
      customerId,
      runId,
      recencyDays: 3 + i,
      frequency: 24,
      monetary: 120.5,
      recencyScore: 4,
      frequencyScore: 3,
      monetaryScore: 5,
      probabilityAlive: 0.93,
      expectedTransactions: 61.2,
      contribution12m: 412.34 - i,
      expectedContribution: 31.5,
      clv: 1234.56 - 10 * i,
      clvLow: 900,
      clvHigh: 1600,
      horizonMonths: 36,
      cvs: 71.4,
      tier: 'high' as const,
      segmentId: 1,
      churnProbability: 0.62 - i / 100,
      churnReasons: [
        { feature: 'balance_change_3m', value: -0.41, contribution: 0.9 },
        { feature: 'complaints_12m', value: 2, contribution: 0.5 },
      ],
      balance: 8000,
      satisfaction: 0.6,
      stage: 'at-risk' as const,
    })),
  );
  await db.insert(contributions).values(
    kept.flatMap(({ id: customerId }) =>
      Array.from({ length: 12 }, (_, i) => ({
        customerId,
        runId,
        month: new Date(Date.UTC(2025, 6 + i, 1)).toISOString().slice(0, 10),
        netInterest: 30 - i,
        fees: 5,
        costToServe: 3,
        expectedLoss: 1,
        balance: 8000 - 300 * i,
        transactions: 6,
      })),
    ),
  );
  const now = () => testMoment;
  const config = readConfig(
    fileURLToPath(new URL('../../config/bellwether.yaml', import.meta.url)),
  );
  return {
    store,
    people: createPeople(store, now),
    conversation: createConversation({ store, config, now }),
  };
}
