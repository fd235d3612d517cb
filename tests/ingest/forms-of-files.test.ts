import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import writeXlsxFile from 'write-excel-file/node';
import { z } from 'zod';
import { ingest, readMapping } from '../../src/ingest/ingest.ts';
import type { IngestReport } from '../../src/ingest/ingest-report.ts';
import { queryRows, type Store } from '../../src/store/store.ts';
import { emptyStore } from '../banks/dump-store.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'forms-'));
afterAll(() => rmSync(folder, { recursive: true }));
const bank = 'bank: { name: Bank, currency: EUR, timezone: Europe/Berlin }\n';
let made = 0;

describe.each(storeKinds)('what banks export, on %s', (kind) => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore(kind);
  });
  beforeEach(() => emptyStore(store));
  afterAll(() => store.close());

  /** Takes files in by a mapping of which the bank is given already. */
  async function take(
    mapping: string,
    files: Record<string, string | Buffer>,
  ): Promise<IngestReport> {
    const at = join(folder, String(++made));
    mkdirSync(at);
    writeFileSync(join(at, 'mapping.yaml'), bank + mapping);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(at, name), text);
    return ingest(store, {
      mapping: readMapping(join(at, 'mapping.yaml')),
      mappingName: 'forms',
      paths: Object.keys(files).map((name) => join(at, name)),
      now: () => new Date('2026-07-01T12:00:00Z'),
    });
  }
  const rows = (query: ReturnType<typeof sql>) => queryRows(store.db, z.unknown(), query);
  const transactions = () =>
    rows(sql`select c.external_id as customer, booked_on::text as day, amount::float as amount, t.external_id as id
             from transactions t join customers c on c.id = customer_id order by booked_on, t.external_id`);

  const statement = `
format: { delimiter: ";", dates: [dd.MM.yyyy], numbers: { decimal: ",", thousands: ["."] } }
files:
  statement:
    name: statement*.csv
    format: { preamble: until-header }
    tables:
      - into: customers
        fields: { externalId: { value: me } }
      - into: transactions
        fields:
          customer: { value: me }
          externalId: { hash: row, numbered: true }
          bookedOn: Day
          amount: Amount
          kind: { value: other }
`;
  const lines = [
    'sep=;',
    'Statement of account;created 30.06.2026',
    '',
    'Balance;"1.234,50 €"',
    'Day;Text;Amount',
    '01.06.2026;Rent;-500,00',
    '02.06.2026;Wages;1500,00',
    '02.06.2026;Wages;1500,00',
  ];

  it('takes a statement with lines before its header and rows alike into two tables, once', async () => {
    const report = await take(statement, { 'statement.csv': lines.join('\r\n') });
    expect(report.files).toMatchObject([
      { file: 'statement.csv', table: 'customers', read: 3, stored: 1, unchanged: 2 },
      { file: 'statement.csv', table: 'transactions', read: 3, stored: 3 },
    ]);
    // A later statement overlaps the first, and has other lines before its header.
    const later = [...lines.slice(3), '03.06.2026;Shop;-12,5', 'not a day;x;1'].join('\n');
    const again = await take(statement, { 'statement-2.csv': later });
    expect(again.files[1]).toMatchObject({ read: 5, stored: 1, unchanged: 3, rejected: 1 });
    expect(await rows(sql`select line, value from ingest_rejects`)).toEqual([
      { line: 7, value: 'not a day' },
    ]);
    expect(await transactions()).toMatchObject([
      { customer: 'me', day: '2026-06-01', amount: -500 },
      { amount: 1500 },
      { amount: 1500 },
      { day: '2026-06-03', amount: -12.5 },
    ]);
  });

  it('says which columns it looked for where there is no such header, and what sep= says', async () => {
    await expect(
      take(statement, { 'statement.csv': 'Tag;Betrag\n01.06.2026;1\n' }),
    ).rejects.toThrow(
      'none of the first 2 lines is a header with the columns that the mapping uses: Day, Amount',
    );
    await expect(take(statement, { 'statement.csv': 'sep=,\nDay,Text,Amount\n' })).rejects.toThrow(
      'says that "," stands between its columns, the mapping says ";"',
    );
  });

  it('takes ids of several columns, of a hash and of the line, names of two columns, and ages', async () => {
    await take(
      `files:
  people:
    name: people.csv
    format: { preamble: 1, raggedRows: fill }
    tables:
      - into: customers
        fields:
          externalId: { columns: [branch, no], separator: "/" }
          name: { columns: [first, last] }
          joinedOn: { column: tenure, before: 2025-12-31, in: months }
          birthDate: { column: age, before: 2025-12-31, in: years }
          closedOn: { value: 2025-12-31, when: { left: ["Yes"] } }
        attributes: { score: { column: score, type: number } }
      - into: holdings
        fields:
          customer: { columns: [branch, no], separator: "/" }
          externalId: { hash: [branch, no] }
          product: { value: current-account }
      - into: balances
        where: { balance: { not: "0" } }
        fields:
          customer: { columns: [branch, no], separator: "/" }
          holding: { hash: [branch, no] }
          asOf: { value: 2025-12-31 }
          amount: balance
      - into: feedback
        where: { said: { not: "" } }
        fields:
          customer: { columns: [branch, no], separator: "/" }
          externalId: { line: true }
          givenOn: { value: 2025-12-31 }
          text: said
`,
      {
        'people.csv':
          'as of 31 December 2025\nbranch,no,first,last,tenure,age,left,balance,score,said\nN,1,Ana,Kim,14,40,Yes,0,610\nS,1,,Li,0,,No,250.5,,Slow app,x\n',
      },
    );
    expect(
      await rows(sql`select external_id as id, name, joined_on::text as joined, birth_date::text as born,
                       closed_on::text as closed, attributes from customers order by 1`),
    ).toEqual([
      {
        id: 'N/1',
        name: 'Ana Kim',
        joined: '2024-10-31',
        born: '1985-12-31',
        closed: '2025-12-31',
        attributes: { score: 610 },
      },
      { id: 'S/1', name: 'Li', joined: '2025-12-31', born: null, closed: null, attributes: {} },
    ]);
    const [held] = await rows(sql`select count(distinct h.external_id)::int as holdings,
      (select sum(amount)::float from balances) as balance,
      (select external_id from feedback) as comment from holdings h`);
    expect(held).toEqual({ holdings: 2, balance: 250.5, comment: 'people.csv:4' });
  });

  const converted = (rates: string) => `${rates}
files:
  rates: { name: rates*.csv, format: { dates: [dd.MM.yyyy] } }
  sales:
    name: sales.csv
    tables:
      - { into: customers, duplicates: first, fields: { externalId: customer } }
      - into: transactions
        fields:
          customer: customer
          externalId: { line: true }
          amount: { column: amount, currency: currency }
          bookedOn: at
          kind: { value: card-payment }
`;
  const sales = `customer,at,amount,currency
1,2024-12-31,100,USD
1,2025-01-01,100,USD
1,2025-01-31,100,usd
1,2025-02-01,100,USD
1,2025-02-02,100,GBP
1,2025-02-03,100,EUR
1,2025-02-30,100,USD
1,2025-02-04,100,JPY
`;
  const byDay = [
    { day: '2025-01-01', amount: 96 },
    { day: '2025-01-31', amount: 96 },
    { day: '2025-02-01', amount: 92 },
    { day: '2025-02-02', amount: 117 },
    { day: '2025-02-03', amount: 100 },
  ];
  const withoutRate = [
    { line: 2, column: 'currency', value: 'USD', reason: 'no-rate' },
    { line: 8, column: 'at', value: '2025-02-30', reason: 'not-a-date' },
    { line: 9, column: 'currency', value: 'JPY', reason: 'no-rate' },
  ];

  const rejected = () =>
    rows(sql`select line, "column", value, reason from ingest_rejects
             where batch_id = (select max(id) from ingest_batches where status = 'done') order by line`);

  it('converts at the last rate on or before the day of the row', async () => {
    const given = 'rates: { USD: { 2025-02-01: 0.92, 2025-01-01: 0.96 }, GBP: 1.17 }';
    await take(converted(given), { 'sales.csv': sales });
    expect(await rejected()).toMatchObject(withoutRate);
    expect(await transactions()).toMatchObject(byDay);
  });

  it('takes rates from a file', async () => {
    const given =
      'rates: { GBP: 1.17 }\nratesFile: { file: rates, currency: code, day: from, rate: rate }';
    await take(converted(given), {
      'sales.csv': sales,
      'rates.csv': 'code,from,rate\nUSD,01.02.2025,0.92\nusd,01.01.2025,0.96\n',
    });
    expect(await rejected()).toMatchObject(withoutRate);
    expect(await transactions()).toMatchObject(byDay);
    await expect(take(converted(given), { 'sales.csv': sales })).rejects.toThrow(
      'has amounts in other currencies, whose rates are in rates',
    );
    for (const [row, why] of [
      ['USD,01.02.2025,0', 'line 2: expected a currency, a day and a rate above 0'],
      ['USD,2025-02-01,1', 'from: not-a-date'],
      ['GBP,01.02.2025,1', 'the mapping has a rate of GBP, too'],
    ]) {
      const files = { 'sales.csv': sales, 'rates.csv': `code,from,rate\n${row}\n` };
      await expect(take(converted(given), files)).rejects.toThrow(why);
    }
  });

  it('takes the rates of rows that the file’s where takes, and refuses two different ones of a day', async () => {
    const given =
      'rates: { GBP: 1.17 }\nratesFile: { file: rates, currency: code, day: from, rate: rate }';
    const middle = converted(given).replace(
      'rates*.csv,',
      'rates*.csv, where: { type: [mid], area: { not: X } },',
    );
    expect(middle).toContain('where: { type');
    const head = 'code,from,rate,type,area\n';
    const kept = 'USD,01.01.2025,0.96,mid,E\nUSD,01.02.2025,0.92,mid,E\n';
    const others =
      'USD,01.01.2025,0.95,ask,E\nUSD,01.02.2025,9,mid,X\nGBP,01.02.2025,1,ask,E\nUSD,n/a,,bid,\n';
    await take(middle, {
      'sales.csv': sales,
      'rates.csv': `${head}${kept}${others}usd,01.02.2025,0.920,mid,E\n`,
      'rates-2.csv': `${head}USD,01.02.2025,0.92,mid,E\n`,
    });
    expect(await transactions()).toMatchObject(byDay);
    const twice = 'line 4: another rate of USD on 2025-02-01, 0.93; ';
    await expect(
      take(middle, {
        'sales.csv': sales,
        'rates.csv': `${head}${kept}usd,01.02.2025,0.93,mid,E\n`,
      }),
    ).rejects.toThrow(new RegExp(`rates\\.csv, ${twice}.*rates\\.csv, line 3, has 0\\.92`));
    await expect(
      take(middle, {
        'sales.csv': sales,
        'rates.csv': head + kept,
        'rates-2.csv': `${head}USD,01.02.2025,0.93,mid,E\n`,
      }),
    ).rejects.toThrow(/line 2: another rate of USD on 2025-02-01, 0\.9\d; .*, line [23], has 0\.9/);
    await expect(
      take(middle.replace('type: [mid]', 'type: { in: types }'), { 'sales.csv': sales }),
    ).rejects.toThrow('no "types" among lookups');
    const looked = `lookups: { types: { file: types, key: type, value: type } }\n${middle.replace('type: [mid]', 'type: { in: types }')}  types: { name: types.csv }\n`;
    await expect(take(looked, { 'sales.csv': sales })).rejects.toThrow(
      'ratesFile: where of files.rates cannot look rows up',
    );
  });

  it('takes quantity times price, currencies, signs for a whole column, and times as programs write them', async () => {
    const report = await take(
      `rates: { USD: 0.9, GBP: 1.17 }
format: { dates: [M/d/yyyy H:mm, d MMM yyyy], numbers: { thousands: [","] } }
files:
  sales:
    name: sales.csv
    tables:
      - into: customers
        where: { customer: { not: "" } }
        duplicates: first
        fields: { externalId: customer }
      - into: transactions
        where: { customer: { not: "" } }
        fields:
          customer: customer
          externalId: { line: true }
          bookedOn: at
          amount: { column: quantity, times: price, currency: currency, sign: minus }
          kind: { value: card-payment }
`,
      {
        'sales.csv': `customer,at,quantity,price,currency
1,12/1/2010 8:26,6,2.55,EUR
1,2 Dec 2010,-1,3.335,USD
1,3 Dec 2010,"1,000",1e2,GBP
1,3 Dec 2010,1,1,JPY
,4 Dec 2010,1,1,EUR
`,
      },
    );
    expect(report.files[1]).toMatchObject({ read: 5, stored: 3, rejected: 1, skipped: 1 });
    expect(report.rejects).toMatchObject([{ column: 'currency', reason: 'no-rate' }]);
    expect(await transactions()).toMatchObject([
      { day: '2010-12-01', amount: -15.3 },
      { day: '2010-12-02', amount: 3 },
      { day: '2010-12-03', amount: -117_000 },
    ]);
  });

  it('leaves a wrong optional value out where the mapping says so, with a warning', async () => {
    const customers = `
    name: customers.csv
    into: customers
    fields: { externalId: id, birthDate: born, sex: sex, branch: branch }
    attributes: { income: { column: income, type: number } }
`;
    const csv = 'id,born,sex,branch,income\n1,1980-02-30,x,N,many\n2,1980-02-28,female,,5\n,,,,\n';
    const strict = await take(`files:\n  customers:${customers}`, { 'customers.csv': csv });
    expect(strict.files[0]).toMatchObject({ read: 3, stored: 1, rejected: 2 });
    const lenient = await take(`whenWrong: leave-out\nfiles:\n  customers:${customers}`, {
      'customers.csv': csv,
    });
    expect(lenient.files[0]).toMatchObject({ read: 3, stored: 1, unchanged: 1, rejected: 1 });
    expect(lenient.warnings).toEqual(
      [
        ['income', 'not-a-number'],
        ['born', 'not-a-date'],
        ['sex', 'unknown-code'],
        ['branch', 'unknown-branch'],
      ].map(([column, reason]) => ({
        file: 'customers.csv',
        column,
        reason,
        outcome: 'emptied',
        rows: 1,
        firstLine: 2,
      })),
    );
    expect(
      await rows(sql`select external_id as id, birth_date, sex from customers order by 1`),
    ).toMatchObject([
      { id: '1', birth_date: null, sex: null },
      { id: '2', sex: 'female' },
    ]);
  });

  it('takes customers of whom nothing is known but who they are', async () => {
    const only = 'files: { ids: { name: ids.csv, into: customers, fields: { externalId: id } } }\n';
    const report = await take(only, { 'ids.csv': 'id\n1\n2\n2\n' });
    expect(report.files).toMatchObject([{ read: 3, stored: 2, unchanged: 1, rejected: 0 }]);
    expect((await take(only, { 'ids.csv': 'id\n2\n' })).files).toMatchObject([{ unchanged: 1 }]);
  });

  it('takes a sheet of a workbook, with days, times and numbers as they are shown', async () => {
    const text = (value: string) => ({ value });
    const cell = (value: number) => ({ value });
    const about = [[text('About')]];
    const bookings = [
      [text('Export of 1 July')],
      [],
      ['customer', 'booked', 'amount', 'note'].map(text),
      [
        cell(1001),
        { value: new Date('2026-03-05T00:00:00Z'), format: 'dd.mm.yyyy' },
        cell(0.1 + 0.2),
        text('a & "b"'),
      ],
      [
        cell(1001),
        { value: new Date('2026-03-06T08:26:00Z'), format: 'yyyy-mm-dd hh:mm' },
        cell(-1200.5),
        null,
      ],
      [text('1001'), text('07.03.2026'), text('1.000,25'), text('张伟')],
    ];
    const book = await writeXlsxFile([
      { sheet: 'Cover', data: about },
      { sheet: 'Bookings', data: bookings },
    ]).toBuffer();
    const mapping = (sheet: string) => `
format: { dates: [dd.MM.yyyy], numbers: { decimal: ",", thousands: ["."] } }
files:
  book:
    name: book.xlsx
    format: { sheet: ${sheet}, preamble: until-header }
    tables:
      - into: customers
        fields: { externalId: customer }
      - into: transactions
        fields:
          customer: customer
          externalId: { line: true }
          bookedOn: booked
          amount: amount
          kind: { value: other }
          counterparty: note
`;
    const report = await take(mapping('Bookings'), { 'book.xlsx': book });
    expect(report.rejects).toEqual([]);
    expect(await transactions()).toEqual([
      { customer: '1001', day: '2026-03-05', amount: 0.3, id: 'book.xlsx:4' },
      { customer: '1001', day: '2026-03-06', amount: -1200.5, id: 'book.xlsx:5' },
      { customer: '1001', day: '2026-03-07', amount: 1000.25, id: 'book.xlsx:6' },
    ]);
    expect(await rows(sql`select counterparty from transactions order by external_id`)).toEqual([
      { counterparty: 'a & "b"' },
      { counterparty: null },
      { counterparty: '张伟' },
    ]);
    await expect(take(mapping('Sales'), { 'book.xlsx': book })).rejects.toThrow(
      /book\.xlsx has no sheet Sales: it has "Cover", "Bookings"/,
    );
    await expect(
      take(mapping('Bookings'), { 'book.xlsx': book.subarray(0, book.length / 2) }),
    ).rejects.toThrow(/book\.xlsx is a damaged workbook/);
    await expect(
      take(mapping('1'), { 'book.xlsx': Buffer.from('d0cf11e0a1b11ae1', 'hex') }),
    ).rejects.toThrow(/before 2007 \(\.xls\).*save it as \.xlsx/);
    for (const [place, beyond, why] of [
      ['r="A4"', 'r="ZZZZZZ4"', /book\.xlsx: row 4 has a cell at "ZZZZZZ4"/],
      ['<row r="4"', '<row r="999999999"', /book\.xlsx: a row has the number "999999999"/],
    ] as const) {
      const { 'xl/worksheets/sheet2.xml': sheet, ...parts } = unzipSync(book);
      const moved = strFromU8(sheet ?? new Uint8Array()).replace(place, beyond);
      expect(moved).toContain(beyond);
      const far = zipSync({ ...parts, 'xl/worksheets/sheet2.xml': strToU8(moved) });
      await expect(take(mapping('Bookings'), { 'book.xlsx': Buffer.from(far) })).rejects.toThrow(
        why,
      );
    }
  });

  it('takes several sheets of one workbook, each by its own entry', async () => {
    const texts = (...rows: string[][]) => rows.map((row) => row.map((value) => ({ value })));
    const book = await writeXlsxFile([
      { sheet: 'Cover', data: texts(['Our customers']) },
      { sheet: 'People', data: texts(['id', 'name'], ['1', 'Ann'], ['2', 'Bo']) },
      {
        sheet: 'Orders',
        data: texts(
          ['id', 'order', 'day', 'price'],
          ['1', 'a', '2026-03-05', '5'],
          ['9', 'b', '2026-03-05', '5'],
        ),
      },
    ]).toBuffer();
    const entries = (people: string, orders: string) => `
files:
  people:
    name: crm*.xlsx
    format: { sheet: ${people} }
    into: customers
    fields: { externalId: id, name: name }
  orders:
    name: crm*.xlsx
    format: { sheet: ${orders} }
    where: { id: { in: known } }
    into: transactions
    fields: { customer: id, externalId: { line: true }, bookedOn: day, amount: { column: price, sign: minus }, kind: { value: other } }
lookups:
  known: { file: people, key: id, value: id }
`;
    const report = await take(entries('People', 'Orders'), { 'crm.xlsx': book });
    expect(report.files).toMatchObject([
      { file: 'crm.xlsx (People)', read: 2, stored: 2 },
      { file: 'crm.xlsx (Orders)', read: 2, stored: 1, skipped: 1 },
    ]);
    expect(await transactions()).toEqual([
      { customer: '1', day: '2026-03-05', amount: -5, id: 'crm.xlsx (Orders):2' },
    ]);
    await expect(take(entries('People', 'People'), { 'crm.xlsx': book })).rejects.toThrow(
      'is both people and orders by the names in the mapping: make the names there tell them apart or, of a workbook, give each a sheet of its own',
    );
    await expect(
      take(entries('People', 'Orders'), { 'crm.xlsx': 'id,name\n1,Ann\n' }),
    ).rejects.toThrow('no workbook with sheets');
  });
});
