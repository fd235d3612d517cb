import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { isAlive } from '../scoring/run-progress.ts';
import { type Database, queryRows } from '../store.ts';

const moment = z.coerce.date();

/** A valuation run as an operator sees it: nothing of the bank's figures, and no error's text, which may hold values. */
export type ListedRun = z.infer<typeof listed>;

const listed = z.object({
  id: z.number(),
  asOf: z.string(),
  status: z.enum(['running', 'published', 'failed']),
  /** of one that is running: whether its process lives */
  alive: z.boolean(),
  startedAt: moment,
  publishedAt: moment.nullable(),
  customers: z.number(),
  /** 0 to 1 */
  done: z.number(),
  step: z.string().nullable(),
  /** how many seconds its steps took; null where that is not known */
  seconds: z.record(z.string(), z.number()).nullable(),
});

/** The newest runs, the newest first. */
export function listRuns(db: Database, limit: number): Promise<ListedRun[]> {
  return queryRows(
    db,
    listed,
    sql`select id, as_of::text as "asOf", status,
          ${isAlive} as alive,
          started_at as "startedAt", published_at as "publishedAt", customers, done, step, seconds
        from valuation_runs order by id desc limit ${limit}`,
  );
}
