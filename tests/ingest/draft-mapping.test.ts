import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

  it('marks what it guesses, and says what it could not', async () => {
    const paths = ['churn.txt', 'retail.csv'].map((name) => join(folder, name));
    const out = await draftMapping(paths, 'Europe/Berlin');
    expect(out).toContain('label: { column: Churn, left: ["Yes"], asOf: ');
    expect(out).toMatch(/in: months } {3}# GUESS: months, by its largest value 72/);
    expect(out).toContain('# - retail.csv: not used: "InvoiceNo"');
    expect(out).toContain('# - retail.csv: Quantity × price is taken for spending');
  });

  it('refuses what is no table', async () => {
    writeFileSync(join(folder, 'empty.csv'), '');
    await expect(draftMapping([join(folder, 'empty.csv')], 'UTC')).rejects.toThrow(
      'nothing in it looks like a table',
    );
  });
});
