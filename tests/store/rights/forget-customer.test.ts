import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getTableName, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ingest, readMapping } from '../../../src/ingest/ingest.ts';
import { printReport } from '../../../src/ingest/print-report.ts';
import { writeBackup } from '../../../src/store/backup/write-backup.ts';
import { forgetCustomer, previewForgetting } from '../../../src/store/rights/forget-customer.ts';
import { forgottenAt, letInAgain } from '../../../src/store/rights/forgotten.ts';
import { heldOf } from '../../../src/store/rights/held-of.ts';
import { ofNoCustomer, treatments } from '../../../src/store/rights/treatments.ts';
import { unitOf } from '../../../src/store/rights/units.ts';
import { feedback, inbox } from '../../../src/store/schema.ts';
import { createStagedValues } from '../../../src/store/scoring/staged-values.ts';
import { type Database, queryRows, type Store } from '../../../src/store/store.ts';
import { fillHeldEverywhere, other, zdislava } from '../../banks/held-everywhere.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

const now = () => new Date('2026-07-01T09:00:00Z');
const folder = mkdtempSync(join(tmpdir(), 'bellwether-forget-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(storeKinds)('forgetting a customer on %s', (kind) => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore(kind);
    await fillHeldEverywhere(store, [zdislava, other]);
    // Somebody else speaks of her.
    await store.db.insert(feedback).values({
      customerId: other.id,
      externalId: 'f2',
      givenOn: '2026-06-01',
      text: 'my neighbour ZDISLAVA UNIKÁTOVÁ told me',
    });
  });
  afterAll(() => store.close());

  const rows = <T>(row: z.ZodType<T>, query: ReturnType<typeof sql>) =>
    queryRows(store.db, row, query);

  /** The tables and columns of the whole database, but what it keeps of itself, in which one of some texts stands. */
  async function found(words: readonly string[]): Promise<string[]> {
    const columns = await rows(
      z.object({ schema: z.string(), table: z.string(), column: z.string() }),
      sql`select c.table_schema as schema, c.table_name as table, c.column_name as column
          from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
          where t.table_type = 'BASE TABLE' and c.table_schema not in ('pg_catalog', 'information_schema')`,
    );
    const places: string[] = [];
    for (const { schema, table, column } of columns) {
      const patterns = words.map(
        (word) => sql`strpos(lower(${sql.identifier(column)}::text), ${word.toLowerCase()}) > 0`,
      );
      const [here] = await rows(
        z.object({ is: z.boolean() }),
        sql`select exists (select from ${sql.identifier(schema)}.${sql.identifier(table)}
              where ${sql.join(patterns, sql` or `)}) as is`,
      );
      if (here?.is) places.push(`${table}.${column}`);
    }
    return places;
  }
  const wordsOf = ({ id, externalId, name, holding }: typeof zdislava) => [
    String(id),
    externalId,
    name,
    holding,
  ];

  it('treats every table of the database, and knows the unit of every number', async () => {
    const tables = await rows(
      z.object({ table: z.string() }),
      sql`select table_name as table from information_schema.tables
          where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
    );
    const known = [...treatments.map(({ table }) => table), ...ofNoCustomer].map(getTableName);
    expect(tables.map(({ table }) => table)).toEqual(known.toSorted());
    const columns = await rows(
      z.object({ table: z.string(), column: z.string(), type: z.string() }),
      sql`select table_name as table, column_name as column, data_type as type
          from information_schema.columns where table_schema = 'public'`,
    );
    const told = treatments.filter((each) => each.told === undefined);
    const without = columns.filter(
      ({ table, column, type }) =>
        told.some((each) => getTableName(each.table) === table) &&
        unitOf(column, type, 'CZK') === undefined,
    );
    expect(without).toEqual([]);
    for (const { table, rows: theirs } of treatments) {
      const person = {
        ...zdislava,
        words: [zdislava.externalId, zdislava.name],
        holdings: [zdislava.holding],
      };
      const [counted] = await rows(
        z.object({ rows: z.number() }),
        sql`select count(*)::int as rows from ${sql.identifier(getTableName(table))} where ${theirs(person)}`,
      );
      expect({ table: getTableName(table), rows: counted?.rows }).not.toMatchObject({ rows: 0 });
    }
  });

  it('exports all of it, with headings and units, and nobody else', async () => {
    const held = await heldOf(store.db, zdislava.externalId, 'CZK');
    expect(held?.tables.map(({ table }) => table).toSorted()).toEqual(
      treatments.map(({ table }) => getTableName(table)).toSorted(),
    );
    const written = JSON.stringify(held);
    for (const word of wordsOf(zdislava)) expect(written).toContain(word);
    for (const word of wordsOf(other)) expect(written).not.toContain(word);
    const values = held?.tables.find(({ table }) => table === 'customer_values');
    expect(values?.columns).toContainEqual({ name: 'clv', heading: 'Clv', unit: 'CZK' });
    expect(await heldOf(store.db, 'nobody', 'CZK')).toBeUndefined();
  });

  it('exports who had left as a file said, and of which day, in words', async () => {
    const set = (left: boolean | null, day: string | null) =>
      store.db.execute(
        sql`update customers set "left" = ${left}, labelled_on = ${day}::date where external_id = ${zdislava.externalId}`,
      );
    await set(true, '2025-12-31');
    const held = await heldOf(store.db, zdislava.externalId, 'CZK');
    await set(null, null);
    const table = held?.tables.find((one) => one.table === 'customers');
    expect(table?.rows).toMatchObject([{ left: true, labelled_on: '2025-12-31' }]);
    expect(table?.columns).toContainEqual({
      name: 'left',
      heading: 'Had left the bank by the day below, as its file says',
      unit: 'true or false',
    });
    expect(table?.columns).toContainEqual({
      name: 'labelled_on',
      heading: 'Day of which the file says who had left',
      unit: 'day, ISO 8601',
    });
  });

  it('says first what goes and what stays, and changes nothing by it', async () => {
    const before = await found(wordsOf(zdislava));
    const preview = await previewForgetting(store.db, zdislava.externalId);
    expect(await found(wordsOf(zdislava))).toEqual(before);
    expect(preview?.goes.map(({ table }) => table).toSorted()).toEqual(
      treatments
        .filter(({ forget }) => forget.how !== 'kept')
        .map(({ table }) => getTableName(table))
        .toSorted(),
    );
    expect(preview?.stays).toEqual({
      accessLog: 1,
      mentions: [{ table: 'feedback', column: 'text', rows: 1 }],
      models: [{ id: 1, kind: 'churn', asOf: '2026-06-30' }],
      runs: [{ id: 1, asOf: '2026-06-30' }],
      campaigns: ['Spring call'],
      messages: [
        {
          channel: 'slack',
          address: 'C1',
          messageId: '171.2',
          sentAt: expect.stringContaining('2026-06-30'),
        },
      ],
    });
  });

  it('leaves nothing of them anywhere but what was said to stay, and all of everybody else', async () => {
    const others = await found(wordsOf(other));
    // What a run that values a bank in parts leaves when it is killed.
    await createStagedValues(store.db, ['customer_id', 'run_id', 'clv']);
    await store.db.execute(
      sql`insert into scoring_values select customer_id, run_id, clv from customer_values`,
    );
    expect(await found(wordsOf(zdislava))).toContain('scoring_values.customer_id');
    // What is being written of her meanwhile, and what a question writes that was asked before.
    const writing = async (db: Database, key: string) => {
      const reply = { title: zdislava.name, summary: `${zdislava.externalId} called.` };
      await db.insert(inbox).values({ managerId: 1, at: now(), key, locale: 'en', reply });
    };
    const begun = Promise.withResolvers<void>();
    const searched = Promise.withResolvers<void>();
    const meanwhile =
      kind === 'pglite'
        ? undefined
        : store.db.transaction(async (tx) => {
            await writing(tx, 'meanwhile');
            begun.resolve();
            await searched.promise;
          });
    if (meanwhile !== undefined) await begun.promise;
    const forgetting = await forgetCustomer(store, zdislava.externalId, now(), async () => {
      searched.resolve();
      await meanwhile;
      await writing(store.db, 'after');
    });
    expect(forgetting?.customer).toBe(zdislava.externalId);
    expect((await found(wordsOf(zdislava))).toSorted()).toEqual([
      'access_log.customer_ids',
      'feedback.text',
    ]);
    expect(await found(wordsOf(other))).toEqual(others);
    expect(
      await rows(z.object({ effects: z.unknown() }), sql`select effects from actions where id = 1`),
    ).toEqual([{ effects: [{ of: 'campaign', id: 1 }] }]);
    expect(
      await rows(
        z.object({ told: z.unknown() }),
        sql`select told from deliveries where digest_id = 1 order by id`,
      ),
    ).toEqual([{ told: { atRisk: [1] } }, { told: { atRisk: [other.id, 1] } }]);
    // Nor is there anything in a backup that is written from then on, but what was said to stay.
    const lines: string[] = [];
    await writeBackup(store, { version: '0', writtenAt: now().toISOString() }, async (text) => {
      lines.push(...text.split('\n'));
    });
    const about = (word: string) =>
      lines.filter((line) => line.toLowerCase().includes(word.toLowerCase())).length;
    expect(wordsOf(zdislava).map(about)).toEqual([2, 0, 1, 0]);
    expect(
      wordsOf(other)
        .map(about)
        .every((count) => count > 0),
    ).toBe(true);
    // Again it is the same.
    expect(await forgetCustomer(store, zdislava.externalId, now())).toBeUndefined();
    expect(await forgottenAt(store.db, zdislava.externalId)).toEqual(now());
    expect(await forgottenAt(store.db, other.externalId)).toBeUndefined();
  }, 90_000);

  it('keeps the bank’s files from bringing them back, until that is lifted', async () => {
    writeFileSync(
      join(folder, 'customers.csv'),
      `id,name,sex,birth_date,branch,manager,joined_on,closed_on\nKX-90417,Zdislava Unikátová,,,,,2020-01-01,\nKX-2,Ota,,,,,2020-01-01,\n`,
    );
    writeFileSync(
      join(folder, 'holdings.csv'),
      `customer,id,product,label,opened_on,closed_on,amount,status\nKX-90417,ACC-77120,savings,,,,,\nKX-90417,ACC-77121,savings,,,,,\nKX-2,ACC-2,savings,,,,,\n`,
    );
    writeFileSync(
      join(folder, 'transactions.csv'),
      `customer,id,holding,booked_on,amount,kind,balance_after,counterparty\nKX-90417,t1,ACC-77120,2026-01-01,5,deposit,,\nKX-2,t2,ACC-2,2026-01-01,5,deposit,,\nKX-77777,t3,,2026-01-01,5,deposit,,\n`,
    );
    const mapping = readMapping('config/mappings/standard.yaml');
    mapping.bank.currency = 'CZK';
    const take = () => ingest(store, { mapping, mappingName: 'standard', paths: [folder], now });
    const report = await take();
    const counts = new Map(report.files.map((each) => [each.file, each]));
    expect(counts.get('customers.csv')).toMatchObject({ read: 2, stored: 1, forgotten: 1 });
    expect(counts.get('holdings.csv')).toMatchObject({ read: 3, stored: 1, forgotten: 2 });
    expect(counts.get('transactions.csv')).toMatchObject({
      read: 3,
      stored: 1,
      rejected: 1,
      forgotten: 1,
    });
    expect(printReport(report, 'en')).toContain(
      'Forgotten: 4 rows are of customers who were forgotten',
    );
    expect(printReport(report, 'zh')).toContain('4行属于已被遗忘的客户');
    expect((await found(wordsOf(zdislava))).toSorted()).toEqual([
      'access_log.customer_ids',
      'feedback.text',
    ]);
    // Rows that name an account alone are known as theirs, too, even of one that was opened since.
    const byAccount = readMapping('config/mappings/standard.yaml');
    byAccount.bank.currency = 'CZK';
    const { transactions } = byAccount.files;
    if (transactions?.fields.customer === undefined) throw new Error('no such file');
    transactions.fields.customer = {
      ...transactions.fields.customer,
      column: 'holding',
      through: ['holder'],
    };
    writeFileSync(
      join(folder, 'transactions.csv'),
      `customer,id,holding,booked_on,amount,kind,balance_after,counterparty\n,u1,ACC-77121,2026-01-01,5,deposit,,\n,u2,ACC-2,2026-01-01,5,deposit,,\n`,
    );
    const again = await ingest(store, {
      mapping: byAccount,
      mappingName: 'standard',
      paths: [folder],
      now,
    });
    expect(again.files.find(({ file }) => file === 'transactions.csv')).toMatchObject({
      stored: 1,
      forgotten: 1,
      rejected: 0,
    });

    expect(await letInAgain(store.db, zdislava.externalId)).toBe(true);
    expect(await letInAgain(store.db, zdislava.externalId)).toBe(false);
    const lifted = await take();
    expect(lifted.files.find(({ file }) => file === 'customers.csv')).toMatchObject({
      stored: 1,
      forgotten: 0,
    });
    expect(printReport(lifted, 'en')).not.toContain('orgotten');
  });
});
