import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Database, queryRows } from '../store.ts';

/** Under this name the nightly run takes its nights, as events that are handled once. */
export const nightlyRuns = 'score.run';

/**
 * Whether a night's run was begun and has published nothing yet.
 * @param since a night begun before is not waited for any more
 */
export async function isRunAwaited(db: Database, since: Date): Promise<boolean> {
  const [row] = await queryRows(
    db,
    z.object({ awaited: z.boolean() }),
    sql`select exists (
          select 1 from handled_events e
          where e.channel = ${nightlyRuns} and e.at >= ${since.toISOString()}::timestamptz
            and not exists (
              select 1 from valuation_runs r where r.status = 'published' and r.published_at >= e.at)
        ) as awaited`,
  );
  return row?.awaited ?? false;
}
