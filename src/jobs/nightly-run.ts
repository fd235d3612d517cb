import type { PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import { newestSlot } from '../conversation/schedules/slots.ts';
import { score } from '../scoring/run/valuation-run.ts';
import { bankCalendar } from '../settings/bank-calendar.ts';
import type { Config } from '../settings/settings.ts';
import { bankFacts } from '../store/book/bank-facts.ts';
import { takeEvent } from '../store/events/take-event.ts';
import { createQueue, jobsInTransaction } from '../store/jobs-in-transaction.ts';
import { championCard } from '../store/models/champion.ts';
import { nightlyRuns } from '../store/scoring/awaited-run.ts';
import type { Store } from '../store/store.ts';
import { readTime, type StoreTime } from '../store/store-time.ts';
import { notifyOfDrift } from './drift-notice.ts';

const queue = nightlyRuns;
/** A night missed while no replica ran is made up for this late, in milliseconds. */
const grace = 6 * 60 * 60 * 1000;

type Dependencies = {
  store: Store;
  boss: PgBoss;
  config: Config;
  /** the clock that says what is due */
  time: () => StoreTime;
  now: () => Date;
  log: Logger;
};

/**
 * Queues the nightly run when it is due: one for a night, however many replicas tick. A demo bank gets no new data and
 * is left alone.
 * @param since slots before this, as before the server started, are not made up for
 */
export async function queueNightlyScore(
  { store, boss, config, time, now }: Omit<Dependencies, 'log'>,
  since: Date,
): Promise<boolean> {
  const cron = config.schedule.score;
  const bank = await bankFacts(store.db);
  if (cron === 'off' || bank === undefined || bank.demo) return false;
  const at = await readTime(store.db, time());
  const from = new Date(Math.max(since.getTime() + 1, at.getTime() - grace));
  const schedule = { cron, timezone: bank.timezone };
  const slot = newestSlot(schedule, bankCalendar(config.calendar), from, at);
  if (slot === undefined) return false;
  return store.db.transaction(async (tx) => {
    if (!(await takeEvent(tx, queue, slot.toISOString(), now()))) return false;
    await boss.send(queue, { slot: slot.toISOString() }, { db: jobsInTransaction(tx) });
    return true;
  });
}

/** Starts working the queue of runs; a failed one is tried again twice, and the last published stands meanwhile. */
export async function workNightlyScores({
  store,
  boss,
  config,
  time,
  now,
  log,
}: Dependencies): Promise<void> {
  await createQueue(boss, queue, { retryLimit: 2, retryDelay: 300, expireInSeconds: 4 * 3600 });
  await boss.work(queue, { batchSize: 1 }, async () => {
    const before = await championCard(store.db, 'churn');
    const report = await score(store, { config, now });
    log.info(
      { run: report.runId, asOf: report.asOf, customers: report.customers },
      'a run is published',
    );
    await notifyOfDrift({ store, config, time }, report.runId, before, report.models.churn?.card);
  });
}
