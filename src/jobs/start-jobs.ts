import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import cron from 'node-cron';
import { PgBoss } from 'pg-boss';
import { loggableError } from '../access/loggable-error.ts';
import { forgetAnswers } from '../store/conversation/answers-before.ts';
import { forgetPosted } from '../store/deliveries/posted-messages.ts';
import { forgetEvents } from '../store/events/take-event.ts';
import { readTime } from '../store/store-time.ts';
import { forgetVotes } from '../store/votes/votes.ts';
import { keepTotalsCurrent } from './current-totals.ts';
import { startDeliveryWorker } from './deliveries/delivery-worker.ts';
import type { DeliveryServices } from './deliveries/services.ts';
import { queueDueDigests } from './due-digests.ts';
import {
  makeRunQueue,
  queueNightlyScore,
  type ScoreNight,
  workNightlyScores,
} from './nightly-run.ts';
import { noteAllCrossings } from './note-crossings.ts';
import { queueRetention, workRetention } from './retention.ts';
import { startSealing } from './seal-access-log.ts';
import { applyStandingDigests } from './standing-digests.ts';
import { showTakers } from './team/show-takers.ts';
import { tellLeads } from './team/tell-leads.ts';
import { tellFollowers } from './tell-followers.ts';

/** The running jobs of a server. */
export type Jobs = {
  /** Stops queueing new work. */
  pause(): Promise<void>;
  /** Finishes the work under way. */
  stop(): Promise<void>;
};

/** How long the work under way may take to finish, in milliseconds; unfinished work is retried later. */
const patience = 8_000;
/** No platform delivers an event again after a day. */
const eventsKept = 24 * 60 * 60 * 1000;

/** What the jobs of a server need. */
export type JobServices = DeliveryServices & {
  /** makes the nightly runs; undefined where workers of their own do */
  scoreNight: ScoreNight | undefined;
};

/**
 * Works the queues, queues what is due every minute, seals the log of access every second, and forgets answers after their hour, old events and votes every night.
 * @param questions how many questions this replica is answering: what is made for nobody who waits lets them go first
 */
export async function startJobs(options: JobServices, questions: () => number): Promise<Jobs> {
  const { store, now, log, scoreNight } = options;
  const stopping = new AbortController();
  const boss = new PgBoss(store.jobs);
  boss.on('error', (error) => log.error({ err: error }, 'the job queue reported an error'));
  await boss.start();
  const dependencies = { ...options, boss };
  if (scoreNight === undefined) await makeRunQueue(boss);
  else await workNightlyScores({ ...dependencies, scoreNight }, stopping.signal);
  await workRetention(dependencies);
  const started = await readTime(store.db, options.time());
  const deliveries = startDeliveryWorker(options, questions);
  const by = randomUUID();
  const sealing = startSealing(options);
  const apply = standingUntilApplied(options);
  const totals = async () => {
    try {
      await keepTotalsCurrent(store);
    } catch (error) {
      log.error(loggableError(error), 'totals of the run could not be kept; it is tried again');
    }
  };
  const firstTotals = totals();
  const clocks = [
    cron.schedule('* * * * *', totals, { noOverlap: true }),
    cron.schedule('* * * * *', async () => {
      try {
        await apply();
        // First, so that a digest tells of what moved too.
        await tellFollowers(dependencies);
        await noteAllCrossings(dependencies);
        if ((await queueDueDigests(dependencies)) > 0) deliveries.wake();
        await tellLeads(dependencies);
        await queueNightlyScore(dependencies, started);
      } catch (error) {
        log.error({ err: error }, 'what is due could not be queued; the next minute tries again');
      }
    }),
    cron.schedule(
      '*/2 * * * * *',
      async () => {
        try {
          await showTakers(options, by);
        } catch (error) {
          log.error(
            loggableError(error),
            'who looks after whom could not be shown; it is tried again',
          );
        }
      },
      { noOverlap: true },
    ),
    cron.schedule('* * * * * *', () => sealing.seal(), { noOverlap: true }),
    cron.schedule('*/5 * * * *', async () => {
      try {
        await forgetAnswers(store.db, now());
      } catch (error) {
        log.error({ err: error }, 'old answers could not be forgotten; it is tried again');
      }
    }),
    cron.schedule('17 3 * * *', async () => {
      try {
        await forgetPosted(store.db, options.time());
        await forgetEvents(store.db, new Date(now().getTime() - eventsKept));
      } catch (error) {
        log.error({ err: error }, 'old events could not be forgotten; the next night tries again');
      }
      try {
        await forgetVotes(store.db, now());
      } catch (error) {
        log.error({ err: error }, 'old votes could not be forgotten; the next night tries again');
      }
      try {
        await queueRetention(dependencies);
      } catch (error) {
        log.error({ err: error }, 'retention could not be queued; the next night tries again');
      }
    }),
  ];
  return {
    async pause() {
      for (const clock of clocks) await clock.stop();
      // It would not be done in time, and is begun again by the next server, or another.
      stopping.abort(new Error('The server is stopping.'));
      deliveries.pause();
    },
    async stop() {
      await Promise.all([
        deliveries.stop(patience),
        boss.stop({ graceful: true, timeout: patience }),
      ]);
      // What is not done in time the store takes back, and the next server begins it again.
      await Promise.race([firstTotals, setTimeout(patience, undefined, { ref: false })]);
      await sealing.end();
    },
  };
}

/**
 * Sets up the bank's own digests, once; where somebody whom one is for is not of the bank yet, again the next time. Who is not
 * is told once.
 */
function standingUntilApplied({ store, config, now, log }: DeliveryServices): () => Promise<void> {
  let done = false;
  let told = false;
  return async () => {
    if (done) return;
    const { missing } = await applyStandingDigests({ store, config }, now());
    done = missing.length === 0;
    if (done || told) return;
    told = true;
    for (const { name, for: whom, line } of missing)
      log.error(
        { digest: name, for: whom, line },
        'a digest of the configuration is for nobody whom the bank has; it is set up once they are',
      );
  };
}
