import { sql } from 'drizzle-orm';
import type { Store } from '../src/store/store.ts';

/** Begins the log of access anew, as retention alone may. */
export async function emptyAccessLog(store: Store): Promise<void> {
  await store.db.transaction(async (tx) => {
    await tx.execute(sql`select set_config('bellwether.work', 'retention', true)`);
    for (const table of ['access_log', 'access_seals', 'access_unsealed'])
      await tx.execute(sql`delete from ${sql.identifier(table)}`);
  });
}
