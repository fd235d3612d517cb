import type { PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import type { RetentionConfig } from '../settings/retention.ts';
import { takeEvent } from '../store/events/take-event.ts';
import { createQueue, jobsInTransaction } from '../store/jobs-in-transaction.ts';
import { keepRetention } from '../store/rights/retention.ts';
import type { Store } from '../store/store.ts';

const queue = 'retention';

type Dependencies = {
  store: Store;
  boss: PgBoss;
  config: { retention: RetentionConfig };
  now: () => Date;
  log: Logger;
};

/** Queues the deletion of what is older than it is to be kept: once a day, however many replicas ask. */
export async function queueRetention({ store, boss, now }: Dependencies): Promise<boolean> {
  const day = now().toISOString().slice(0, 10);
  return store.db.transaction(async (tx) => {
    if (!(await takeEvent(tx, queue, day, now()))) return false;
    await boss.send(queue, { day }, { db: jobsInTransaction(tx) });
    return true;
  });
}

/** Starts working the queue; what fails is tried again twice, and the next night. Only counts go into the log. */
export async function workRetention({
  store,
  boss,
  config,
  now,
  log,
}: Dependencies): Promise<void> {
  await createQueue(boss, queue, { retryLimit: 2, retryDelay: 300, expireInSeconds: 4 * 3600 });
  await boss.work(queue, { batchSize: 1 }, async () => {
    const deleted = await keepRetention(store.db, config.retention, now());
    log.info({ deleted }, 'what was older than it is to be kept is deleted');
  });
}
