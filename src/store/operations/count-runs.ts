import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { newestRunId } from '../book/newest-run.ts';
import { type Database, queryRows } from '../store.ts';
import { type StoreTime, storeTime } from '../store-time.ts';

/** How many valuation runs ended, or are, at a step. `step` is empty where a run told of none. */
export type CountedRuns = z.infer<typeof counted>;

const counted = z.object({
  outcome: z.enum(['running', 'published', 'failed']),
  step: z.string(),
  count: z.number(),
});

/** Counts the runs that began within so many days, by outcome and the step they are or ended at. */
export function countRuns(
  db: Database,
  days: number,
  at: StoreTime = storeTime,
): Promise<CountedRuns[]> {
  return queryRows(
    db,
    counted,
    sql`select status as outcome, coalesce(step, '') as step, count(*)::int as count
        from valuation_runs where started_at > ${at} - make_interval(days => ${days})
        group by 1, 2 order by 1, 2`,
  );
}

/** The published run that questions are answered from. Moments are Unix time, in seconds. */
export type NewestRunFigures = z.infer<typeof figures>;

const figures = z.object({
  publishedAt: z.coerce.number(),
  /** when its as-of day began, in UTC */
  asOf: z.coerce.number(),
  customers: z.number(),
  /** how many seconds its steps took; empty where an earlier version made it */
  seconds: z.record(z.string(), z.number()),
});

/** Figures of the newest published run; undefined before the first. */
export async function newestRunFigures(db: Database): Promise<NewestRunFigures | undefined> {
  const [found] = await queryRows(
    db,
    figures,
    sql`select extract(epoch from published_at) as "publishedAt",
          extract(epoch from as_of::timestamp at time zone 'UTC') as "asOf",
          customers, coalesce(seconds, '{}'::jsonb) as seconds
        from valuation_runs where id = ${newestRunId}`,
  );
  return found;
}
