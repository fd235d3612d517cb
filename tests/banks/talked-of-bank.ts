import { createPeople } from '../../src/access/people.ts';
import type { Principal } from '../../src/access/principal.ts';
import type { Store } from '../../src/store/store.ts';
import { fillValuedBank, monthsUpTo } from './valued-bank.ts';

const asOf = '2026-06-30';
/** What some of its customers are called, by id. */
export const named: Readonly<Record<string, string>> = {
  '1024': '张伟',
  '1030': 'Li Na',
  '1031': 'Petra Malá',
  '1042': 'Jan Dvořák',
  '1055': 'Anna Nováková',
  '1058': '王芳',
};

/** Who asks of the bank: an analyst, who sees all of it, and two managers, who see Prague and Brno. */
export type TalkedOfPeople = Record<'ana' | 'petra' | 'bruno', Principal>;

/**
 * Fills a store with 40 customers, 1024 to 1063, to be talked of: the even ones in Prague, Petra's, the odd ones in Brno,
 * Bruno's; all at risk, of falling value, two of them saying what each is called.
 */
export async function fillTalkedOfBank(store: Store): Promise<TalkedOfPeople> {
  await fillValuedBank(store, {
    branches: [
      { externalId: 'PRG', name: 'Prague', names: { zh: '布拉格' } },
      { externalId: 'BRN', name: 'Brno', names: { zh: '布尔诺' } },
    ],
    people: [
      {
        externalId: 'm1',
        name: 'Petra Silná',
        email: 'petra@bank.example',
        role: 'manager',
        branch: 'PRG',
      },
      {
        externalId: 'm2',
        name: 'Bruno Malý',
        email: 'bruno@bank.example',
        role: 'manager',
        branch: 'BRN',
      },
      { externalId: 'a1', name: 'Ana', email: 'ana@bank.example', role: 'analyst' },
    ],
    customers: Array.from({ length: 40 }, (_, i) => ({
      externalId: String(1024 + i),
      name: named[String(1024 + i)] ?? null,
      branch: i % 2 === 0 ? 'PRG' : 'BRN',
      manager: i % 2 === 0 ? 'm1' : 'm2',
      joinedOn: '2019-03-14',
      value: {
        contribution12m: 412.34 - i,
        clv: 1234.56 - 10 * i,
        clvLow: 900,
        clvHigh: 1600,
        tier: i % 3 === 0 ? ('high' as const) : ('low' as const),
        churnProbability: 0.92 - i / 100,
        segmentId: i % 4 === 0 ? 2 : 1,
      },
      months: monthsUpTo(asOf, 24).map((month, at) => ({
        month,
        netInterest: 60 - at,
        fees: 5,
        costToServe: 3,
        expectedLoss: 1,
        balance: 8000 - 100 * at,
        transactions: 6,
      })),
    })),
    segments: [
      { id: 1, names: { en: 'Loyal savers', zh: '忠实储户' }, size: 30 },
      { id: 2, names: { en: 'Dormant savers', zh: '沉睡储户' }, size: 10 },
    ],
    run: { asOf, at: new Date('2026-07-02T07:30:00Z') },
  });
  const people = createPeople(store, () => new Date('2026-07-02T07:30:00Z'));
  return {
    ana: await people.byEmail('ana@bank.example'),
    petra: await people.byEmail('petra@bank.example'),
    bruno: await people.byEmail('bruno@bank.example'),
  };
}
