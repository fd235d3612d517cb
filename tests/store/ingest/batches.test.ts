import { asc, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type BatchWork, takeIn } from '../../../src/store/ingest/batches.ts';
import { heldBank, saveBank } from '../../../src/store/ingest/save-bank.ts';
import {
  createStagingTable,
  dropStagingTables,
  stagingTable,
} from '../../../src/store/ingest/staging-tables.ts';
import { branches, customers, ingestBatches } from '../../../src/store/schema.ts';
import { queryRows, type Store } from '../../../src/store/store.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

const now = () => new Date('2026-07-01T00:00:00Z');

describe.each(storeKinds)('batches on %s', (kind) => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore(kind);
  });
  afterAll(() => store.close());

  const stagingLeft = async () =>
    (
      await queryRows(
        store.db,
        z.object({ name: z.string() }),
        sql`select tablename as name from pg_tables where tablename like 'ingest\\_staging%' order by 1`,
      )
    ).map(({ name }) => name);
  const batches = () =>
    store.db
      .select({ status: ingestBatches.status, counts: ingestBatches.counts })
      .from(ingestBatches)
      .orderBy(asc(ingestBatches.id));
  /** Takes a branch in: by a staging table, and one row. */
  const branch = (name: string, more: Partial<BatchWork<string>> = {}): BatchWork<string> => ({
    mapping: 'test',
    now,
    stage: (id) => createStagingTable(store.db, stagingTable(id, 0), ['line', 'v_name']),
    async merge(tx) {
      await tx.insert(branches).values({ externalId: name, name });
      return { result: name, counts: { 'b.csv': { stored: 1 } } };
    },
    ...more,
  });
  const known = async () =>
    (await store.db.select().from(branches).orderBy(branches.id)).map(({ name }) => name);

  it('give their result, keep their counts, and leave no staging table', async () => {
    expect(await takeIn(store, branch('Prague'))).toBe('Prague');
    expect(await batches()).toEqual([{ status: 'done', counts: { 'b.csv': { stored: 1 } } }]);
    expect(await stagingLeft()).toEqual([]);
  });

  it('write nothing where staging or merging fails, and say so', async () => {
    const failing = (): never => {
      throw new Error('broken file');
    };
    await expect(takeIn(store, branch('Brno', { stage: failing }))).rejects.toThrow('broken file');
    const late = branch('Brno', {
      async merge(tx) {
        await tx.insert(branches).values({ externalId: 'Brno', name: 'Brno' });
        return failing();
      },
    });
    await expect(takeIn(store, late)).rejects.toThrow('broken file');
    expect(await known()).toEqual(['Prague']);
    expect((await batches()).map(({ status }) => status)).toEqual(['done', 'failed', 'failed']);
    expect(await stagingLeft()).toEqual([]);
  });

  it('clear up after one whose process died, and not after one that is under way', async () => {
    const [died] = await store.db
      .insert(ingestBatches)
      .values({ mapping: 'test', status: 'running' })
      .returning({ id: ingestBatches.id });
    const left = stagingTable(died?.id ?? 0, 0);
    await createStagingTable(store.db, left, ['line']);
    expect(await stagingLeft()).toEqual([left]);

    let second: Promise<string> | undefined;
    const first = branch('Vienna', {
      async stage(id) {
        await createStagingTable(store.db, stagingTable(id, 0), ['line']);
        // Begins, and clears up, while this one is under way.
        let begun = () => {};
        const hasBegun = new Promise<void>((resolve) => {
          begun = resolve;
        });
        second = takeIn(store, branch('Dubai', { stage: async () => begun() }));
        await hasBegun;
        expect(await stagingLeft()).toEqual([stagingTable(id, 0)]);
      },
    });
    expect(await takeIn(store, first)).toBe('Vienna');
    expect(await second).toBe('Dubai');
    expect((await known()).toSorted()).toEqual(['Dubai', 'Prague', 'Vienna']);
    expect((await batches()).map(({ status }) => status)).toEqual([
      ...['done', 'failed', 'failed'],
      ...['failed', 'done', 'done'],
    ]);
    expect(await stagingLeft()).toEqual([]);
  });

  it('drop their own staging tables only', async () => {
    for (const [batch, n] of [
      [1, 0],
      [1, 1],
      [11, 0],
    ] as const) {
      await createStagingTable(store.db, stagingTable(batch, n), ['line', 'odd "column"']);
    }
    await dropStagingTables(store.db, 1);
    expect(await stagingLeft()).toEqual([stagingTable(11, 0)]);
    await dropStagingTables(store.db, 11);
    await dropStagingTables(store.db, 11);
  });

  it('name the bank, which the store then holds', async () => {
    const bank = { name: 'Nordbank', currency: 'EUR', timezone: 'Europe/Berlin' };
    expect(await heldBank(store.db)).toBeNull();
    await saveBank(store.db, bank);
    await saveBank(store.db, { ...bank, currency: 'CZK' });
    expect(await heldBank(store.db)).toEqual({
      name: 'Nordbank',
      currency: 'CZK',
      demo: false,
      hasCustomers: false,
    });
    await store.db.insert(customers).values({ externalId: '1' });
    expect(await heldBank(store.db)).toMatchObject({ hasCustomers: true });
  });
});
