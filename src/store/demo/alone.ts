import { lockInTurn } from '../lock-in-turn.ts';
import type { Store } from '../store.ts';

/** Any number all replicas agree on: who holds it fills the store. */
const demoLock = 7_232_456;

/**
 * Does something that no other process on the same database does at the same time; the others wait their turn.
 * The embedded store has one owner anyway, and one connection, which a lock would take.
 * @param onWaiting called once if another process is at it
 */
export async function alone(
  store: Store,
  work: () => Promise<void>,
  onWaiting?: () => void,
): Promise<void> {
  if (store.kind === 'pglite') return work();
  await store.db.transaction(async (tx) => {
    await lockInTurn(tx, demoLock, onWaiting);
    await work();
  });
}
