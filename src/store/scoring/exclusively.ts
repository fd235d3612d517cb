import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { queryRows, type Store } from '../store.ts';

/** A run or an import is under way on the same store. */
export class ScoringUnderWayError extends Error {}

/** Any number all replicas agree on: who holds it scores. */
const scoringLock = 7_232_457;
const scoring = new WeakSet<Store['db']>();

/**
 * Does something while no other run is under way on the same database; a run that died does not count.
 *
 * PostgreSQL holds the lock for as long as a transaction of its own is open, and lets it go with the connection. The
 * embedded store has one owner, and one connection, which such a transaction would take.
 *
 * @throws ScoringUnderWayError at once when another run is under way
 */
export async function exclusively<T>(store: Store, work: () => Promise<T>): Promise<T> {
  const refuse = () => {
    throw new ScoringUnderWayError(
      'A valuation run or an import is under way on this store. Wait until it has ended, then try again.',
    );
  };
  if (store.kind === 'pglite') {
    if (scoring.has(store.db)) refuse();
    scoring.add(store.db);
    try {
      return await work();
    } finally {
      scoring.delete(store.db);
    }
  }
  return store.db.transaction(async (tx) => {
    const [lock] = await queryRows(
      tx,
      z.object({ taken: z.boolean() }),
      sql`select pg_try_advisory_xact_lock(${scoringLock}) as taken`,
    );
    if (!lock?.taken) refuse();
    return work();
  });
}
