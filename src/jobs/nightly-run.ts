import type { PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import { z } from 'zod';
import { newestSlot } from '../conversation/schedules/slots.ts';
import { bankCalendar } from '../settings/bank-calendar.ts';
import type { Config } from '../settings/settings.ts';
import { bankFacts } from '../store/book/bank-facts.ts';
import { takeEvent } from '../store/events/take-event.ts';
import { createQueue, jobsInTransaction } from '../store/jobs-in-transaction.ts';
import { nightlyRuns } from '../store/scoring/awaited-run.ts';
import { churnCards, runOfNight } from '../store/scoring/run-progress.ts';
import type { Store } from '../store/store.ts';
import { readTime, type StoreTime } from '../store/store-time.ts';
import { notifyOfDrift } from './drift-notice.ts';

const queue = nightlyRuns;
/** For so long a night may wait for a worker, in seconds: nearly until the next. */
const untaken = 20 * 60 * 60;
/** A night missed while no replica ran is made up for this late, in milliseconds. */
const grace = 6 * 60 * 60 * 1000;
/**
 * A run whose process has ended, however that was, is begun again by whichever replica sees it: its worker says every half of
 * `heartbeatSeconds` that it is at it. What fails is tried again after half a minute, then later and later, for about a
 * quarter of an hour.
 */
const queueOptions = {
  retryLimit: 5,
  retryDelay: 30,
  retryBackoff: true,
  heartbeatSeconds: 60,
  expireInSeconds: 4 * 3600,
};

/** Makes the run of a night and publishes it. */
export type ScoreNight = (options: {
  night: string;
  signal: AbortSignal;
}) => Promise<{ id: number; asOf: string; customers: number }>;

type Dependencies = {
  store: Store;
  boss: PgBoss;
  config: Config;
  /** the clock that says what is due */
  time: () => StoreTime;
  now: () => Date;
  log: Logger;
};

const job = z.object({ slot: z.string() });

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
    // What no worker took by the next night is made by that one.
    await boss.send(
      queue,
      { slot: slot.toISOString() },
      { db: jobsInTransaction(tx), retentionSeconds: untaken },
    );
    return true;
  });
}

/** Makes the queue of runs, with what holds of it in this version. */
export async function makeRunQueue(boss: PgBoss): Promise<void> {
  await createQueue(boss, queue, queueOptions);
  await boss.updateQueue(queue, queueOptions);
}

/**
 * Starts working the queue of runs; the last published run stands until the next one is. A night of which a run is published
 * is not begun again, wherever its worker ended.
 * @param stopping ends the run under way, which is begun again later
 */
export async function workNightlyScores(
  {
    store,
    boss,
    config,
    time,
    log,
    scoreNight,
  }: Omit<Dependencies, 'now'> & { scoreNight: ScoreNight },
  stopping: AbortSignal,
): Promise<void> {
  await makeRunQueue(boss);
  await boss.work(queue, { batchSize: 1 }, async ([work]) => {
    if (work === undefined) return;
    const { slot: night } = job.parse(work.data);
    const signal = AbortSignal.any([stopping, work.signal]);
    const run =
      (await runOfNight(store.db, night)) ??
      (await scoreNight({ night, signal }).catch((error: unknown) => {
        if (signal.aborted) log.info('the run under way is stopped; it is begun again');
        else log.error({ err: error }, 'the run of the night failed; it is tried again');
        throw error;
      }));
    log.info({ run: run.id, asOf: run.asOf, customers: run.customers }, 'a run is published');
    const { before, after } = await churnCards(store.db, run.id);
    await notifyOfDrift({ store, config, time }, run.id, before, after);
  });
}
