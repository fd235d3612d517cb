import { PgBoss } from 'pg-boss';
import { loggableError } from '../access/loggable-error.ts';
import { dropAbandonedStaging } from '../store/scoring/abandoned-staging.ts';
import type { DeliveryServices } from './deliveries/services.ts';
import { type ScoreNight, workNightlyScores } from './nightly-run.ts';

/** How long the run under way may take to be taken back, in milliseconds; the next worker begins it again in any case. */
const patience = 4000;

/**
 * Makes the runs of the queue until it is told to stop; a run under way is then taken back, and another worker begins it again.
 * @param options.scoreNight makes one
 */
export async function workRuns(
  options: Pick<DeliveryServices, 'store' | 'config' | 'time' | 'log'> & { scoreNight: ScoreNight },
  signal: AbortSignal,
): Promise<void> {
  const { store, log } = options;
  await dropAbandonedStaging(store);
  const boss = new PgBoss(store.jobs);
  boss.on('error', (error) => log.error(loggableError(error), 'the job queue reported an error'));
  await boss.start();
  try {
    await workNightlyScores({ ...options, boss }, signal);
    log.info('waiting for runs');
    if (!signal.aborted)
      await new Promise<void>((stop) => {
        signal.addEventListener('abort', () => stop(), { once: true });
      });
  } finally {
    await boss.stop({ graceful: true, timeout: patience });
  }
}
