import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Database, queryRows } from './store.ts';

/**
 * Leaves foreign keys unchecked for the rest of a transaction, where the role may: they hold by construction, and checking
 * each row takes longer than everything else together.
 */
export async function trustReferences(tx: Database): Promise<void> {
  const [role] = await queryRows(
    tx,
    z.object({ may: z.boolean() }),
    sql`select has_parameter_privilege('session_replication_role', 'set') as may`,
  );
  if (role?.may) await tx.execute(sql`set local session_replication_role = replica`);
}
