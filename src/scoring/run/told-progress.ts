import { tellProgress } from '../../store/scoring/run-progress.ts';
import type { Database } from '../../store/store.ts';
import { shareDone } from './share-done.ts';

/** How often a run tells how far it has come, in milliseconds: often enough that others see that its process lives. */
const every = 5000;

/**
 * Tells the store every few seconds how far a run has come. That it could not be told is no reason for the run to fail.
 * @returns what is told of each step, and `end`, after which nothing more is told
 */
export function toldProgress(
  db: Database,
  runId: number,
): { note(step: string, done: number, total: number): void; end(): Promise<void> } {
  let share = 0;
  let at: string | undefined;
  let telling = Promise.resolve();
  const tell = () => {
    telling = telling
      .then(() => tellProgress(db, runId, share, at))
      // A database that does not answer fails the run itself.
      .catch(() => undefined);
  };
  tell();
  const clock = setInterval(tell, every);
  clock.unref();
  return {
    note(step, done, total) {
      share = Math.max(share, shareDone(step, done, total));
      at = step;
    },
    async end() {
      clearInterval(clock);
      // Where it ends, it may have come further than was told.
      tell();
      await telling;
    },
  };
}
