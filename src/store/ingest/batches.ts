import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { lockInTurn } from '../lock-in-turn.ts';
import { type Database, queryRows, type Store } from '../store.ts';
import { refreshTotals } from '../totals/keep-totals.ts';
import { dropStagingTables } from './staging-tables.ts';

/** Any two numbers all replicas agree on: the class of the locks that batches hold, and the lock to merge under. */
const batchLocks = 7_232_456;
const mergeLock = 7_232_457;

/** The batches that this process is taking in, by embedded store: nobody else can be. */
const ofThisProcess = new WeakMap<Store, Set<number>>();

const running = (store: Store): Set<number> => {
  const found = ofThisProcess.get(store) ?? new Set();
  ofThisProcess.set(store, found);
  return found;
};

const onlyId = z.object({ id: z.coerce.number() });

/** Counts of a batch's rows, by file. */
export type BatchCounts = Record<string, Record<string, number>>;

/** What a batch does: fills its staging tables, then moves them into the real ones. */
export type BatchWork<T> = {
  mapping: string;
  now: () => Date;
  /** called once if another batch is merging, before waiting for its end */
  onWaiting?: (() => void) | undefined;
  stage(batchId: number): Promise<void>;
  merge(tx: Database, batchId: number): Promise<{ result: T; counts: BatchCounts }>;
};

/**
 * Takes a batch in, one batch merging at a time: all of it, in one transaction, or nothing. Its staging tables go in
 * either case; if the process dies, the next batch drops them.
 */
export async function takeIn<T>(store: Store, work: BatchWork<T>): Promise<T> {
  await clearCrashedBatches(store, work.now());
  const batchId = await nextBatchId(store.db);
  try {
    return await (store.kind === 'pglite'
      ? takeInEmbedded(store, batchId, work)
      : takeInLocked(store, batchId, work));
  } catch (error) {
    try {
      await dropStagingTables(store.db, batchId);
      await endBatch(store.db, batchId, 'failed', {}, work.now());
    } catch (alsoFailed) {
      // The next batch clears what is left.
      throw new AggregateError([error, alsoFailed], error instanceof Error ? error.message : '');
    }
    throw error;
  }
}

/** The embedded store has one connection, so the transaction begins when staging is over. */
async function takeInEmbedded<T>(store: Store, batchId: number, work: BatchWork<T>): Promise<T> {
  running(store).add(batchId);
  try {
    await beginBatch(store.db, batchId, work.mapping, work.now());
    await work.stage(batchId);
    return await store.db.transaction((tx) => mergeAndEnd(tx, batchId, work));
  } finally {
    running(store).delete(batchId);
  }
}

/** The transaction holds a lock for as long as this process is at it, by which others know a batch that crashed. */
async function takeInLocked<T>(store: Store, batchId: number, work: BatchWork<T>): Promise<T> {
  return store.db.transaction(async (tx) => {
    await tx.execute(sql`set local idle_in_transaction_session_timeout = 0`);
    await tx.execute(sql`select pg_advisory_xact_lock(${batchLocks}, ${batchId})`);
    await beginBatch(store.db, batchId, work.mapping, work.now());
    await work.stage(batchId);
    await lockInTurn(tx, mergeLock, work.onWaiting);
    return mergeAndEnd(tx, batchId, work);
  });
}

async function mergeAndEnd<T>(tx: Database, batchId: number, work: BatchWork<T>): Promise<T> {
  const { result, counts } = await work.merge(tx, batchId);
  await refreshTotals(tx);
  await dropStagingTables(tx, batchId);
  await endBatch(tx, batchId, 'done', counts, work.now());
  return result;
}

async function nextBatchId(db: Database): Promise<number> {
  const [next] = await queryRows(
    db,
    onlyId,
    sql`select nextval(pg_get_serial_sequence('ingest_batches', 'id')) as id`,
  );
  if (next === undefined) throw new Error('the sequence gave no number');
  return next.id;
}

async function beginBatch(db: Database, id: number, mapping: string, now: Date): Promise<void> {
  await db.execute(
    sql`insert into ingest_batches (id, mapping, started_at, status) overriding system value
        values (${id}, ${mapping}, ${now.toISOString()}::timestamptz, 'running')`,
  );
}

async function endBatch(
  db: Database,
  id: number,
  status: 'done' | 'failed',
  counts: BatchCounts,
  now: Date,
): Promise<void> {
  await db.execute(
    sql`update ingest_batches set status = ${status}, counts = ${JSON.stringify(counts)}::jsonb,
          finished_at = ${now.toISOString()}::timestamptz
        where id = ${id}`,
  );
}

/** Marks the batches that ended without a word as failed, and drops what they left. */
export async function clearCrashedBatches(store: Store, now: Date): Promise<void> {
  const open = await queryRows(
    store.db,
    onlyId,
    sql`select id from ingest_batches where status = 'running'`,
  );
  for (const { id } of open) {
    if (await isTakenIn(store, id)) continue;
    await dropStagingTables(store.db, id);
    await endBatch(store.db, id, 'failed', {}, now);
  }
}

async function isTakenIn(store: Store, batchId: number): Promise<boolean> {
  if (store.kind === 'pglite') return running(store).has(batchId);
  const [lock] = await queryRows(
    store.db,
    z.object({ free: z.boolean() }),
    sql`select pg_try_advisory_xact_lock(${batchLocks}, ${batchId}) as free`,
  );
  return lock?.free === false;
}
