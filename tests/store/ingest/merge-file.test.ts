import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { analyzeTables } from '../../../src/store/ingest/analyze-tables.ts';
import { createLookupTable, lookupTable } from '../../../src/store/ingest/lookup-tables.ts';
import {
  collectRejects,
  createRejects,
  mergeFile,
  type ResolvedFile,
  resolveFile,
  type StagedFile,
  takeRejects,
} from '../../../src/store/ingest/merge-file.ts';
import { keepMonthEndBalances } from '../../../src/store/ingest/month-end-balances.ts';
import type { Plausibility } from '../../../src/store/ingest/plausibility.ts';
import { settleFacts } from '../../../src/store/ingest/settle-facts.ts';
import { createStagingTable } from '../../../src/store/ingest/staging-tables.ts';
import { targetNames, targets } from '../../../src/store/ingest/targets.ts';
import {
  balances,
  branches,
  customers,
  holdings,
  ingestBatches,
  ingestRejects,
  managers,
} from '../../../src/store/schema.ts';
import { type CopyValue, type Database, queryRows, type Store } from '../../../src/store/store.ts';
import { emptyTables } from '../../empty-tables.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

const staging = 'ingest_staging_1_0';

const plausibility: Plausibility = {
  today: '2026-11-28',
  earliest: '1970-01-02',
  latest: '2026-12-05',
  earliestBirth: '1906-11-28',
  earliestStart: '1900-01-02',
  latestStart: '2027-11-29',
  latestEnd: '2076-12-31',
  placeholders: [],
  largestAmount: null,
  keep: false,
};

/** Fields of a staged file, each from a column of the same name. */
const fields = (...names: string[]) =>
  names.map((field) => ({ field, through: [], source: field, prefix: '' }));

const file = (into: StagedFile['into'], more: Partial<StagedFile> = {}): StagedFile => ({
  staging,
  file: 'f.csv',
  into,
  fields: fields('externalId', 'name'),
  facts: {},
  onlyIn: [],
  duplicates: 'reject',
  timezone: 'Europe/Prague',
  decimals: 2,
  plausibility,
  forgottenBy: undefined,
  ...more,
});

describe.each(storeKinds)('a staged file on %s', (kind) => {
  let store: Store;
  let batchId: number;
  beforeAll(async () => {
    store = await openTestStore(kind);
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    await emptyTables(store, ['branches', 'managers', 'customers', 'ingest_batches']);
    const [batch] = await store.db
      .insert(ingestBatches)
      .values({ mapping: 'm', status: 'running' })
      .returning({ id: ingestBatches.id });
    batchId = batch?.id ?? 0;
  });
  afterEach(() => store.db.execute(sql.raw(`drop table if exists ${staging}`)));

  /** Stages rows of texts under column names, lines numbered from 2 as below a header. */
  async function stage(columns: readonly string[], rows: readonly (readonly CopyValue[])[]) {
    const all = ['line', 'bad_column', 'bad_value', 'bad_reason', ...columns];
    await createStagingTable(store.db, staging, all);
    await store.copyRows(
      staging,
      all,
      rows.map((row, i) => [i + 2, null, null, null, ...row]),
    );
  }

  /** Merges as an import does, and gives the counts and what was rejected. */
  const merge = (staged: StagedFile, before: (tx: Database) => Promise<void> = async () => {}) =>
    store.db.transaction(async (tx) => {
      await createRejects(tx);
      await before(tx);
      await collectRejects(tx, staged.staging, staged.file);
      const counts = await mergeFile(tx, await resolveFile(tx, staged, 'resolved_0'));
      if (staged.into === 'transactions') await keepMonthEndBalances(tx, 'resolved_0');
      await analyzeTables(tx, new Set([staged.into]));
      return { counts, rejects: await takeRejects(tx, batchId, 'm') };
    });
  const branchNames = async () =>
    (await store.db.select().from(branches).orderBy(branches.externalId)).map(
      ({ externalId, name }) => `${externalId} ${name}`,
    );

  it('is settled with others in statements that grow with the files, and no further once stopped', async () => {
    await stage(['v_externalId', 'attributes'], [['1', '{"state": "NSW"}']]);
    const customer = file('customers', {
      fields: fields('externalId'),
      facts: { attributes: ['state'] },
    });
    const settle = (files: number, stopAt = Number.POSITIVE_INFINITY) =>
      store.db.transaction(async (tx) => {
        await createRejects(tx);
        const resolved: ResolvedFile[] = [];
        for (let n = 0; n < files; n++) {
          resolved.push(await resolveFile(tx, customer, `resolved_${n}`));
        }
        const { signal } = new AbortController();
        const looks = vi.spyOn(signal, 'throwIfAborted').mockImplementation(() => {
          if (looks.mock.calls.length === stopAt) throw new Error('stopped');
        });
        const statements = vi.spyOn(tx, 'execute');
        const settled = settleFacts(
          tx,
          resolved.map((one) => ({ file: one, comparedWith: [] })),
          signal,
        );
        const outcome = await settled.then(
          () => 'settled',
          (error: unknown) => String(error),
        );
        return { statements: statements.mock.calls.length, outcome };
      });
    const [two, four, six] = [await settle(2), await settle(4), await settle(6)];
    expect(two.outcome).toBe('settled');
    expect(four.statements).toBeGreaterThan(two.statements);
    expect(six.statements - four.statements).toBe(four.statements - two.statements);
    const stopped = await settle(6, 4);
    expect(stopped.outcome).toBe('Error: stopped');
    expect(stopped.statements).toBeLessThan(two.statements);
  });

  it('is written where it is new or different, and counted', async () => {
    await store.db.insert(branches).values([
      { externalId: 'a', name: 'A' },
      { externalId: 'b', name: 'B' },
    ]);
    await stage(
      ['v_externalId', 'v_name'],
      [
        ['a', 'A'],
        ['b', 'Bee'],
        ['c', 'C'],
      ],
    );
    const { counts, rejects } = await merge(file('branches'));
    expect(counts).toEqual({
      stored: 2,
      unchanged: 1,
      rejected: 0,
      skipped: 0,
      forgotten: 0,
      doubts: [],
    });
    expect(rejects).toEqual([]);
    expect(await branchNames()).toEqual(['a A', 'b Bee', 'c C']);
  });

  it.each([
    ['reject', { stored: 1, unchanged: 1, rejected: 1, skipped: 0, forgotten: 0 }, ['a one']],
    ['first', { stored: 1, unchanged: 1, rejected: 0, skipped: 1, forgotten: 0 }, ['a one']],
    ['last', { stored: 1, unchanged: 0, rejected: 0, skipped: 2, forgotten: 0 }, ['a two']],
  ] as const)('of rows with one key, %s decides', async (duplicates, counts, names) => {
    await stage(
      ['v_externalId', 'v_name'],
      [
        ['a', 'one'],
        ['a', 'one'],
        ['a', 'two'],
      ],
    );
    const merged = await merge(file('branches', { duplicates }));
    expect(merged.counts).toEqual({ ...counts, doubts: [] });
    expect(await branchNames()).toEqual(names);
    if (duplicates === 'reject') {
      expect(merged.rejects).toEqual([
        { file: 'f.csv', column: 'externalId', reason: 'duplicate-key', rows: 1, firstLine: 4 },
      ]);
    }
  });

  it('keeps further facts and names in other languages', async () => {
    await stage(
      ['v_externalId', 'v_name', 'attributes', 'names'],
      [['a', 'A', '{"size":3}', '{"zh":"甲"}']],
    );
    await merge(file('branches', { facts: { attributes: ['size'], names: ['zh'] } }));
    const [branch] = await store.db.select().from(branches);
    expect(branch).toMatchObject({ attributes: { size: 3 }, names: { zh: '甲' } });
  });

  it('rejects what refers to what is not there, by the value as the file has it', async () => {
    await store.db.insert(branches).values({ externalId: 'x-1', name: 'One' });
    await stage(
      ['v_externalId', 'v_branch'],
      [
        ['c1', 'x-1'],
        ['c2', 'x-2'],
        ['c3', null],
      ],
    );
    const { counts, rejects } = await merge(
      file('customers', {
        fields: [
          ...fields('externalId'),
          { field: 'branch', through: [], source: 'office', prefix: 'x-' },
        ],
      }),
    );
    expect(counts).toEqual({
      stored: 2,
      unchanged: 0,
      rejected: 1,
      skipped: 0,
      forgotten: 0,
      doubts: [],
    });
    expect(rejects).toEqual([
      { file: 'f.csv', column: 'office', reason: 'unknown-branch', rows: 1, firstLine: 3 },
    ]);
    expect(await store.db.select().from(ingestRejects)).toMatchObject([
      { batchId, mapping: 'm', line: 3, column: 'office', value: '2', reason: 'unknown-branch' },
    ]);
  });

  it('keeps a reject once, however often the file comes', async () => {
    const bad = async () => {
      await stage(['v_externalId', 'v_branch'], [['c1', 'none']]);
      const { rejects } = await merge(
        file('customers', { fields: fields('externalId', 'branch') }),
      );
      await store.db.execute(sql.raw(`drop table ${staging}`));
      return rejects;
    };
    expect(await bad()).toEqual(await bad());
    expect(await store.db.select().from(ingestRejects)).toHaveLength(1);
  });

  it('leaves rows aside that were rejected on reading', async () => {
    await stage(['v_externalId', 'v_name'], [['a', 'A']]);
    await store.copyRows(
      staging,
      ['line', 'bad_column', 'bad_value', 'bad_reason'],
      [[9, 'name', 'x', 'missing-value']],
    );
    const { counts, rejects } = await merge(file('branches'));
    expect(counts).toEqual({
      stored: 1,
      unchanged: 0,
      rejected: 0,
      skipped: 0,
      forgotten: 0,
      doubts: [],
    });
    expect(rejects).toEqual([
      { file: 'f.csv', column: 'name', reason: 'missing-value', rows: 1, firstLine: 9 },
    ]);
  });

  it('goes through lookups, and is left out where a filter’s lookup does not know it', async () => {
    await store.db.insert(branches).values({ externalId: 'P', name: 'Prague' });
    await stage(
      ['v_externalId', 'v_branch', 'w_owner', 'k_district', 'l_district', 'k_owner', 'l_owner'],
      [
        ['c1', '7', 'c1', '7', 'P', 'c1', 'x'],
        ['c2', '8', 'c2', '8', 'P', 'c2', 'x'],
        ['c3', '9', 'c3', '8', 'Q', 'c3', 'x'],
        ['c4', '7', 'c4', null, null, null, null],
      ],
    );
    const { counts, rejects } = await merge(
      file('customers', {
        fields: [
          ...fields('externalId'),
          { field: 'branch', through: ['district'], source: 'branch', prefix: '' },
        ],
        onlyIn: ['owner'],
      }),
      async (tx) => {
        await createLookupTable(tx, 'district', [staging], undefined);
        await createLookupTable(tx, 'owner', [staging], undefined);
      },
    );
    expect(counts).toEqual({
      stored: 1,
      unchanged: 0,
      rejected: 2,
      skipped: 1,
      forgotten: 0,
      doubts: [],
    });
    expect(rejects.map(({ reason, firstLine }) => [reason, firstLine])).toEqual([
      ['no-match', 4],
      ['several-matches', 3],
    ]);
  });

  it('finds the customer by a holding, where one customer alone has it', async () => {
    const [one, two] = await store.db
      .insert(customers)
      .values([{ externalId: '1' }, { externalId: '2' }])
      .returning({ id: customers.id });
    await store.db.insert(holdings).values([
      { customerId: one?.id ?? 0, externalId: 'h1', product: 'savings' },
      { customerId: one?.id ?? 0, externalId: 'both', product: 'savings' },
      { customerId: two?.id ?? 0, externalId: 'both', product: 'savings' },
    ]);
    await stage(
      ['v_customer', 'v_holding', 'v_asOf', 'v_amount'],
      [
        ['h1', 'h1', '2026-01-31', '12.34'],
        ['both', 'both', '2026-01-31', '1'],
        ['none', 'none', '2026-01-31', '1'],
      ],
    );
    const { counts, rejects } = await merge(
      file('balances', {
        fields: [
          { field: 'customer', through: ['holder'], source: 'konto', prefix: '' },
          ...fields('holding', 'asOf', 'amount'),
        ],
      }),
    );
    expect(counts).toMatchObject({ stored: 1, rejected: 2 });
    expect(rejects.map(({ reason }) => reason)).toEqual(['several-matches', 'unknown-holding']);
    expect(await store.db.select().from(balances)).toMatchObject([
      { customerId: one?.id, holdingId: 'h1', amount: 12.34 },
    ]);
  });

  it('takes an address of one person only', async () => {
    await store.db.insert(managers).values({
      externalId: 'm0',
      email: 'taken@bank.example',
      name: 'First',
      role: 'manager',
    });
    await stage(
      ['v_externalId', 'v_email', 'v_name', 'v_role', 'v_active'],
      [
        ['m0', 'taken@bank.example', 'Still first', 'manager', 'true'],
        ['m1', 'taken@bank.example', 'Second', 'manager', 'true'],
        ['m2', 'twice@bank.example', 'A', 'manager', 'true'],
        ['m3', 'twice@bank.example', 'B', 'manager', 'false'],
      ],
    );
    const { counts, rejects } = await merge(
      file('managers', { fields: fields('externalId', 'email', 'name', 'role', 'active') }),
    );
    expect(counts).toMatchObject({ stored: 2, rejected: 2 });
    expect(rejects).toMatchObject([{ reason: 'email-taken', rows: 2, firstLine: 3 }]);
  });

  it('has times without an offset in the bank’s time zone', async () => {
    await store.db.insert(customers).values({ externalId: '1' });
    await stage(
      ['v_customer', 'v_externalId', 'v_occurredAt', 'v_kind'],
      [
        ['1', 'a', '2026-07-01 12:00:00', 'call'],
        ['1', 'b', '2026-07-01T12:00:00+00:00', 'call'],
        ['1', 'c', '2026-07-01T12:00:00Z', 'call'],
      ],
    );
    await merge(
      file('interactions', { fields: fields('customer', 'externalId', 'occurredAt', 'kind') }),
    );
    const hours = await queryRows(
      store.db,
      z.object({ hour: z.coerce.number() }),
      sql`select extract(hour from occurred_at at time zone 'UTC') as hour from interactions order by external_id`,
    );
    expect(hours.map(({ hour }) => hour)).toEqual([10, 12, 12]);
  });

  it('keeps the balance after the last transaction of each month, whatever the order', async () => {
    const [one] = await store.db
      .insert(customers)
      .values({ externalId: '1' })
      .returning({ id: customers.id });
    const customerId = one?.id ?? 0;
    await store.db.insert(holdings).values({ customerId, externalId: 'h', product: 'savings' });
    await store.db.insert(balances).values([
      { customerId, holdingId: 'h', asOf: '2026-01-10', amount: 1 },
      { customerId, holdingId: 'h', asOf: '2025-12-31', amount: 2 },
    ]);
    await stage(
      [
        'v_customer',
        'v_externalId',
        'v_holding',
        'v_bookedOn',
        'v_amount',
        'v_kind',
        'v_balanceAfter',
      ],
      [
        // Two of one day, told in the wrong order: 100 → 150 → 130.
        ['1', 't3', 'h', '2026-01-20', '-20', 'other', '130'],
        ['1', 't2', 'h', '2026-01-20', '50', 'other', '150'],
        ['1', 't1', 'h', '2026-01-05', '100', 'other', '100'],
        ['1', 't4', 'h', '2026-02-03', '5', 'other', '135'],
        ['1', 't5', 'h', '2026-03-03', '5', 'other', null],
      ],
    );
    await merge(
      file('transactions', {
        fields: fields(
          ...['customer', 'externalId', 'holding', 'bookedOn', 'amount', 'kind', 'balanceAfter'],
        ),
      }),
    );
    expect(
      await store.db
        .select({ asOf: balances.asOf, amount: balances.amount })
        .from(balances)
        .orderBy(balances.asOf),
    ).toEqual([
      { asOf: '2025-12-31', amount: 2 },
      { asOf: '2026-01-20', amount: 130 },
      { asOf: '2026-02-03', amount: 135 },
    ]);
  });

  it.each([
    [undefined, { value: 'a', ambiguous: true }],
    ['first', { value: 'b', ambiguous: false }],
    ['last', { value: 'a', ambiguous: false }],
  ] as const)('a lookup of a key with several values picks %s', async (pick, held) => {
    await stage(
      ['k_owner', 'l_owner'],
      [
        ['1', 'b'],
        ['1', 'a'],
        ['2', 'c'],
        ['3', null],
      ],
    );
    const found = await store.db.transaction(async (tx) => {
      await createLookupTable(tx, 'owner', [staging], pick);
      await createLookupTable(tx, 'empty', [], pick);
      const row = z.object({ key: z.string(), value: z.string(), ambiguous: z.boolean() });
      expect(await queryRows(tx, row, sql`select * from ${lookupTable('empty')}`)).toEqual([]);
      return queryRows(tx, row, sql`select * from ${lookupTable('owner')} order by key`);
    });
    expect(found).toEqual([
      { key: '1', ...held },
      { key: '2', value: 'c', ambiguous: false },
    ]);
  });

  it('has a table for each target, in which every field of it is a column', async () => {
    expect(Object.keys(targets)).toEqual([...targetNames]);
    for (const [table, { fields, key, factsColumns }] of Object.entries(targets)) {
      const found = await queryRows(
        store.db,
        z.object({ name: z.string() }),
        sql`select column_name as name from information_schema.columns
            where table_schema = 'public' and table_name = ${table}`,
      );
      const columns = found.map(({ name }) => name);
      expect(columns).toEqual(
        expect.arrayContaining([
          ...Object.values(fields).map(({ column }) => column),
          ...factsColumns,
        ]),
      );
      expect(Object.keys(fields)).toEqual(expect.arrayContaining([...key]));
    }
  });
});
