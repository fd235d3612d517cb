import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { queryRows, type Store } from '../../src/store/store.ts';
import { emptyStore } from '../banks/dump-store.ts';
import { commandLine } from '../cli/command-line.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

const now = () => new Date('2026-11-28T12:00:00Z');
const standard = readFileSync('config/mappings/standard.yaml', 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'decimals-'));
afterAll(() => rmSync(folder, { recursive: true }));
let made = 0;

const header = 'customer,id,holding,booked_on,amount,kind,balance_after,counterparty';
const printed = z.object({
  files: z.array(z.record(z.string(), z.unknown())),
  rejects: z.array(z.object({ column: z.string(), reason: z.string(), rows: z.number() })),
  warnings: z.array(z.record(z.string(), z.unknown())),
});

describe.each(storeKinds)('amounts of a currency on %s', (kind) => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore(kind);
  });
  beforeEach(() => emptyStore(store));
  afterAll(() => store.close());

  /** Takes in one customer with fees of these amounts. */
  async function take(currency: string, amounts: readonly string[], decimals?: number) {
    const path = join(folder, String(++made));
    mkdirSync(path);
    writeFileSync(
      join(path, 'customers.csv'),
      'id,name,sex,birth_date,branch,manager,joined_on,closed_on\n1,One,,,,,2025-01-01,\n',
    );
    writeFileSync(
      join(path, 'holdings.csv'),
      'customer,id,product,label,opened_on,closed_on,amount,status\n1,A1,current-account,,2025-01-01,,,\n',
    );
    writeFileSync(
      join(path, 'balances.csv'),
      `customer,holding,as_of,amount\n1,A1,2026-03-31,${amounts[0]}\n1,A1,2026-04-30,${amounts[0]}\n`,
    );
    const rows = amounts.map((amount, i) => `1,T${i},A1,2026-04-10,"${amount}",fee,,`);
    writeFileSync(join(path, 'transactions.csv'), `${[header, ...rows].join('\n')}\n`);
    const mapping = join(path, 'bank.yaml');
    writeFileSync(
      mapping,
      standard
        .replace('currency: EUR', `currency: ${currency}`)
        .replace(
          '"EUR", "€"] }',
          `${currency}]${decimals === undefined ? '' : `, decimals: ${decimals}`} }`,
        ),
    );
    const load = async () => {
      const { out } = await commandLine(store, { now })(
        'ingest',
        '--mapping',
        mapping,
        path,
        '--json',
      );
      return printed.parse(JSON.parse(out));
    };
    return { report: await load(), load };
  }
  const stored = async () =>
    (
      await queryRows(
        store.db,
        z.object({ amount: z.coerce.number() }),
        sql`select amount from transactions order by external_id`,
      )
    ).map(({ amount }) => amount);

  it.each<[string, string[], number[]]>([
    ['KWD', ['-0.004', '1000.125', 'KWD 1,000.125'], [-0.004, 1000.125, 1000.125]],
    ['BHD', ['0.001'], [0.001]],
    ['CLF', ['-0.0001', '12.5'], [-0.0001, 12.5]],
    ['EUR', ['-0.04', '12.50', '3.100'], [-0.04, 12.5, 3.1]],
    ['JPY', ['-4', '1,200', '7.00'], [-4, 1200, 7]],
  ])('are kept to the decimals of %s', async (currency, amounts, kept) => {
    const { report, load } = await take(currency, amounts);
    expect(report).toMatchObject({ rejects: [], warnings: [] });
    expect(await stored()).toEqual(kept);
    const again = await load();
    expect(again.files.filter(({ stored }) => stored !== 0)).toEqual([]);
  });

  it.each([
    ['KWD', '0.0041'],
    ['EUR', '0.004'],
    ['JPY', '0.5'],
    ['CLF', '0.00001'],
  ])('of %s have no more decimals than it', async (currency, amount) => {
    const { report } = await take(currency, ['1', amount]);
    expect(report.rejects).toEqual([{ column: 'amount', reason: 'too-many-decimals', rows: 1 }]);
  });

  it.each<[string, number, string[], number[]]>([
    ['EUR', 3, ['0.006', '1.25', '-0.005', '2.004'], [0.01, 1.25, -0.01, 2]],
    ['JPY', 2, ['12.5', '12'], [13, 12]],
  ])(
    'of %s are rounded where the mapping allows %i decimals, and told',
    async (currency, decimals, amounts, kept) => {
      const { report, load } = await take(currency, amounts, decimals);
      expect(report.rejects).toEqual([]);
      expect(report.warnings).toContainEqual(
        expect.objectContaining({
          file: 'transactions.csv',
          column: 'amount',
          reason: 'too-many-decimals',
          outcome: 'rounded',
          rows: amounts.filter((text) => Number(text) !== kept[amounts.indexOf(text)]).length,
          firstLine: 2,
        }),
      );
      expect(await stored()).toEqual(kept);
      expect((await load()).files.filter(({ stored }) => stored !== 0)).toEqual([]);
    },
  );

  it('are not read by a decimal comma as thousands', async () => {
    const { report } = await take('KWD', ['1', '0,004']);
    expect(report.rejects).toEqual([{ column: 'amount', reason: 'not-a-number', rows: 1 }]);
  });

  it('reach the run whole', async () => {
    await take('KWD', ['1000.125', ...Array.from({ length: 750 }, () => '-0.004')]);
    const run = commandLine(store, { now });
    expect((await run('score', '--as-of', '2026-04-30')).code).toBe(0);
    const found = await queryRows(
      store.db,
      z.object({ fees: z.number(), balance: z.number() }),
      sql`select fees, balance from contributions where month = '2026-04-01'`,
    );
    // The fees booked, less the one that came in.
    expect(found).toEqual([{ fees: 3 - 1000.125, balance: 1000.125 }]);
    const [valued] = await queryRows(
      store.db,
      z.object({ balance: z.number() }),
      sql`select balance from customer_values`,
    );
    expect(valued).toEqual({ balance: 1000.125 });
  });
});
