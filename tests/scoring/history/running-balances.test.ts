import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { and, eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ingest, readMapping } from '../../../src/ingest/ingest.ts';
import { balances } from '../../../src/store/schema.ts';
import { stageBalances } from '../../../src/store/scoring/stage-balances.ts';
import { stageCustomers } from '../../../src/store/scoring/stage-customers.ts';
import { createStaging } from '../../../src/store/scoring/staging.ts';
import { queryRows, type Store } from '../../../src/store/store.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'running-balances-'));
afterAll(() => rmSync(folder, { recursive: true }));

const mapping = join(folder, 'bank.yaml');
writeFileSync(
  mapping,
  `bank: { name: Bank, currency: AUD, timezone: Australia/Melbourne }
files:
  postings:
    name: postings*.csv
    tables:
      - { into: customers, duplicates: first, fields: { externalId: customer } }
      - into: holdings
        duplicates: first
        fields: { customer: customer, externalId: account, product: { value: current-account }, openedOn: opened }
      - into: transactions
        monthEndBalances: true
        fields: { customer: customer, externalId: id, holding: account, bookedOn: day, amount: amount, kind: { value: other }, balanceAfter: balance }
  statements:
    name: statements.csv
    tables:
      - { into: customers, duplicates: first, fields: { externalId: customer } }
      - { into: holdings, duplicates: first, fields: { customer: customer, externalId: account, product: { value: current-account } } }
      - { into: balances, fields: { customer: customer, holding: account, asOf: day, amount: balance } }
`,
);
const header = 'customer,account,opened,id,day,amount,balance\n';
const rows = [
  // Books last on the day before September ends and, newest first in the file, twice on the last day of October.
  'ann,a,,a5,2025-10-31,-300,2000',
  'ann,a,,a4,2025-10-31,-100,2300',
  'ann,a,,a3,2025-09-29,2000,2400',
  'ann,a,,a2,2025-09-10,-200,400',
  'ann,a,,a1,2025-08-03,100,600',
  // Is silent in September and overdrawn for the first half of October.
  'bo,b,,b1,2025-08-20,-50,1000',
  'bo,b,,b2,2025-10-01,-1500,-500',
  'bo,b,,b3,2025-10-16,3000,2500',
  // Comes in September, and books on its last day.
  'cy,c,2025-09-11,c1,2025-09-11,300,300',
  'cy,c,2025-09-11,c2,2025-09-30,-100,200',
  // Is overdrawn all the time.
  'ed,e,,e1,2025-08-01,-1000,-1000',
  'ed,e,,e2,2025-09-16,-500,-1500',
  'ed,e,,e3,2025-10-11,300,-1200',
];

describe.each(storeKinds)('balances that transactions carry, on %s', (kind) => {
  let store: Store;
  const take = async (files: Record<string, string>) => {
    const paths = Object.entries(files).map(([name, text]) => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    });
    return ingest(store, {
      mapping: readMapping(mapping),
      mappingName: 'bank',
      paths,
      now: () => new Date('2025-11-10T00:00:00Z'),
    });
  };

  beforeAll(async () => {
    store = await openTestStore(kind);
    // In two batches that overlap, the newer first: each month's mean is that of all its rows.
    await take({ 'postings-1.csv': `${header}${rows.slice(0, 4).join('\n')}\n` });
    await take({
      'postings-2.csv': `${header}${rows.slice(2).join('\n')}\n`,
      'statements.csv':
        'customer,account,day,balance\ndi,d,2025-08-31,1000\ndi,d,2025-09-30,2000\ndi,d,2025-10-31,500\n',
    });
  });
  afterAll(() => store.close());

  it('count in a month by the mean of its days', async () => {
    const asOf = '2025-10-31';
    const months = ['2025-08-01', '2025-09-01', '2025-10-01'];
    await createStaging(store.db, {
      from: '2025-08-01',
      asOf,
      periodStarts: months,
      months,
      monthsEnd: '2025-11-01',
    });
    await stageCustomers(store.db, asOf);
    const rates = [
      { product: 'current-account' as const, deposit: true, spread: 0.12, expectedLoss: 0.24 },
    ];
    await stageBalances(store.db, asOf, rates, { from: 0, to: 2 ** 31 - 1 });
    const found = await queryRows(
      store.db,
      z.object({
        customer: z.string(),
        interest: z.array(z.number()),
        loss: z.array(z.number()),
      }),
      sql`select k.external_id as customer, array_agg(interest / 12 order by month) as interest,
            array_agg(loss / 12 order by month) as loss
          from (select c.customer_id, m.month,
                  coalesce(b.mean_interest, 0) + coalesce(sum(b.interest) over earlier, 0) as interest,
                  coalesce(b.mean_loss, 0) + coalesce(sum(b.loss) over earlier, 0) as loss
                from scoring_customers c cross join generate_series(1, 3) m (month)
                left join scoring_balances b on b.customer_id = c.customer_id and b.month = m.month
                window earlier as (partition by c.customer_id order by m.month
                  rows between unbounded preceding and 1 preceding)) told
          join customers k on k.id = told.customer_id group by 1 order by 1`,
    );
    // By hand: a twelfth of 12 % of the mean of the days' closing balances.
    const interest = (of: number[]) => of.map((mean) => expect.closeTo(0.01 * mean, 9));
    const debts = [1000, (15 * 1000 + 15 * 1500) / 30, (10 * 1500 + 21 * 1200) / 31];
    expect(found).toEqual([
      {
        customer: 'ann',
        interest: interest([
          (2 * 500 + 29 * 600) / 31,
          (9 * 600 + 19 * 400 + 2 * 2400) / 30,
          (30 * 2400 + 2000) / 31,
        ]),
        loss: [0, 0, 0],
      },
      {
        customer: 'bo',
        interest: interest([(19 * 1050 + 12 * 1000) / 31, 1000, (15 * -500 + 16 * 2500) / 31]),
        loss: [0, 0, 0],
      },
      { customer: 'cy', interest: interest([0, (19 * 300 + 200) / 30, 200]), loss: [0, 0, 0] },
      // Where only month ends are known, each holds for its month.
      { customer: 'di', interest: interest([1000, 2000, 500]), loss: [0, 0, 0] },
      // Interest and expected loss of an overdrawn account go by the mean debt.
      {
        customer: 'ed',
        interest: interest(debts),
        loss: debts.map((debt) => expect.closeTo(0.02 * debt, 9)),
      },
    ]);
  });

  it('are kept as of the last booking of each month, once', async () => {
    const kept = await store.db.select().from(balances).orderBy(balances.holdingId, balances.asOf);
    expect(kept.map(({ holdingId, asOf, amount }) => [holdingId, asOf, Number(amount)])).toEqual([
      ['a', '2025-08-03', 600],
      ['a', '2025-09-29', 2400],
      ['a', '2025-10-31', 2000],
      ['b', '2025-08-20', 1000],
      ['b', '2025-10-16', 2500],
      ['c', '2025-09-30', 200],
      ['d', '2025-08-31', 1000],
      ['d', '2025-09-30', 2000],
      ['d', '2025-10-31', 500],
      ['e', '2025-08-01', -1000],
      ['e', '2025-09-16', -1500],
      ['e', '2025-10-11', -1200],
    ]);
    const before = await store.db.select().from(balances);
    await take({ 'postings-1.csv': `${header}${rows.slice(0, 4).join('\n')}\n` });
    expect(await store.db.select().from(balances)).toEqual(before);
  });

  it('lose the mean of their month where another file corrects the amount alone', async () => {
    const ofAnn = async () => {
      const kept = await store.db
        .select()
        .from(balances)
        .where(eq(balances.holdingId, 'a'))
        .orderBy(balances.asOf);
      return kept.map(({ asOf, amount, monthMean }) => [asOf, Number(amount), monthMean]);
    };
    const [august, september, october] = await ofAnn();
    const statement = (amount: number) => ({
      'statements.csv': `customer,account,day,balance\nann,a,2025-10-31,${amount}\n`,
    });
    await take(statement(2000));
    expect(await ofAnn()).toEqual([august, september, october]);
    await take(statement(1900));
    expect(await ofAnn()).toEqual([august, september, ['2025-10-31', 1900, null]]);
    // A mean that comes with another amount holds, also where it is that of before.
    const file = `${header}${rows.slice(0, 4).join('\n')}\n`;
    await take({ 'postings-1.csv': file });
    expect(await ofAnn()).toEqual([august, september, october]);
    await store.db
      .update(balances)
      .set({ amount: 1900, monthMean: 7 })
      .where(and(eq(balances.holdingId, 'a'), eq(balances.asOf, '2025-10-31')));
    await store.db
      .update(balances)
      .set({ monthMean: (30 * 2400 + 2000) / 31 })
      .where(eq(balances.asOf, '2025-10-31'));
    await take({ 'postings-1.csv': file });
    expect(await ofAnn()).toEqual([august, september, october]);
  });

  it('lose it, too, where a version that does not know of it corrects the amount', async () => {
    await store.db.execute(sql`
      insert into balances as b (customer_id, holding_id, as_of, amount)
      select customer_id, holding_id, as_of, amount + 1 from balances where holding_id = 'b'
      on conflict (customer_id, holding_id, as_of) do update set amount = excluded.amount`);
    const kept = await store.db.select().from(balances).where(eq(balances.holdingId, 'b'));
    expect(kept.map(({ monthMean }) => monthMean)).toEqual([null, null]);
  });
});
