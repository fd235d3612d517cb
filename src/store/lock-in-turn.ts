import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Database, queryRows } from './store.ts';

/**
 * Takes an advisory lock of PostgreSQL that the transaction holds to its end; who comes second waits.
 * @param onWaiting called once if somebody else has the lock, before waiting for it
 */
export async function lockInTurn(
  tx: Database,
  lock: number,
  onWaiting: (() => void) | undefined,
): Promise<void> {
  const [tried] = await queryRows(
    tx,
    z.object({ taken: z.boolean() }),
    sql`select pg_try_advisory_xact_lock(${lock}) as taken`,
  );
  if (tried?.taken) return;
  onWaiting?.();
  await tx.execute(sql`select pg_advisory_xact_lock(${lock})`);
}
