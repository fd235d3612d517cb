import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type EventKind, eventKinds } from '../kinds.ts';
import { type CustomerRange, within } from '../scoring/staging.ts';
import { type Database, queryRows } from '../store.ts';
import type { EventDay, EventRules } from './event-rules.ts';
import { foundEvents } from './found-events.ts';

/**
 * Writes what befell a range of customers lately by the as-of date of a run.
 * @param kinds those of which the bank's files tell anything, at least one
 */
export async function writeEvents(
  db: Database,
  runId: number,
  {
    rules,
    kinds,
    range,
    day,
  }: { rules: EventRules; kinds: readonly EventKind[]; range: CustomerRange; day: EventDay },
): Promise<void> {
  await db.execute(
    sql`insert into events (customer_id, run_id, kind, day, figures)
        ${foundEvents(rules, kinds, { range }, day, sql`select customer_id, ${runId}::int, kind, day, figures from found`)}`,
  );
}

/** Tells the planner of the events that a run has just written. */
export async function analyseEvents(db: Database): Promise<void> {
  await db.execute(sql`analyze events`);
}

/** The kinds of event that a run found of a range of customers, by their ids in the store: of those without any, nothing. */
export async function eventKindsFound(
  db: Database,
  runId: number,
  range: CustomerRange,
): Promise<Map<number, EventKind[]>> {
  const rows = await queryRows(
    db,
    z.object({ id: z.number(), kinds: z.array(z.enum(eventKinds)) }),
    sql`select customer_id as id, array_agg(distinct kind) as kinds from events e
        where run_id = ${runId} and ${within('e', range)} group by customer_id`,
  );
  return new Map(rows.map(({ id, kinds }) => [id, kinds]));
}
