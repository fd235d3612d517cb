import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Database, queryRows, type Store } from '../store.ts';
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

const onlyId = z.object({ id: z.number() });

/** Notes that a batch begins, and returns its id. */
export async function beginBatch(db: Database, mapping: string, now: Date): Promise<number> {
  const [batch] = await queryRows(
    db,
    onlyId,
    sql`insert into ingest_batches (mapping, started_at, status)
        values (${mapping}, ${now.toISOString()}::timestamptz, 'running') returning id`,
  );
  if (batch === undefined) throw new Error('the batch got no id');
  return batch.id;
}

/** Notes how a batch ended. */
export async function endBatch(
  db: Database,
  batchId: number,
  status: 'done' | 'failed',
  counts: Record<string, Record<string, number>>,
  now: Date,
): Promise<void> {
  await db.execute(
    sql`update ingest_batches set status = ${status}, counts = ${JSON.stringify(counts)}::jsonb,
          finished_at = ${now.toISOString()}::timestamptz
        where id = ${batchId}`,
  );
}

/**
 * Takes a batch in: `stage` fills its staging tables, then `merge` moves them into the real tables, all in one
 * transaction, one batch at a time. While this runs, nobody takes the batch for a crashed one.
 */
export async function takeIn<T>(
  store: Store,
  batchId: number,
  stage: () => Promise<void>,
  merge: (tx: Database) => Promise<T>,
): Promise<T> {
  if (store.kind === 'pglite') {
    running(store).add(batchId);
    try {
      await stage();
      return await store.db.transaction(merge);
    } finally {
      running(store).delete(batchId);
    }
  }
  return store.db.transaction(async (tx) => {
    await tx.execute(sql`set local idle_in_transaction_session_timeout = 0`);
    await tx.execute(sql`select pg_advisory_xact_lock(${batchLocks}, ${batchId})`);
    await stage();
    await tx.execute(sql`select pg_advisory_xact_lock(${mergeLock})`);
    return merge(tx);
  });
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
