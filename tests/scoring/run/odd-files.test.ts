import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { queryRows, type Store } from '../../../src/store/store.ts';
import { commandLine } from '../../cli/command-line.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

/* A bank's files, and the same with rows that cannot be true: the command line gives the same figures for both. */

const now = () => new Date('2026-11-28T12:00:00Z');
const folder = mkdtempSync(join(tmpdir(), 'odd-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Files = Record<
  'customers' | 'holdings' | 'balances' | 'transactions' | 'interactions',
  string[]
>;

const headers: Files = {
  customers: ['id,name,sex,birth_date,branch,manager,joined_on,closed_on'],
  holdings: ['customer,id,product,label,opened_on,closed_on,amount,status'],
  balances: ['customer,holding,as_of,amount'],
  transactions: ['customer,id,holding,booked_on,amount,kind,balance_after,counterparty'],
  interactions: ['customer,id,occurred_at,kind,note,resolved_at,manager'],
};

const dayOf = (n: number) => new Date(Date.UTC(2025, 0, n)).toISOString().slice(0, 10);

/** 160 customers from January 2025 to June 2026, every fourth of whom leaves; customer 7 was born on the day given. */
function bank(born: string): Files {
  const files: Files = structuredClone(headers);
  for (let c = 1; c <= 160; c++) {
    const left = c % 4 === 0 ? 200 + ((c * 37) % 330) : 547;
    const closed = c % 4 === 0 ? dayOf(left) : '';
    const birth = c === 7 ? born : `19${50 + (c % 45)}-03-04`;
    files.customers.push(`${c},Customer ${c},,${birth},,,${dayOf(-3 * c)},${closed}`);
    files.holdings.push(`${c},A${c},current-account,,${dayOf(-3 * c)},${closed},,`);
    for (let month = 1; month <= 18; month++) {
      const end = new Date(Date.UTC(2025, month, 0));
      const n = Math.round((end.getTime() - Date.UTC(2025, 0, 0)) / 86_400_000);
      if (n >= left) break;
      const amount =
        (1000 + ((c * 997) % 4000)) * Math.min(1, (left - n) / 90 + (left === 547 ? 1 : 0));
      files.balances.push(`${c},A${c},${dayOf(n)},${amount.toFixed(2)}`);
    }
    for (let n = 1 + (c % 7); n < left - (left === 547 ? 0 : 30); n += 6 + (c % 5)) {
      files.transactions.push(
        `${c},T${c}-${n},A${c},${dayOf(n)},-${20 + ((n * c) % 90)}.00,card-payment,,`,
      );
    }
    if (c % 3 === 0) files.interactions.push(`${c},I${c},${dayOf(c)} 10:00,call,,,`);
  }
  return files;
}

const odd: Partial<Files> = {
  balances: ['5,A5,2099-06-30,5000', '5,A5,1900-01-01,5000', '6,A6,2026-06-29,1000000000000'],
  transactions: [
    '1,ODD1,A1,1900-01-01,-12.00,card-payment,,',
    '1,ODD2,A1,0001-01-01,-12.00,card-payment,,',
    '1,ODD3,A1,1970-01-01,-12.00,card-payment,,',
    '1,ODD4,A1,1987-05-06,-12.00,card-payment,,',
    '2,ODD5,A2,2099-01-01,-40.00,card-payment,,',
    '2,ODD6,A2,9999-12-31,-40.00,card-payment,,',
    '2,ODD7,A2,2026-11-02,-40.00,card-payment,,',
    '3,ODD8,A3,2026-06-30,-1000000000000,transfer-out,,',
  ],
  interactions: ['9,ODD9,2099-01-01 10:00,complaint,,,', '9,ODD10,1900-01-01 10:00,complaint,,,'],
};

const scored = z.object({ asOf: z.string(), warnings: z.array(z.string()) });

async function figures(kind: Store['kind'], name: string, files: Files) {
  const path = join(folder, `${kind}-${name}`);
  mkdirSync(path);
  for (const [file, lines] of Object.entries(files)) {
    writeFileSync(join(path, `${file}.csv`), `${lines.join('\n')}\n`);
  }
  const store = await openTestStore(kind);
  onTestFinished(() => store.close());
  const run = commandLine(store, { now });
  const taken = await run('ingest', path, '--json');
  expect(taken).toMatchObject({ code: 0 });
  const { asOf, warnings } = scored.parse(JSON.parse((await run('score', '--json')).out));
  const values = await queryRows(
    store.db,
    z.record(z.string(), z.unknown()),
    sql`select to_jsonb(v) as figures from customer_values v
        union all select to_jsonb(c) from contributions c order by 1`,
  );
  return { ingested: taken.out, asOf, warnings, values };
}

describe.each(storeKinds.slice(-1))('files with rows that cannot be true, on %s', (kind) => {
  it('give every customer the figures they have without', { timeout: 120_000 }, async () => {
    const right = await figures(kind, 'right', bank(''));
    const files = bank('2093-03-04');
    for (const name of ['balances', 'transactions', 'interactions'] as const) {
      files[name].push(...(odd[name] ?? []));
    }
    const spoilt = await figures(kind, 'spoilt', files);
    expect(right.asOf).toBe('2026-06-30');
    expect(right.values.length).toBeGreaterThan(1000);
    expect(spoilt.values).toEqual(right.values);
    expect(spoilt.asOf).toBe(right.asOf);
    expect(
      z.object({ warnings: z.array(z.unknown()) }).parse(JSON.parse(spoilt.ingested)).warnings,
    ).toMatchObject([
      { file: 'customers.csv', column: 'birth_date', outcome: 'emptied', firstLine: 8 },
    ]);
    // Two rows are of days that can be: a run finds them far from all others.
    expect(spoilt.warnings.filter((text) => !right.warnings.includes(text))).toEqual([
      expect.stringContaining('6 May 1987'),
      expect.stringContaining('2 November 2026'),
    ]);
  });
});
