import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { commandLine } from '../cli/command-line.ts';
import { openTestStore } from '../test-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'taken-in-'));
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
      - into: transactions
        fields: { customer: id, externalId: no, bookedOn: day, amount: sum, kind: { value: other } }
`,
);
const path = join(folder, 'sales.csv');
writeFileSync(
  path,
  [
    'id,no,day,sum',
    'A,1,2026-03-01,10.50',
    'A,2,2026-03-04,-4.25',
    'B,3,2026-02-27,20',
    // The same again counts once, a wrong day and an amount that is none not at all.
    'B,3,2026-02-27,20',
    'C,4,2026-13-01,100',
    'C,5,2026-03-02,much',
    '',
  ].join('\n'),
);

it('tells what of each file stands in the store, and the same when it is loaded again', async () => {
  const load = commandLine(store, { now: () => new Date('2026-07-01T12:00:00Z') });
  for (const stored of [3, 0]) {
    const { out } = await load('ingest', '--json', '--mapping', mapping, path);
    const report: unknown = JSON.parse(out);
    expect(report).toMatchObject({
      currency: 'EUR',
      files: [{ table: 'customers' }, { table: 'transactions', stored, rejected: 2 }],
      taken: [
        { file: 'sales.csv', table: 'customers', rows: 3, customers: 3, from: null, amounts: [] },
        {
          ...{ file: 'sales.csv', table: 'transactions', rows: 3, customers: 2 },
          ...{ from: '2026-02-27', to: '2026-03-04' },
          amounts: [{ column: 'sum', plus: 30.5, minus: -4.25 }],
        },
      ],
    });
  }
  const { out } = await load('ingest', '--mapping', mapping, path);
  expect(out).toMatch(
    /sales\.csv → transactions +3 +2 +2026-02-27 – 2026-03-04 +sum +30\.50 +-4\.25 +26\.25\n/,
  );
});
