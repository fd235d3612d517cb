import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Database, queryRows } from '../store.ts';

/** A run of which nothing was told for so many seconds is under way no longer: its process ended. */
const silence = 60;

/** Whether the process of a run lives, in a statement over `valuation_runs`. */
export const isAlive = sql`coalesce(told_at, started_at) > clock_timestamp() - make_interval(secs => ${silence})`;

/**
 * Tells how much of a run is done, 0 to 1, and that its process lives; it is never told less than before.
 * @param step what it is at; undefined: as before
 */
export async function tellProgress(
  db: Database,
  runId: number,
  done: number,
  step?: string,
): Promise<void> {
  await db.execute(
    sql`update valuation_runs set done = greatest(done, ${done}::real), told_at = clock_timestamp(),
          step = coalesce(${step ?? null}, step)
        where id = ${runId} and status = 'running'`,
  );
}

/** A run that has not been published yet. */
export type RunUnderWay = {
  /** YYYY-MM-DD */
  asOf: string;
  /** 0 to 1 */
  done: number;
  /** false where its process has ended, and another has not begun again yet */
  alive: boolean;
};

/** The run that is being made; undefined where none is. */
export async function runUnderWay(db: Database): Promise<RunUnderWay | undefined> {
  const [found] = await queryRows(
    db,
    z.object({ asOf: z.string(), done: z.number(), alive: z.boolean() }),
    sql`select as_of::text as "asOf", done,
          ${isAlive} as alive
        from valuation_runs where status = 'running' order by id desc limit 1`,
  );
  return found;
}

/** The published run of a night; undefined before it is published. */
export async function runOfNight(
  db: Database,
  night: string,
): Promise<{ id: number; asOf: string; customers: number } | undefined> {
  const [found] = await queryRows(
    db,
    z.object({ id: z.number(), asOf: z.string(), customers: z.number() }),
    sql`select id, as_of::text as "asOf", customers from valuation_runs
        where night = ${night} and status = 'published'`,
  );
  return found;
}

/** The card of the churn model of a published run, and that of the run before it; undefined where one had none. */
export async function churnCards(
  db: Database,
  runId: number,
): Promise<{ before: unknown; after: unknown }> {
  const cards = await queryRows(
    db,
    z.object({ id: z.number(), card: z.unknown() }),
    sql`select r.id, m.card from valuation_runs r
        left join models m on m.id = (r.models ->> 'churn')::integer
        where r.status = 'published' and r.id <= ${runId}
          and r.as_of <= (select as_of from valuation_runs where id = ${runId})
        order by r.id = ${runId} desc, r.as_of desc, r.id desc limit 2`,
  );
  const [after, before] = cards;
  return { before: before?.card ?? undefined, after: after?.card ?? undefined };
}
