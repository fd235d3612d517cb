import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ingest, readMapping, writeTemplates } from '../../src/ingest/ingest.ts';
import { IngestError } from '../../src/ingest/ingest-error.ts';
import type { IngestProgress } from '../../src/ingest/ingest-progress.ts';
import type { FileCounts, IngestReport } from '../../src/ingest/ingest-report.ts';
import type { Mapping } from '../../src/ingest/mapping.ts';
import { createStagingTable, stagingTable } from '../../src/store/ingest/staging-tables.ts';
import { queryRows, type Store } from '../../src/store/store.ts';
import { dumpStore, emptyStore } from '../banks/dump-store.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

const fixtures = 'tests/ingest/fixtures';
const bank = readMapping(`${fixtures}/bank.yaml`);
const standard = readMapping('config/mappings/standard.yaml');
const now = () => new Date();

const folder = mkdtempSync(join(tmpdir(), 'ingest-'));
afterAll(() => rmSync(folder, { recursive: true }));
let made = 0;

/** A new folder with these files. */
function files(contents: Record<string, string>): string {
  const path = join(folder, String(++made));
  mkdirSync(path);
  for (const [name, text] of Object.entries(contents)) writeFileSync(join(path, name), text);
  return path;
}

const reconciles = (file: FileCounts) =>
  file.read === file.stored + file.unchanged + file.rejected + file.skipped + file.joined;

describe.each(storeKinds)('ingest on %s', (kind) => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore(kind);
  });
  beforeEach(() => emptyStore(store));
  afterAll(() => store.close());

  const take = (
    paths: string[],
    mapping: Mapping = bank,
    more: { onProgress?: (p: IngestProgress) => void; signal?: AbortSignal } = {},
  ): Promise<IngestReport> => ingest(store, { mapping, mappingName: 'bank', paths, now, ...more });

  const rows = <T>(row: z.ZodType<T>, query: ReturnType<typeof sql>) =>
    queryRows(store.db, row, query);

  const rejects = () =>
    rows(
      z.object({
        file: z.string(),
        line: z.number(),
        column: z.string(),
        value: z.string().nullable(),
        reason: z.string(),
      }),
      sql`select file, line, "column", value, reason from ingest_rejects order by file, line`,
    );

  it('takes a bank in whose files are each written in their own way', async () => {
    const report = await take([`${fixtures}/bank`]);
    expect(report.rejects).toEqual([]);
    expect(report.files.filter((file) => !reconciles(file))).toEqual([]);
    expect(Object.fromEntries(report.files.map((f) => [f.file, [f.read, f.stored]]))).toEqual({
      'relations.csv': [4, 0],
      'branches.csv': [2, 2],
      'customers-west.csv': [2, 2],
      'customers-east.csv': [2, 2],
      'accounts.csv.gz': [3, 3],
      'postings-2024-03.csv': [7, 7],
      'postings-2024-04.csv': [3, 2],
    });
    const customers = await rows(
      z.unknown(),
      sql`select c.external_id as id, c.name, sex, birth_date::text as born, b.name as branch
          from customers c join branches b on b.id = branch_id order by 1`,
    );
    expect(customers).toEqual([
      { id: '1', name: 'Jürgen Müller', sex: 'male', born: '1970-02-03', branch: 'North' },
      {
        id: '2',
        name: 'Zoë "Zo" Strauß',
        sex: 'female',
        born: '1972-02-29',
        branch: 'South, old town',
      },
      { id: '3', name: '张伟', sex: 'male', born: '1980-12-11', branch: 'North' },
      { id: '4', name: '𠮷田', sex: 'female', born: null, branch: 'South, old town' },
    ]);
    const holdings = await rows(
      z.unknown(),
      sql`select c.external_id as customer, h.external_id as id, product, opened_on::text as opened,
            amount::float as amount
          from holdings h join customers c on c.id = customer_id order by 2`,
    );
    expect(holdings).toEqual([
      {
        customer: '1',
        id: 'acc-A1',
        product: 'current-account',
        opened: '2020-01-31',
        amount: null,
      },
      { customer: '2', id: 'acc-A2', product: 'savings', opened: '2021-02-28', amount: 1000 },
      {
        customer: '3',
        id: 'acc-A3',
        product: 'current-account',
        opened: '1999-12-31',
        amount: 12345.6,
      },
    ]);
    const transactions = await rows(
      z.unknown(),
      sql`select t.external_id as id, c.external_id as customer, booked_on::text as day,
            amount::float as amount, kind, balance_after::float as after, counterparty as text
          from transactions t join customers c on c.id = customer_id order by 1`,
    );
    expect(transactions.slice(0, 3)).toEqual([
      {
        id: 'T1',
        customer: '1',
        day: '2024-03-01',
        amount: 2500,
        kind: 'other',
        after: 2500,
        text: 'Salary',
      },
      {
        id: 'T2',
        customer: '1',
        day: '2024-03-05',
        amount: -1200.5,
        kind: 'transfer-out',
        after: 1299.5,
        text: 'Rent',
      },
      {
        id: 'T3',
        customer: '1',
        day: '2024-03-05',
        amount: 0.5,
        kind: 'other',
        after: 1300,
        text: 'Refund, "late"',
      },
    ]);
    // T8 is a reversal: a credit of less than nothing.
    expect(transactions.slice(6, 8)).toMatchObject([
      { id: 'T7', customer: '2', amount: -2.3, text: 'Fee\nover two lines' },
      { id: 'T8', customer: '2', amount: -5, kind: 'interest' },
    ]);
    const [about] = await rows(z.unknown(), sql`select name, currency, timezone, demo from bank`);
    expect(about).toEqual({
      name: 'Testbank',
      currency: 'CHF',
      timezone: 'Europe/Zurich',
      demo: false,
    });
  });

  it('keeps the balance after the last transaction of each month, however the day is listed', async () => {
    await take([`${fixtures}/bank`]);
    const balances = await rows(
      z.unknown(),
      sql`select holding_id as id, as_of::text as day, amount::float as amount from balances order by 1, 2`,
    );
    expect(balances).toEqual([
      { id: 'acc-A1', day: '2024-03-28', amount: 2000 },
      { id: 'acc-A1', day: '2024-04-02', amount: 1900 },
      { id: 'acc-A2', day: '2024-02-29', amount: 12.3 },
      { id: 'acc-A2', day: '2024-03-30', amount: 5 },
    ]);
  });

  it('changes nothing the second time', async () => {
    await take([`${fixtures}/bank`]);
    await take([`${fixtures}/dirty`]);
    const before = await dumpStore(store);
    const again = [await take([`${fixtures}/bank`]), await take([`${fixtures}/dirty`])];
    expect(await dumpStore(store)).toEqual(before);
    expect(again.flatMap((report) => report.files).filter((file) => file.stored !== 0)).toEqual([]);
    expect(again[1]?.files[0]).toMatchObject({ unchanged: 4, rejected: 20 });
  });

  it('rejects each wrong row with file, line, column, value and reason, and takes the others', async () => {
    await take([`${fixtures}/bank`]);
    const report = await take([`${fixtures}/dirty`]);
    expect(report.files).toEqual([
      {
        file: 'postings-dirty.csv',
        read: 24,
        stored: 3,
        unchanged: 1,
        rejected: 20,
        skipped: 0,
        joined: 0,
        forgotten: 0,
      },
    ]);
    expect(report.rejects.reduce((sum, { rows }) => sum + rows, 0)).toBe(20);
    const found = await rejects();
    expect(found.map(({ line, column, value, reason }) => [line, column, value, reason])).toEqual([
      [3, 'day', '30.02.2024', 'not-a-date'],
      [4, 'day', '2024-05-01', 'not-a-date'],
      [5, 'amount', '12.34,00', 'not-a-number'],
      [6, 'amount', '$ 10,00', 'not-a-number'],
      [7, 'account', 'A9', 'unknown-holding'],
      [8, 'id', null, 'missing-value'],
      [9, '', 'D8|A1|01.05.2024', 'too-few-columns'],
      [10, '', 'D9|A1|01.05.2024|C|One too many|10,00||x', 'too-many-columns'],
      [12, 'id', 'D1', 'duplicate-key'],
      [13, 'side', 'X', 'unknown-code'],
      [14, 'text', 'Bad \ufffd byte', 'wrong-encoding'],
      [15, 'text', 'Zero  byte', 'control-character'],
      [16, 'text', 'Stray " quote', 'quote-inside-text'],
      [17, 'text', '"Text" after|10,00|', 'text-after-quote'],
      [18, 'amount', '10,005', 'too-many-decimals'],
      [19, 'amount', '99999999999999999', 'out-of-range'],
      [22, 'text', '"Never closed|10,00|', 'quote-not-closed'],
      [23, 'text', '"Fine" |10,00|', 'text-after-quote'],
      [26, 'text', null, 'missing-value'],
      [27, 'text', '"Break', 'quote-not-closed'],
    ]);
    const stored = await rows(
      z.object({ id: z.string() }),
      sql`select external_id as id from transactions where external_id like 'D%' order by 1`,
    );
    expect(stored.map(({ id }) => id)).toEqual(['D1', 'D19', 'D23']);
  });

  it('keeps the rejects of two files of one name apart', async () => {
    await take([`${fixtures}/bank`]);
    const header = 'id|account|day|side|text|amount|after';
    const wrong = (day: string) => ({ 'postings-x.csv': `${header}\nX1|A1|${day}|C|x|1,00|\n` });
    await take([files(wrong('31.04.2024'))]);
    await take([files(wrong('31.06.2024'))]);
    expect((await rejects()).map(({ value }) => value)).toEqual(['31.04.2024', '31.06.2024']);
  });

  it('comes to the same by batches that overlap, in any order, as by one', async () => {
    const month = (n: string) => `${fixtures}/bank/postings-2024-${n}.csv`;
    await take([`${fixtures}/bank`]);
    const whole = await dumpStore(store);
    await store.db.execute(sql`truncate transactions, balances`);
    await take([month('04')]);
    const report = await take([month('03')]);
    expect(report.files[0]).toMatchObject({ read: 7, stored: 6, unchanged: 1 });
    const { transactions, balances } = await dumpStore(store);
    expect({ transactions, balances }).toEqual({
      transactions: whole.transactions,
      balances: whole.balances,
    });
  });

  it('takes batches in that come at once', async () => {
    const at = `${fixtures}/bank`;
    const reports = await Promise.all([take([at]), take([at]), take([at])]);
    const stored = reports.map(({ files }) => files.reduce((sum, file) => sum + file.stored, 0));
    expect(stored.toSorted((a, b) => a - b)).toEqual([0, 0, 18]);
    expect((await dumpStore(store)).staging).toEqual([]);
  });

  it('follows what has changed', async () => {
    await take([`${fixtures}/bank`]);
    const changed = files({
      'branches.csv': 'id,name,region\nN,Northern,\nS,"South, old town",Coast\n',
    });
    expect((await take([changed])).files[0]).toMatchObject({ stored: 1, unchanged: 1 });
    const names = await rows(
      z.object({ name: z.string() }),
      sql`select name from branches order by external_id`,
    );
    expect(names.map(({ name }) => name)).toEqual(['Northern', 'South, old town']);
  });

  it.each(['reading', 'storing'] as const)(
    'stopped while %s, leaves the store as it was',
    async (phase) => {
      await take([`${fixtures}/bank/branches.csv`]);
      const before = await dumpStore(store);
      const stop = new AbortController();
      const onProgress = (progress: IngestProgress) => {
        if (progress.phase === phase && progress.file === 'postings-2024-04.csv') {
          stop.abort(new Error('stopped by hand'));
        }
      };
      const taking = take([`${fixtures}/bank`], bank, { onProgress, signal: stop.signal });
      await expect(taking).rejects.toThrow('stopped by hand');
      expect(await dumpStore(store)).toEqual(before);
      const [batch] = await rows(
        z.unknown(),
        sql`select status, finished_at is not null as finished from ingest_batches order by id desc limit 1`,
      );
      expect(batch).toEqual({ status: 'failed', finished: true });
      expect((await take([`${fixtures}/bank`])).rejects).toEqual([]);
    },
  );

  it('takes the names of branches in other languages, and the Chinese one as earlier versions were given it', async () => {
    const csv = 'id,name,english,chinese\n1,Praha,Prague,布拉格\n2,Brno,,\n';
    const mapped = (facts: string) => {
      const path = files({
        'branches.csv': csv,
        'mapping.yaml': `
          bank: { name: Bank, currency: CZK, timezone: Europe/Prague }
          files:
            branches:
              name: branches.csv
              into: branches
              fields: { externalId: id, name: name }
              ${facts}`,
      });
      return { path, mapping: readMapping(join(path, 'mapping.yaml')) };
    };
    const named = () =>
      rows(z.unknown(), sql`select name, names, attributes from branches order by external_id`);

    const old = mapped('attributes: { nameZh: chinese, called: english }');
    await take([join(old.path, 'branches.csv')], old.mapping);
    expect(await named()).toEqual([
      { name: 'Praha', names: { zh: '布拉格' }, attributes: { called: 'Prague' } },
      { name: 'Brno', names: {}, attributes: {} },
    ]);
    const now = mapped('names: { en: english, zh: chinese }');
    const report = await take([join(now.path, 'branches.csv')], now.mapping);
    expect(report.files[0]).toMatchObject({ stored: 1, unchanged: 1 });
    expect(await named()).toEqual([
      { name: 'Praha', names: { en: 'Prague', zh: '布拉格' }, attributes: { called: 'Prague' } },
      { name: 'Brno', names: {}, attributes: {} },
    ]);
  });

  it('clears what a batch left that ended without a word', async () => {
    const [batch] = await rows(
      z.object({ id: z.number() }),
      sql`insert into ingest_batches (mapping, status) values ('bank', 'running') returning id`,
    );
    const crashed = batch?.id ?? 0;
    await createStagingTable(store.db, stagingTable(crashed, 0), ['line', 'v_name']);
    await take([`${fixtures}/bank`]);
    expect((await dumpStore(store)).staging).toEqual([]);
    const batches = await rows(z.unknown(), sql`select id, status from ingest_batches order by id`);
    expect(batches).toEqual([
      { id: crashed, status: 'failed' },
      { id: crashed + 1, status: 'done' },
    ]);
  });

  it('notes what each batch counted', async () => {
    const { batchId } = await take([`${fixtures}/bank`]);
    const [batch] = await rows(
      z.object({ counts: z.record(z.string(), z.record(z.string(), z.number())) }),
      sql`select counts from ingest_batches where id = ${batchId}`,
    );
    expect(batch?.counts['postings-2024-04.csv']).toEqual({
      read: 3,
      stored: 2,
      unchanged: 1,
      rejected: 0,
      skipped: 0,
      joined: 0,
      forgotten: 0,
    });
  });

  it('says how far it is', async () => {
    const heard: IngestProgress[] = [];
    await take([`${fixtures}/bank`], bank, { onProgress: (progress) => heard.push(progress) });
    expect(new Set(heard.map(({ file }) => file)).size).toBe(7);
    const last = heard.at(-1);
    expect(last).toMatchObject({ phase: 'storing', rows: 23, secondsLeft: 0 });
    expect(last?.bytesDone).toBe(last?.bytesTotal);
  });

  it('takes its own templates in', async () => {
    const written = writeTemplates(join(folder, `templates-${kind}`), standard);
    expect(written.length).toBe(12);
    const report = await take([join(folder, `templates-${kind}`)], standard);
    expect(report.rejects).toEqual([]);
    expect(report.files.map(({ file, stored }) => [file, stored])).toEqual([
      ['branches.csv', 2],
      ['managers.csv', 2],
      ['customers.csv', 2],
      ['households.csv', 2],
      ['holdings.csv', 2],
      ['balances.csv', 2],
      ['transactions.csv', 2],
      ['interactions.csv', 2],
      ['surveys.csv', 2],
      ['feedback.csv', 2],
      ['offers.csv', 2],
      ['opportunities.csv', 2],
    ]);
    const [call] = await rows(
      z.unknown(),
      sql`select i.occurred_at at time zone 'UTC' = '2025-03-04 09:30' as in_the_banks_zone, note,
            m.name as manager from interactions i join managers m on m.id = i.manager_id where i.external_id = 'I-300'`,
    );
    expect(call).toEqual({
      in_the_banks_zone: true,
      note: 'Asked about a home loan, calls back Friday',
      manager: 'Eva Nováková',
    });
  });

  it('takes in opportunities, once, and what is new of them', async () => {
    writeTemplates(join(folder, `opportunities-${kind}`), standard);
    await take([join(folder, `opportunities-${kind}`)], standard);
    const header =
      'customer,id,product,amount,stage,next_step,closes_on,opened_on,changed_on,manager';
    const report = await take(
      [
        files({
          'opportunities.csv': [
            header,
            '1042,P-21,mortgage,210000,negotiation,Call the notary,2025-09-30,2025-03-04,2025-03-20,M-1',
            '1055,P-22,investment,,lead,,,2025-03-06,,M-1',
            '1055,P-23,card,,maybe,,,2025-03-06,,M-1',
            '1055,P-24,card,,lead,,,2025-03-06,,M-9',
            '',
          ].join('\n'),
        }),
      ],
      standard,
    );
    expect(report.files).toMatchObject([{ read: 4, stored: 1, unchanged: 1, rejected: 2 }]);
    expect(await rejects()).toMatchObject([
      { line: 4, column: 'stage', value: 'maybe', reason: 'unknown-code' },
      { line: 5, column: 'manager', value: 'M-9', reason: 'unknown-manager' },
    ]);
    expect(
      await rows(
        z.unknown(),
        sql`select external_id as id, amount::float8, stage, next_step, closes_on::text,
              changed_at at time zone 'Europe/Prague' = '2025-03-20' as changed
            from opportunities order by 1`,
      ),
    ).toMatchObject([
      { id: 'P-21', amount: 210_000, stage: 'negotiation', closes_on: '2025-09-30', changed: true },
      { id: 'P-22', amount: null, stage: 'lead', next_step: null, closes_on: null },
    ]);
  });

  it('takes in who belongs together, each link once, and when a link ended', async () => {
    writeTemplates(join(folder, `links-${kind}`), standard);
    await take([join(folder, `links-${kind}`)], standard);
    const links = (...lines: string[]) =>
      take(
        [
          files({
            'households.csv': ['customer,household,kind,role,ended_on', ...lines, ''].join('\n'),
          }),
        ],
        standard,
      );
    const report = await links(
      '1042,H-7,household,head,',
      '1055,H-7,household,partner,2025-06-30',
      '1042,G-1,group,owner,',
      '1042,G-1,group,owner,',
      '1055,G-1,club,,',
      '99,H-7,household,child,',
      '1055,,household,,',
    );
    expect(report.files).toMatchObject([{ read: 7, stored: 2, unchanged: 2, rejected: 3 }]);
    expect(await rejects()).toMatchObject([
      { line: 6, column: 'kind', value: 'club', reason: 'unknown-code' },
      { line: 7, column: 'customer', value: '99', reason: 'unknown-customer' },
      { line: 8, column: 'household', reason: 'missing-value' },
    ]);
    expect(
      await rows(
        z.unknown(),
        sql`select c.external_id as customer, h.kind, h.external_id as household, h.role, h.ended_on::text as ended
            from households h join customers c on c.id = h.customer_id order by 3, 1`,
      ),
    ).toEqual([
      { customer: '1042', kind: 'group', household: 'G-1', role: 'owner', ended: null },
      { customer: '1042', kind: 'household', household: 'H-7', role: 'head', ended: null },
      {
        customer: '1055',
        kind: 'household',
        household: 'H-7',
        role: 'partner',
        ended: '2025-06-30',
      },
    ]);
  });

  it('rejects what refers to nothing, and what cannot be, in the standard layout', async () => {
    writeTemplates(join(folder, `wrong-${kind}`), standard);
    await take([join(folder, `wrong-${kind}`)], standard);
    const wrong = files({
      'managers.csv': [
        'id,email,name,role,branch,locale,timezone,active',
        'M-2,EVA.novakova@bank.example,Other Eva,manager,PRG,,,true',
        'M-3,new@bank.example,New,manager,XXX,,,true',
        'M-4,,Boss,director,PRG,,,true',
        'M-5,,Blank,manager,,,,',
        'M-6,,Speaker,manager,PRG,xx,,true',
      ].join('\n'),
      'customers.csv': [
        'id,name,sex,birth_date,branch,manager,joined_on,closed_on',
        '1060,A,,,PRG,M-9,,',
        '1061,B,unknown,,PRG,M-1,,',
      ].join('\n'),
      'balances.csv':
        'customer,holding,as_of,amount\n1055,A-77,2025-02-28,1\n77,A-77,2025-02-28,1\n',
      'surveys.csv':
        'customer,id,answered_on,score,scale_max,question\n1042,S-50,2025-01-20,11,10,\n1042,S-51,2025-01-20,"1,0",10,\n',
    });
    await take([wrong], standard);
    const found = await rejects();
    expect(
      found.map(({ file, line, column, value, reason }) => [file, line, column, value, reason]),
    ).toEqual([
      ['balances.csv', 2, 'holding', 'A-77', 'unknown-holding'],
      ['balances.csv', 3, 'customer', '77', 'unknown-customer'],
      ['customers.csv', 2, 'manager', 'M-9', 'unknown-manager'],
      ['customers.csv', 3, 'sex', 'unknown', 'unknown-code'],
      ['managers.csv', 2, 'email', 'eva.novakova@bank.example', 'email-taken'],
      ['managers.csv', 3, 'branch', 'XXX', 'unknown-branch'],
      ['managers.csv', 4, 'role', 'director', 'unknown-code'],
      ['managers.csv', 6, 'locale', 'xx', 'unknown-code'],
      ['surveys.csv', 2, 'score', '11', 'out-of-range'],
      ['surveys.csv', 3, 'score', '1,0', 'not-a-number'],
    ]);
  });

  it.each([
    ['reject', 'North', 0, 1],
    ['first', 'North', 1, 0],
    ['last', 'Far north', 1, 0],
  ] as const)(
    'of rows with one key does what the mapping says: %s',
    async (duplicates, name, skipped, rejected) => {
      const { branches } = bank.files;
      if (branches === undefined) throw new Error('the mapping has no branches');
      const mapping = { ...bank, files: { ...bank.files, branches: { ...branches, duplicates } } };
      const twice = files({ 'branches.csv': 'id,name,region\nN,North,\nN,North,\nN,Far north,\n' });
      const report = await take([twice], mapping);
      const unchanged = 2 - (duplicates === 'last' ? 2 : 1);
      expect(report.files[0]).toMatchObject({
        read: 3,
        stored: 1,
        rejected,
        skipped: duplicates === 'last' ? 2 : skipped,
        unchanged,
      });
      const stored = await rows(z.object({ name: z.string() }), sql`select name from branches`);
      expect(stored).toEqual([{ name }]);
    },
  );

  it('rejects rows whose lookup finds nothing, or several values, unless the mapping picks one', async () => {
    const at = files({
      'relations.csv': 'account,person,role\nA1,1,owner\nA1,3,owner\nA2,2,owner\n',
      'accounts.csv': 'account;kind;opened;limit\nA1;G;20200131;\nA2;G;20200131;\nA7;G;20200131;\n',
    });
    await take([
      `${fixtures}/bank/branches.csv`,
      `${fixtures}/bank/customers-west.csv`,
      `${fixtures}/bank/customers-east.csv`,
    ]);
    await take([at]);
    expect(
      (await rejects()).map(({ line, column, value, reason }) => [line, column, value, reason]),
    ).toEqual([
      [2, 'account', 'A1', 'several-matches'],
      [4, 'account', 'A7', 'no-match'],
    ]);
    const { owner } = bank.lookups;
    if (owner === undefined) throw new Error('the mapping has no owner');
    await take([at], { ...bank, lookups: { owner: { ...owner, pick: 'last' } } });
    const holders = await rows(
      z.unknown(),
      sql`select h.external_id as id, c.external_id as customer from holdings h
          join customers c on c.id = customer_id order by 1`,
    );
    expect(holders).toEqual([
      { id: 'acc-A1', customer: '3' },
      { id: 'acc-A2', customer: '2' },
    ]);
  });

  it('does with an empty file what the mapping says', async () => {
    const empty = files({ 'branches.csv': '' });
    await expect(take([empty])).rejects.toThrow(
      /branches\.csv is empty: send it again, or set whenEmpty/,
    );
    const { branches } = bank.files;
    if (branches === undefined) throw new Error('the mapping has no branches');
    const mapping = {
      ...bank,
      files: { ...bank.files, branches: { ...branches, whenEmpty: 'skip' as const } },
    };
    expect((await take([empty], mapping)).files).toMatchObject([{ file: 'branches.csv', read: 0 }]);
    const onlyHeader = files({ 'branches.csv': 'id,name,region\n' });
    expect((await take([onlyHeader])).files).toMatchObject([{ read: 0, stored: 0 }]);
  });

  it('refuses with one line what it cannot take in, and leaves the store as it was', async () => {
    const before = await dumpStore(store);
    const other = files({ 'notes.txt': 'x' });
    const wrongHeader = files({ 'branches.csv': 'id;name;region\nN;North;\n' });
    const folderForFile = files({});
    mkdirSync(join(folderForFile, 'branches.csv'));
    const pairs = files({ 'postings-1.csv': 'id|account|day|side|text|amount|after\n' });
    const samePairs = files({ 'postings-1.csv': 'id|account|day|side|text|amount|after\n' });
    const cases: [string[], RegExp][] = [
      [[join(folder, 'none')], /none does not exist$/],
      [[], /no files were named/],
      [[other], /has no file that the mapping knows: it knows branches\.csv, /],
      [[join(other, 'notes.txt')], /notes\.txt is no file that the mapping knows/],
      [[folderForFile], /branches\.csv is a directory, expected a file with the rows of branches$/],
      [[join(folderForFile, 'branches.csv')], /branches\.csv is a directory, expected a file/],
      [
        [wrongHeader],
        /branches\.csv: no column "id", which the mapping uses\. It has id;name;region\. /,
      ],
      [
        [`${fixtures}/bank/accounts.csv.gz`],
        /accounts\.csv\.gz is joined with relations \(relations\.csv\): name that file/,
      ],
      [[pairs, samePairs], /postings-1\.csv and .*postings-1\.csv have one name/],
    ];
    for (const [paths, said] of cases) {
      const taking = take(paths);
      await expect(taking).rejects.toThrow(IngestError);
      await expect(taking).rejects.toThrow(said);
    }
    expect(await dumpStore(store)).toEqual(before);
  });

  it('refuses a bank of another currency, and the demo bank', async () => {
    await take([`${fixtures}/bank`]);
    const copy = join(folder, `copy-${kind}`);
    cpSync(`${fixtures}/bank`, copy, { recursive: true });
    const euros = { ...bank, bank: { ...bank.bank, currency: 'EUR' } };
    await expect(take([copy], euros)).rejects.toThrow('keeps its money in CHF, the mapping in EUR');
    await store.db.execute(sql`update bank set demo = true`);
    await expect(take([copy])).rejects.toThrow('this store holds the demo bank');
  });
});
