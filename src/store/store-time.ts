import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Database, queryRows } from './store.ts';

/**
 * A moment as an expression of SQL. What several replicas must agree on, such as what is due and who is at work on it, goes
 * by the clock of the store: a replica's own may be wrong.
 */
export type StoreTime = SQL;

/** The clock of the store. */
export const storeTime: StoreTime = sql`clock_timestamp()`;

/** A clock that stands. */
export const fixedTime = (at: Date): StoreTime => sql`${at.toISOString()}::timestamptz`;

/** What a clock shows. */
export async function readTime(db: Database, time: StoreTime): Promise<Date> {
  const [row] = await queryRows(db, z.object({ at: z.coerce.date() }), sql`select ${time} as at`);
  if (row === undefined) throw new Error('The store did not tell the time.');
  return row.at;
}
