import { sql } from 'drizzle-orm';
import type { Store } from '../store.ts';

/** Any number all replicas agree on: who holds it fills the store. */
const demoLock = 7_232_456;

/**
 * Does something that no other process on the same database does at the same time; the others wait their turn.
 * The embedded store has one owner anyway, and one connection, which a lock would take.
 */
export async function alone(store: Store, work: () => Promise<void>): Promise<void> {
  if (store.kind === 'pglite') return work();
  await store.db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${demoLock})`);
    await work();
  });
}
