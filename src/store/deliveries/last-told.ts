import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { DigestState } from '../digests/digest-state.ts';
import { deliveries } from '../schema.ts';
import { type Database, queryRows } from '../store.ts';

/** What the last delivery of a digest that arrived told, and of which run; undefined before the first. */
export async function lastTold(
  db: Database,
  digestId: number,
): Promise<{ runId: number | null; state: DigestState } | undefined> {
  const [last] = await db
    .select({ runId: deliveries.runId, state: deliveries.told })
    .from(deliveries)
    .where(and(eq(deliveries.digestId, digestId), inArray(deliveries.state, ['sent', 'settled'])))
    .orderBy(desc(deliveries.slot))
    .limit(1);
  return last;
}

/** The values of more runs than these are not kept for digests: those who lack theirs compare with the oldest that is kept. */
const mostRuns = 8;

/** The runs that digests told of last, the newest by as-of date: what each compares with the next time. */
export async function runsToldOf(db: Database): Promise<number[]> {
  const rows = await queryRows(
    db,
    z.object({ id: z.number() }),
    sql`select r.id from valuation_runs r
        where r.id in (
          select distinct on (v.digest_id) v.run_id from deliveries v
          join digests d on d.id = v.digest_id
          where d.removed_at is null and v.state in ('sent', 'settled') and v.run_id is not null
          order by v.digest_id, v.slot desc)
        order by r.as_of desc, r.id desc
        limit ${mostRuns}`,
  );
  return rows.map(({ id }) => id);
}
