import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import writeXlsxFile from 'write-excel-file/node';
import { z } from 'zod';
import { draftMapping } from '../../src/ingest/draft/draft-mapping.ts';
import { ingest, readMapping } from '../../src/ingest/ingest.ts';
import { queryRows, type Store } from '../../src/store/store.ts';
import { emptyStore } from '../banks/dump-store.ts';
import { openTestStore } from '../test-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'draft-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Files as programs write them, and what the store holds once they are loaded by their drafts alone. */
const files: [name: string, content: string | Buffer, customers: number, sum: number | null][] = [
  [
    'statement.csv',
    'Statement of account;created 30.06.2026\n\nAccount;DE00\nBalance;"1.234,50 €"\n\nDay;Text;Amount\n01.06.2026;Rent;-500,00\n02.06.2026;Wages;1500,00\n02.06.2026;Wages;1500,00\n',
    1,
    2500,
  ],
  [
    'retail.csv',
    'InvoiceNo,Description,Quantity,InvoiceDate,UnitPrice,CustomerID\n1,Lantern,6,12/1/2010 8:26,2.55,17850\n1,Hanger,8,12/13/2010 8:26,2.75,17850\nC2,Lantern,-6,12/14/2010 9:00,2.55,17850\n3,Bag,1,12/14/2010 9:10,1,\n',
    1,
    -22,
  ],
  [
    'churn.txt',
    'customerID\tgender\ttenure\tBalance\tChurn\nA\tFemale\t34\t100.5\tYes\nB\tMale\t72\t0\tNo\n',
    2,
    null,
  ],
  [
    'zhangdan.csv',
    // 交易时间,收/支,金额,交易对方 and two rows in GB 18030, as a payment service of China writes them.
    Buffer.from(
      'bdbbd2d7cab1bce42ccad52fd6a72cbdf0b6ee2cbdbbd2d7b6d4b7bd0a323032362d30362d30312030383a30303a30302cd6a7b3f62c31322e35302cb3accad00a323032362d30362d30322030383a30303a30302ccad5c8eb2c3130302e30302cb9abcbbe0a',
      'hex',
    ),
    1,
    87.5,
  ],
  [
    // Unsigned amounts with the way they go in a column of its own, and days in two formats.
    'movements.csv',
    'txn_id,customer_id,account,date,amount,movement,balance,first_name\nt1,C1,A1,8/1/18,20.00,debit,980.00,Ann\nt2,C1,A1,8/20/2018,50.00,credit,1030.00,Ann\nt3,C2,A2,9/3/18,5.00,debit,95.00,Bo\n',
    2,
    25,
  ],
  [
    // A row a customer of everything: the account before and after, the card beside it.
    'everything.csv',
    'Customer ID,Contact Number,Account Balance,Date Of Account Opening,TransactionID,Transaction Date,Transaction Type,Transaction Amount,Account Balance After Transaction\n1,19458794854,1313.38,5/26/2006,1,12/7/2023,Withdrawal,457.61,855.77\n2,19458794855,5988.46,3/2/2006,2,4/27/2023,Deposit,1660.99,7649.45\n',
    2,
    1203.38,
  ],
  [
    // A snapshot without an id: two who are alike are two.
    'campaign.csv',
    'age;job;marital;campaign\n56;housemaid;married;1\n37;services;married;2\n56;housemaid;married;1\n',
    3,
    null,
  ],
  [
    // Purchases of which only the price of what was bought is known, and two prices beside it.
    'purchases.csv',
    'transaction_id,customer_id,transaction_date,brand,list_price,standard_cost\n1,C1,2017-02-25,Solex,71.49,53.62\n2,C2,2017-05-21,Trek,2091.47,388.92\n3,C1,2017-10-16,OHM,1793.43,248.82\n',
    2,
    3956.39,
  ],
  [
    // Sales with returns, of which an id comes twice.
    'sales.csv',
    'transaction_id,cust_id,tran_date,prod_code,Qty,Rate,total_amt\n8,C1,28-02-2019,1,2,10,22.10\n8,C1,2/1/2019,1,-2,-10,-22.10\n9,C2,27-02-2019,3,1,30,33.15\n',
    2,
    -33.15,
  ],
  [
    // IBAN is that of whom was paid: all rows are of one account.
    'giro.csv',
    'Buchungsdatum;Wertstellung;Zahlungsempfänger*in;Verwendungszweck;IBAN;Betrag (€)\n01.06.26;02.06.26;Shop;Food;DE01;-10,00\n03.06.26;03.06.26;Landlord;Rent;DE02;-500,00\n',
    1,
    -510,
  ],
  [
    // Accounts of the bank's own customers, beside those of others.
    'konten.csv',
    'IBAN Auftragskonto;Buchungstag;Valutadatum;Name Zahlungsbeteiligter;IBAN Zahlungsbeteiligter;Betrag;Saldo nach Buchung\nDE1;01.06.2026;02.06.2026;Shop;DE9;-10,00;90,00\nDE2;01.06.2026;02.06.2026;Shop;DE9;-20,00;80,00\n',
    2,
    -30,
  ],
];

describe('mapping draft', () => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore('pglite');
  });
  afterAll(() => store.close());

  it.each(files)('of %s needs no change to load it', async (name, content, customers, sum) => {
    await emptyStore(store);
    writeFileSync(join(folder, name), content);
    const [path, draft] = [join(folder, name), join(folder, `${name}.yaml`)];
    writeFileSync(draft, await draftMapping([path], 'Europe/Berlin'));
    const report = await ingest(store, {
      mapping: readMapping(draft),
      mappingName: 'draft',
      paths: [path],
      now: () => new Date('2026-12-01T00:00:00Z'),
    });
    expect(report.rejects).toEqual([]);
    const found = await queryRows(
      store.db,
      z.unknown(),
      sql`select (select count(*)::int from customers) as customers,
            (select sum(amount)::float from transactions) as sum`,
    );
    expect(found).toEqual([{ customers, sum }]);
  });

  it('drafts each sheet of a workbook that has a table, as a pharmacy of China writes it', async () => {
    await emptyStore(store);
    const texts = (rows: string[][]) => rows.map((row) => row.map((value) => ({ value })));
    const book = await writeXlsxFile([
      { sheet: 'Title', data: texts([['销售数据'], ['2018']]) },
      {
        sheet: 'Sales',
        data: texts([
          ['购药时间', '社保卡号', '商品编码', '商品名称', '销售数量', '应收金额', '实收金额'],
          ['2018-01-01 星期一', '1616528', '236701', '强力VC银翘片', '6', '82.8', '69'],
          ['2018-01-02 星期二', '1616528', '236701', '清热解毒口服液', '1', '28', '24.64'],
          ['2018-01-06 星期六', '12602828', '236701', '感康', '-2', '-16.8', '-15'],
        ]),
      },
      {
        sheet: 'People',
        data: texts([
          ['customer_id', 'name', 'job'],
          ['1616528', 'Ann', 'IT'],
          ['7', 'Bo', 'Health'],
        ]),
      },
    ]).toBuffer();
    const [path, draft] = [join(folder, 'pharmacy.xlsx'), join(folder, 'pharmacy.yaml')];
    writeFileSync(path, book);
    const text = await draftMapping([path], 'Asia/Shanghai');
    writeFileSync(draft, text);
    expect(text).toContain(
      '# - pharmacy.xlsx: no table was found in "Title"; the sheets with one are "Sales", "People".',
    );
    const report = await ingest(store, {
      mapping: readMapping(draft),
      mappingName: 'draft',
      paths: [path],
      now: () => new Date('2026-12-01T00:00:00Z'),
    });
    expect(report.rejects).toEqual([]);
    const found = await queryRows(
      store.db,
      z.unknown(),
      sql`select count(*)::int as rows, min(booked_on)::text as first, sum(amount)::float as sum,
            (select count(*)::int from customers) as customers from transactions`,
    );
    expect(found).toEqual([{ rows: 3, first: '2018-01-01', sum: -78.64, customers: 3 }]);
  });

  it('drafts a file of accounts, of which customers have several, beside that of the customers', async () => {
    await emptyStore(store);
    const [people, accounts] = [join(folder, 'people.csv'), join(folder, 'accounts.csv')];
    writeFileSync(people, 'customer_id,first_name,last_name\n1,Ann,Hall\n2,Bo,Berg\n');
    writeFileSync(
      accounts,
      'account_id,customer_id,account_type,balance,opened_date\n501,1,savings,10.50,2015-03-11\n502,1,checking,20.25,2016-04-12\n503,2,savings,-5,2017-05-13\n',
    );
    const draft = join(folder, 'accounts.yaml');
    const text = await draftMapping([people, accounts], 'Europe/Berlin');
    expect(text).toMatch(
      /accounts\.csv: account_id: a row is an account, and customers have several/,
    );
    expect(text).not.toMatch(/the first row of each is taken/);
    writeFileSync(draft, text);
    const report = await ingest(store, {
      mapping: readMapping(draft),
      mappingName: 'draft',
      paths: [people, accounts],
      now: () => new Date('2026-12-01T00:00:00Z'),
    });
    expect(report.rejects).toEqual([]);
    const found = await queryRows(
      store.db,
      z.unknown(),
      sql`select c.name, count(*)::int as accounts, min(h.opened_on)::text as opened, sum(b.amount)::float as sum
          from customers c join holdings h on h.customer_id = c.id
          join balances b on b.customer_id = c.id and b.holding_id = h.external_id
          group by c.name order by c.name`,
    );
    expect(found).toEqual([
      { name: 'Ann Hall', accounts: 2, opened: '2015-03-11', sum: 30.75 },
      { name: 'Bo Berg', accounts: 1, opened: '2017-05-13', sum: -5 },
    ]);
  });

  it('says in plain words what it cannot decide', async () => {
    const files = {
      'ways.csv':
        'customer_id,date,amount,type\nC1,2026-06-01,5.00,alpha\nC1,2026-06-02,6.00,beta\n',
      'repeated.csv': 'customer_id,points\nC1,5\nC1,6\nC2,7\n',
      'codes.csv': ',country\n1,UK\n2,US\n',
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const paths = [...Object.keys(files), 'movements.csv', 'sales.csv', 'giro.csv'];
    const out = await draftMapping(
      paths.map((name) => join(folder, name)),
      'UTC',
    );
    expect(out).toContain('Does type say which way the money goes (alpha, beta)?');
    expect(out).toContain('repeated.csv: customer_id: the same comes several times');
    expect(out).toContain('sign: { column: movement, plus: ["credit"], minus: ["debit"] }');
    expect(out).toContain('date: its days are written in two formats, M/d/yy and M/d/yyyy.');
    expect(out).toContain(
      'tran_date: its days are written in two formats, dd-MM-yyyy and d/M/yyyy.',
    );
    expect(out).toContain('IBAN: taken for the account of the other party');
    expect(out).toContain('name: first_name');
    expect(out).toContain(
      "country: taken for the customer's id, because its values are all different. If the file has no customers, delete its entry.",
    );
    expect(out).not.toContain('externalId: ""');
    expect(out).toContain('{ value: "giro" }');
  });

  it('marks what it guesses, and says what it could not', async () => {
    const paths = ['churn.txt', 'retail.csv'].map((name) => join(folder, name));
    const out = await draftMapping(paths, 'Europe/Berlin');
    expect(out).toContain('label: { column: Churn, left: ["Yes"], asOf: ');
    expect(out).toMatch(/in: months } {3}# GUESS: months, by its largest value 72/);
    expect(out).toContain('# - retail.csv: not used: "InvoiceNo"');
    expect(out).toContain('# - retail.csv: Quantity × price is taken for spending');
  });

  it('takes the balance after a transaction before the one before it', async () => {
    const out = await draftMapping([join(folder, 'everything.csv')], 'UTC');
    expect(out).toContain('balanceAfter: Account Balance After Transaction');
    expect(out).toContain('phone: { column: Contact Number, whenWrong: leave-out }');
    expect(out).toContain('joinedOn: Date Of Account Opening');
  });

  it('refuses a web page that was saved in the place of a file', async () => {
    writeFileSync(join(folder, 'page.csv'), '\n<!DOCTYPE html>\n<html><body>a,b</body></html>\n');
    await expect(draftMapping([join(folder, 'page.csv')], 'UTC')).rejects.toThrow(
      /page\.csv: this is a web page, not a table/,
    );
  });

  it('refuses what is no table', async () => {
    writeFileSync(join(folder, 'empty.csv'), '');
    await expect(draftMapping([join(folder, 'empty.csv')], 'UTC')).rejects.toThrow(
      'nothing in it looks like a table',
    );
  });
});
