import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { queryRows, type Store } from '../store.ts';
import { exclusively, ScoringUnderWayError } from './exclusively.ts';
import { dropStaging } from './staging.ts';

/**
 * Drops what a run staged of customers whose process was killed, unless another run is under way, which drops it itself.
 * @returns whether there was anything to drop, and it is dropped
 */
export async function dropAbandonedStaging(store: Store): Promise<boolean> {
  const [found] = await queryRows(
    store.db,
    z.object({ staged: z.boolean() }),
    sql`select exists (
          select from pg_tables where schemaname = current_schema() and tablename like 'scoring\\_%') as staged`,
  );
  // The lock is not taken for nothing: whoever would start a run meanwhile would be refused.
  if (!found?.staged) return false;
  try {
    await exclusively(store, () => dropStaging(store.db));
    return true;
  } catch (error) {
    if (error instanceof ScoringUnderWayError) return false;
    throw error;
  }
}
