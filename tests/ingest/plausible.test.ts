import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { queryRows, type Store } from '../../src/store/store.ts';
import { emptyStore } from '../banks/dump-store.ts';
import { commandLine, type Ended } from '../cli/command-line.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

const now = () => new Date('2026-11-28T12:00:00Z');
const folder = mkdtempSync(join(tmpdir(), 'plausible-'));
afterAll(() => rmSync(folder, { recursive: true }));
let made = 0;
const standardMapping = readFileSync('config/mappings/standard.yaml', 'utf8');

const headers: Record<string, string> = {
  customers: 'id,name,sex,birth_date,branch,manager,joined_on,closed_on',
  holdings: 'customer,id,product,label,opened_on,closed_on,amount,status',
  balances: 'customer,holding,as_of,amount',
  transactions: 'customer,id,holding,booked_on,amount,kind,balance_after,counterparty',
  interactions: 'customer,id,occurred_at,kind,note,resolved_at,manager',
  surveys: 'customer,id,answered_on,score,scale_max,question',
  feedback: 'customer,id,given_on,text,language,rating',
  offers: 'customer,id,product,label,offered_on,outcome,answered_on,note,manager',
};

/** A folder of files in the default layout, headers added. */
function files(rows: Record<string, string[]>): string {
  const path = join(folder, String(++made));
  mkdirSync(path);
  for (const [name, lines] of Object.entries(rows)) {
    writeFileSync(join(path, `${name}.csv`), `${[headers[name], ...lines].join('\n')}\n`);
  }
  return path;
}

const bank = {
  customers: ['1,One,,1980-05-01,,,2020-01-01,', '2,Two,,,,,2021-01-01,2025-03-01'],
  holdings: ['1,A1,current-account,,2020-01-01,,,', '1,L1,mortgage,,2020-02-01,2050-02-01,150000,'],
};

const printed = z.object({
  files: z.array(z.object({ file: z.string(), stored: z.number(), rejected: z.number() })),
  rejects: z.array(z.object({ column: z.string(), reason: z.string(), rows: z.number() })),
  warnings: z.array(
    z.object({
      file: z.string(),
      column: z.string(),
      reason: z.string(),
      outcome: z.string(),
      rows: z.number(),
      firstLine: z.number(),
      message: z.string().min(1),
    }),
  ),
});

describe.each(storeKinds)('what cannot be true, on %s', (kind) => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore(kind);
  });
  beforeEach(() => emptyStore(store));
  afterAll(() => store.close());

  const ingest = (path: string, plausible = ''): Promise<Ended> => {
    const run = commandLine(store, { now });
    if (plausible === '') return run('ingest', path, '--json');
    const mapping = join(path, '../lenient.yaml');
    writeFileSync(mapping, `${standardMapping}\nplausible: ${plausible}\n`);
    return run('ingest', '--mapping', mapping, path, '--json');
  };
  const take = async (rows: Record<string, string[]>, plausible?: string) =>
    printed.parse(JSON.parse((await ingest(files(rows), plausible)).out));
  const stored = async <T>(row: z.ZodType<T>, query: ReturnType<typeof sql>) =>
    queryRows(store.db, row, query);
  const count = async (table: string) =>
    (
      await stored(
        z.object({ n: z.coerce.number() }),
        sql`select count(*) as n from ${sql.identifier(table)}`,
      )
    )[0]?.n;

  it('is nothing of a bank as it should be', async () => {
    const ended = await ingest(
      files({
        ...bank,
        balances: ['1,A1,2026-06-30,5000', '1,L1,2026-06-30,-120000'],
        transactions: ['1,T1,A1,2026-06-30,-40,card-payment,,', '1,T2,A1,1970-01-02,9,fee,,'],
        interactions: ['1,I1,2026-11-28 18:00,call,,,'],
      }),
    );
    expect(ended.code).toBe(0);
    expect(printed.parse(JSON.parse(ended.out))).toMatchObject({ rejects: [], warnings: [] });
  });

  it.each([
    ['0001-01-01', 'placeholder-date'],
    ['1900-01-01', 'placeholder-date'],
    ['1970-01-01', 'placeholder-date'],
    ['9999-12-31', 'placeholder-date'],
    ['1969-05-05', 'before-earliest'],
    ['2099-01-01', 'after-today'],
    ['2026-12-31', 'after-today'],
  ])('is what happened on %s: a reject', async (day, reason) => {
    const report = await take({
      ...bank,
      balances: ['1,A1,2026-06-30,5000', `1,A1,${day},5000`],
      transactions: ['1,T1,A1,2026-06-30,-40,fee,,', `1,T2,A1,${day},-40,fee,,`],
      interactions: ['1,I1,2026-06-30 10:00,call,,,', `1,I2,${day} 10:00,call,,,`],
      surveys: ['1,S1,2026-06-30,4,5,', `1,S2,${day},4,5,`],
      feedback: ['1,F1,2026-06-30,Fine,,', `1,F2,${day},Fine,,`],
      offers: ['1,O1,loan,,2026-06-30,open,,,', `1,O2,loan,,${day},declined,,,`],
    });
    expect(report.rejects).toEqual(
      ['as_of', 'given_on', 'occurred_at', 'offered_on', 'answered_on', 'booked_on'].map(
        (column) => ({
          column,
          reason,
          rows: 1,
        }),
      ),
    );
    expect(report.warnings).toEqual([]);
    for (const table of [
      'balances',
      'transactions',
      'interactions',
      'surveys',
      'feedback',
      'offers',
    ]) {
      expect(await count(table)).toBe(1);
    }
  });

  it('is not what is booked for the coming days, which is told', async () => {
    const report = await take({
      ...bank,
      transactions: ['1,T1,A1,2026-11-30,-40,fee,,', '1,T2,A1,2026-12-05,-40,fee,,'],
    });
    expect(report.rejects).toEqual([]);
    expect(report.warnings).toEqual([
      expect.objectContaining({
        file: 'transactions.csv',
        column: 'booked_on',
        reason: 'after-today',
        outcome: 'kept',
        rows: 2,
        firstLine: 2,
      }),
    ]);
  });

  it('is left out of what is known about a customer or a holding, and told', async () => {
    const report = await take({
      customers: [
        '1,Unborn,,2031-01-01,,,2020-01-01,',
        '2,Ancient,,1850-01-01,,,2020-01-01,',
        '3,Zero,,1900-01-01,,,1970-01-01,9999-12-31',
        '4,Late,,2021-01-01,,,2020-01-01,',
        '5,Ahead,,1980-01-01,,,2099-01-01,2020-01-01',
        '6,Left first,,1980-01-01,,,2020-01-01,2019-01-01',
        '7,Soon,,1980-01-01,,,2027-02-01,',
      ],
      holdings: [
        '1,H1,current-account,,1900-01-01,9999-12-31,,',
        '1,H2,mortgage,,2020-01-01,2050-01-01,150000,',
        '1,H3,card,,2020-01-01,,999999999999999,',
      ],
      interactions: ['1,I1,2026-01-05 10:00,complaint,,9999-12-31,'],
      transactions: ['1,T1,H1,2026-01-05,-5,fee,1000000000000,'],
    });
    expect(report.rejects).toEqual([]);
    expect(
      report.warnings.map(({ file, column, reason, outcome, firstLine }) =>
        [file.replace('.csv', ''), column, reason, outcome, firstLine].join(' '),
      ),
    ).toEqual([
      'customers birth_date implausible-age emptied 3',
      'customers birth_date after-today emptied 2',
      'customers birth_date born-after-joining emptied 5',
      'customers joined_on placeholder-date emptied 4',
      'customers joined_on after-today emptied 6',
      'customers joined_on after-today kept 8',
      'customers closed_on placeholder-date emptied 4',
      'customers closed_on ends-before-it-begins kept 7',
      'holdings opened_on placeholder-date emptied 2',
      'holdings closed_on placeholder-date emptied 2',
      'holdings amount implausible-amount emptied 4',
      'transactions balance_after implausible-amount emptied 2',
      'interactions resolved_at placeholder-date emptied 2',
    ]);
    const customers = await stored(
      z.object({ id: z.string(), facts: z.string() }),
      sql`select external_id as id, concat_ws(' ', coalesce(birth_date::text, '-'), coalesce(joined_on::text, '-'),
            coalesce(closed_on::text, '-')) as facts from customers order by 1`,
    );
    expect(customers.map(({ id, facts }) => `${id}: ${facts}`)).toEqual([
      '1: - 2020-01-01 -',
      '2: - 2020-01-01 -',
      '3: - - -',
      '4: - 2020-01-01 -',
      '5: 1980-01-01 - 2020-01-01',
      '6: 1980-01-01 2020-01-01 2019-01-01',
      '7: 1980-01-01 2027-02-01 -',
    ]);
  });

  it('is an amount of another order than all others', async () => {
    const report = await take({
      ...bank,
      balances: ['1,A1,2026-05-31,5000', '1,A1,2026-06-30,1000000000000'],
      transactions: [
        '1,T1,A1,2026-05-01,-40,fee,,',
        '1,T2,A1,2026-05-02,-1000000000000,transfer-out,,',
        '1,T3,A1,2026-05-03,900000000,transfer-in,,',
      ],
    });
    expect(report.rejects).toEqual([
      { column: 'amount', reason: 'implausible-amount', rows: 1 },
      { column: 'amount', reason: 'implausible-amount', rows: 1 },
    ]);
    // A file of that row alone is measured by what the store holds.
    const alone = await take({ transactions: ['1,T9,A1,2026-05-02,1000000000000,deposit,,'] });
    expect(alone.rejects).toMatchObject([{ reason: 'implausible-amount' }]);
  });

  it('is no large amount where such amounts are usual', async () => {
    const days = Array.from({ length: 20 }, (_, i) => String(i + 1).padStart(2, '0'));
    const report = await take({
      ...bank,
      transactions: [
        ...days.map((day) => `1,T${day},A1,2026-05-${day},-250000,card-payment,,`),
        '1,T99,A1,2026-05-30,1000000000000,deposit,,',
      ],
    });
    expect(report.rejects).toEqual([]);
  });

  it('is what the mapping says', async () => {
    const kept = await take(
      {
        ...bank,
        transactions: ['1,T1,A1,1900-01-01,-40,fee,,', '1,T2,A1,2099-01-01,1000000000000,fee,,'],
      },
      '{ otherwise: keep }',
    );
    expect(kept.rejects).toEqual([]);
    expect(kept.warnings.map(({ reason, outcome }) => `${reason} ${outcome}`)).toEqual([
      'placeholder-date kept',
      'after-today kept',
      'implausible-amount kept',
    ]);
    const old = await take(
      { transactions: ['1,T3,A1,1951-06-01,-40,fee,,', '1,T4,A1,1970-01-01,-6000,fee,,'] },
      '{ earliest: 1950-01-01, placeholders: [], largestAmount: 5000 }',
    );
    expect(old.rejects).toEqual([{ column: 'amount', reason: 'implausible-amount', rows: 1 }]);
    expect(old.warnings).toEqual([]);
  });

  it('ends with 1 where it is all of a file, and keeps the others', async () => {
    const path = files({
      ...bank,
      balances: ['1,A1,2099-06-30,5000', '1,A1,2099-07-31,5000'],
      transactions: ['1,T1,A1,2026-05-01,-40,fee,,'],
      surveys: [],
    });
    const ended = await ingest(path);
    expect(ended.code).toBe(1);
    expect(ended.err).toContain('Every row of balances.csv was rejected, 2 in all');
    expect(ended.err).not.toContain('surveys');
    const report = printed.parse(JSON.parse(ended.out));
    expect(report.files).toContainEqual(
      expect.objectContaining({ file: 'balances.csv', stored: 0, rejected: 2 }),
    );
    expect(await count('transactions')).toBe(1);
    const again = await commandLine(store, { now })('ingest', path);
    expect(again.code).toBe(1);
    expect(again.out).toContain('a day in the future');
  });

  it('is told in words', async () => {
    const path = files({ customers: ['1,One,,2031-01-01,,,2020-01-01,'] });
    const { code, out } = await commandLine(store, { now })('ingest', path);
    expect(code).toBe(0);
    expect(out).toMatch(
      /Warnings, .*\n {2}customers\.csv {2}1 {2}birth_date {2}a day in the future/,
    );
    expect(out).toContain('the value is left out (from line 2)');
  });
});
