import { and, desc, eq, inArray } from 'drizzle-orm';
import type { DigestState } from '../digests/digest-state.ts';
import { deliveries } from '../schema.ts';
import type { Database } from '../store.ts';

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
