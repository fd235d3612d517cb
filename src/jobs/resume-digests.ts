import { momentAt } from '../language/wall-clock.ts';
import { digestsPausedUntil, resumeDigest } from '../store/digests/manage-digests.ts';
import type { Database } from '../store/store.ts';

/** Resumes every digest that was paused until a day that has come, in its own time zone: what is due on that day is sent. */
export async function resumeDigests(db: Database, now: Date): Promise<void> {
  for (const { id, until, timezone } of await digestsPausedUntil(db)) {
    const begins = momentAt(new Date(`${until}T00:00:00Z`), timezone).getTime();
    if (begins <= now.getTime())
      await resumeDigest(db, { id, until, dueSince: new Date(begins - 1) });
  }
}
