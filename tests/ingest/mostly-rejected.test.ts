import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { transactions } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { commandLine } from '../cli/command-line.ts';
import { openTestStore } from '../test-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'mostly-rejected-'));
let store: Store;
beforeAll(async () => {
  store = await openTestStore('pglite');
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const mapping = join(folder, 'bank.yaml');
writeFileSync(
  mapping,
  `bank: { name: Bank, currency: EUR, timezone: Europe/Berlin }
files:
  sales:
    name: sales.csv
    tables:
      - { into: customers, duplicates: first, fields: { externalId: id } }
      - { into: holdings, duplicates: first, fields: { customer: id, externalId: id, product: { value: savings } } }
      - into: transactions
        where: { state: { not: void } }
        fields: { customer: id, externalId: { line: true }, bookedOn: day, amount: amount, kind: { value: other } }
`,
);
const now = () => new Date('2026-07-01T12:00:00Z');
const load = (rows: string[]) => {
  const path = join(folder, 'sales.csv');
  writeFileSync(path, `id,day,amount,state\n${rows.join('\n')}\n`);
  return commandLine(store, { now })('ingest', '--mapping', mapping, path);
};

it('says in the last line that most of a file was rejected, keeps what was good, and ends with 1', async () => {
  // Left out rows decide nothing: two of three are rejected.
  const rows = [
    '1,2026-03-01,5,ok',
    '1,13/3/2026,5,ok',
    '1,14/3/2026,5,ok',
    '1,x,5,void',
    '1,x,5,void',
  ];
  const ended = await load(rows);
  expect(ended.code).toBe(1);
  expect(ended.err).toContain(
    'More than half of the rows of sales.csv → transactions were rejected, 2 of 3: what was good is in the store.',
  );
  expect(ended.err).not.toContain('Every row');
  expect(await store.db.select().from(transactions)).toHaveLength(1);
  expect(ended.out).toContain('`duplicates: first`');
  const half = await load(['1,2026-03-01,5,ok', '1,13/3/2026,5,ok', '']);
  expect(half.code).toBe(0);
});

it('counts a row once that is rejected for each of three tables', async () => {
  const ended = await load([
    '1,2026-03-01,5,ok',
    '1,2026-03-02,6,ok',
    '1,2026-03-02',
    '1,2026-03-03,6,ok',
  ]);
  expect(ended.out).toMatch(/sales\.csv {2}1 {2}whole row {2}fewer columns than the header/);
});
