import { createPeople, type People } from '../../src/access/people.ts';
import type { Conversation } from '../../src/conversation/conversation.ts';
import { createConversation } from '../../src/conversation/create-conversation.ts';
import { readConfig } from '../../src/settings/settings.ts';
import type { Store } from '../../src/store/store.ts';
import { openTestStore } from '../test-store.ts';
import { fillValuedBank, monthsUpTo } from './valued-bank.ts';

/** The moment at which the bank is asked. */
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

/** People of the bank, by e-mail. */
export const bankPeople = {
  petra: 'petra@bank.example',
  jan: 'jan@bank.example',
  ana: 'ana@bank.example',
  li: 'li@bank.example',
} as const;

const asOf = '2026-06-30';

/** A bank with figures to ask about. */
export type FortyCustomers = { store: Store; people: People; conversation: Conversation };

/**
 * A bank of 40 customers, 1042 to 1081, with one published run, on an embedded store. Petra manages the first 30, in
 * Prague; Li, who reads Chinese, the others; Jan supervises Prague; Ana is the analyst.
 * @param names of the first customers; the others are numbered
 */
export async function openFortyCustomers(names = customerNames): Promise<FortyCustomers> {
  const store = await openTestStore('pglite');
  const prague = { branch: 'P' };
  await fillValuedBank(store, {
    branches: [{ externalId: 'P', name: 'Prague' }],
    people: [
      { externalId: 'm1', name: 'Petra', email: bankPeople.petra, role: 'manager', ...prague },
      { externalId: 'm2', name: 'Jan', email: bankPeople.jan, role: 'supervisor', ...prague },
      { externalId: 'm3', name: 'Ana', email: bankPeople.ana, role: 'analyst' },
      { externalId: 'm4', name: 'Li', email: bankPeople.li, role: 'manager', locale: 'zh' },
    ],
    customers: Array.from({ length: 40 }, (_, i) => ({
      externalId: String(1042 + i),
      name: names[i] ?? `Customer Number ${i}`,
      ...prague,
      manager: i < 30 ? 'm1' : 'm4',
      joinedOn: '2019-03-14',
      value: {
        recencyDays: 3 + i,
        frequency: 24,
        contribution12m: 412.34 - i,
        clv: 1234.56 - 10 * i,
        clvLow: 900,
        clvHigh: 1600,
        tier: 'high',
        churnProbability: 0.62 - i / 100,
        valueAtStake: null,
        churnReasons: [
          { feature: 'balance_change_3m', value: -0.41, contribution: 0.9 },
          { feature: 'complaints_12m', value: 2, contribution: 0.5 },
        ],
        balance: 8000,
        satisfaction: 0.6,
        stage: 'at-risk',
      },
      months: monthsUpTo(asOf, 12).map((month, at) => ({
        month,
        netInterest: 30 - at,
        fees: 5,
        costToServe: 3,
        expectedLoss: 1,
        balance: 8000 - 300 * at,
        transactions: 6,
      })),
    })),
    segments: [{ id: 1, names: { en: 'Loyal savers', zh: '忠实储户' }, size: 40 }],
    run: { asOf, at: testMoment },
  });
  const now = () => testMoment;
  const config = readConfig('config/bellwether.yaml');
  return {
    store,
    people: createPeople(store, now),
    conversation: createConversation({ store, config, now }),
  };
}
