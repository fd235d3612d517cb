import { sql } from 'drizzle-orm';
import type { Store } from '../src/store/store.ts';

/**
 * Empties tables and those that refer to them, and counts their ids from 1 again. The log of access, which refers to people, is
 * held by triggers, which are left out here.
 */
export async function emptyTables(store: Store, names: readonly string[]): Promise<void> {
  const tables = sql.join(
    names.map((name) => sql.identifier(name)),
    sql`, `,
  );
  await store.db.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.execute(sql`truncate ${tables} restart identity cascade`);
  });
}
