import { readFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ingest, readMapping } from '../../src/ingest/ingest.ts';
import type { IngestReport } from '../../src/ingest/ingest-report.ts';
import { queryRows, type Store } from '../../src/store/store.ts';
import { fingerprintStore } from '../banks/dump-store.ts';
import { dataSet } from '../needs.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

const berka = dataSet('berka');

/** The rows of a raw file, read in the plainest way. */
function raw(name: string): string[][] {
  const lines = readFileSync(`${berka.path}/${name}`, 'latin1').split('\r\n').slice(1);
  return lines.filter((line) => line !== '').map((line) => line.replaceAll('"', '').split(';'));
}

const iso = (date: string) => `19${date.slice(0, 2)}-${date.slice(2, 4)}-${date.slice(4, 6)}`;
const cents = (amount: string) => Math.round(Number(amount) * 100);

/** What the raw files say of a client, reckoned from amounts alone. */
function byHand(client: string) {
  const [, birth = ''] = raw('client.asc').find(([id]) => id === client) ?? [];
  const [disposition = '', , account = ''] =
    raw('disp.asc').find(([, id, , type]) => id === client && type === 'OWNER') ?? [];
  const [, district = '', , opened = ''] = raw('account.asc').find(([id]) => id === account) ?? [];
  const month = Number(birth.slice(2, 4));
  const transactions = raw('trans.asc')
    .slice(0, -1)
    .filter(([, of]) => of === account)
    .map(([id = '', , date = '', type, , amount = '']) => ({
      id,
      date: iso(date),
      cents: type === 'PRIJEM' ? cents(amount) : -cents(amount),
    }));
  const lastOfMonth = new Map<string, { date: string; cents: number }>();
  let balance = 0;
  for (const { date, cents } of transactions.toSorted((a, b) => a.date.localeCompare(b.date))) {
    balance += cents;
    lastOfMonth.set(date.slice(0, 7), { date, cents: balance });
  }
  return {
    customer: {
      sex: month > 50 ? 'female' : 'male',
      born: `19${birth.slice(0, 2)}-${String(month % 50).padStart(2, '0')}-${birth.slice(4, 6)}`,
      joined: iso(opened),
      branch: raw('district.asc').find(([id]) => id === district)?.[1],
      name: null,
    },
    holdings: [
      `account-${account}`,
      ...raw('card.asc')
        .filter(([, of]) => of === disposition)
        .map(([id]) => `card-${id}`),
      ...raw('loan.asc')
        .filter(([, of]) => of === account)
        .map(([id]) => `loan-${id}`),
      ...raw('order.asc')
        .filter(([, of]) => of === account)
        .map(([id]) => `order-${id}`),
    ].toSorted(),
    transactions: transactions.toSorted((a, b) => Number(a.id) - Number(b.id)),
    balances: [...lastOfMonth.values()],
  };
}

describe.each(storeKinds)("Berka's bank on %s", berka.needed, (kind) => {
  let store: Store;
  let report: IngestReport;
  const take = () =>
    ingest(store, {
      mapping: readMapping('config/mappings/berka.yaml'),
      mappingName: 'berka',
      paths: [berka.path],
      now: () => new Date(),
    });
  beforeAll(async () => {
    store = await openTestStore(kind);
    report = await take();
  });
  afterAll(() => store.close());

  it('reconciles, to the row', () => {
    expect(
      report.files.map((f) => [f.file, f.read, f.stored, f.rejected, f.skipped, f.joined]),
    ).toEqual([
      ['disp.asc', 5369, 0, 0, 869, 4500],
      ['district.asc', 77, 77, 0, 0, 0],
      ['client.asc', 5369, 4500, 0, 869, 0],
      ['account.asc', 4500, 4500, 0, 0, 0],
      ['card.asc', 892, 892, 0, 0, 0],
      ['loan.asc', 682, 682, 0, 0, 0],
      ['order.asc', 6471, 6471, 0, 0, 0],
      ['trans.asc', 49103, 49102, 1, 0, 0],
    ]);
  });

  it('holds as many rows as it says', async () => {
    const [counts] = await queryRows(
      store.db,
      z.record(z.string(), z.coerce.number()),
      sql`select (select count(*) from customers) as customers,
              (select count(*) from branches) as branches,
              (select count(*) from holdings) as holdings,
              (select count(*) from transactions) as transactions,
              (select count(*) from balances) as balances,
              (select count(distinct (holding_id, date_trunc('month', booked_on))) from transactions) as months,
              (select count(*) from customers where name is not null) as named`,
    );
    expect(counts).toEqual({
      customers: 4500,
      branches: 77,
      holdings: 4500 + 892 + 682 + 6471,
      transactions: 49102,
      balances: 10950,
      months: 10950,
      named: 0,
    });
  });

  it('rejects the row that breaks off, and says where', async () => {
    const rejects = await queryRows(
      store.db,
      z.unknown(),
      sql`select mapping, file, line, "column", value, reason from ingest_rejects`,
    );
    expect(rejects).toEqual([
      {
        mapping: 'berka',
        file: 'trans.asc',
        line: 49104,
        column: 'type',
        value: '"PRIJE',
        reason: 'quote-not-closed',
      },
    ]);
  });

  it('tells the kinds of transactions', async () => {
    const kinds = await queryRows(
      store.db,
      z.object({ kind: z.string(), rows: z.coerce.number() }),
      sql`select kind, count(*) as rows from transactions group by 1 order by 1`,
    );
    expect(Object.fromEntries(kinds.map(({ kind, rows }) => [kind, rows]))).toEqual({
      'card-payment': 12,
      deposit: 9759,
      fee: 5445,
      interest: 9463,
      'loan-payment': 123,
      'penalty-interest': 64,
      pension: 1770,
      'transfer-in': 2002,
      'transfer-out': 6220,
      withdrawal: 14244,
    });
  });

  // The bank rounds some of its balances: those of client 2 drift from the sum of the amounts by a little.
  it.each([
    ['2', 200],
    ['597', 0],
    ['1944', 0],
  ])('holds of client %s what the files say', async (client, drift) => {
    const expected = byHand(client);
    const [customer] = await queryRows(
      store.db,
      z.object({ id: z.number() }).loose(),
      sql`select c.id, c.name, sex, birth_date::text as born, joined_on::text as joined, b.name as branch
            from customers c join branches b on b.id = branch_id where c.external_id = ${client}`,
    );
    expect(customer).toMatchObject(expected.customer);
    const id = customer?.id ?? 0;
    const holdings = await queryRows(
      store.db,
      z.object({ id: z.string() }),
      sql`select external_id as id from holdings where customer_id = ${id}`,
    );
    expect(holdings.map((holding) => holding.id).toSorted()).toEqual(expected.holdings);
    const transactions = await queryRows(
      store.db,
      z.object({ id: z.string(), date: z.string(), cents: z.coerce.number() }),
      sql`select external_id as id, booked_on::text as date, amount * 100 as cents
            from transactions where customer_id = ${id} order by external_id::int`,
    );
    expect(transactions).toEqual(expected.transactions);
    const balances = await queryRows(
      store.db,
      z.object({ date: z.string(), cents: z.coerce.number() }),
      sql`select as_of::text as date, amount * 100 as cents
            from balances where customer_id = ${id} order by 1`,
    );
    expect(balances.map(({ date }) => date)).toEqual(expected.balances.map(({ date }) => date));
    for (const [i, { cents }] of balances.entries()) {
      expect(Math.abs(cents - (expected.balances[i]?.cents ?? Number.NaN))).toBeLessThanOrEqual(
        drift,
      );
    }
  });

  it('keeps what a loan became', async () => {
    const [loan] = await queryRows(
      store.db,
      z.unknown(),
      sql`select opened_on::text as opened, closed_on::text as closed, amount::float as amount, status, attributes
            from holdings where external_id = 'loan-5314'`,
    );
    expect(loan).toEqual({
      opened: '1993-07-05',
      closed: '1994-07-05',
      amount: 96396,
      status: 'finished-unpaid',
      attributes: { account: '1787', months: 12, payment: 8033 },
    });
  });

  it('changes nothing the second time', async () => {
    const before = await fingerprintStore(store);
    const again = await take();
    expect(again.files.reduce((sum, { stored }) => sum + stored, 0)).toBe(0);
    expect(again.files.at(-1)).toMatchObject({ unchanged: 49102, rejected: 1 });
    expect(await fingerprintStore(store)).toEqual(before);
  });
});
