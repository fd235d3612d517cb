import { and, eq, sql } from 'drizzle-orm';
import { customers, managers } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import type { Database } from '../store.ts';

/** The active people of the bank who have a customer in a scope, by their ids in the store, and their names. */
export async function managersInReach(
  db: Database,
  scope: Scope,
): Promise<{ id: number; name: string }[]> {
  return db
    .select({ id: managers.id, name: managers.name })
    .from(managers)
    .where(
      and(
        eq(managers.active, true),
        sql`exists (select 1 from ${customers} where ${customers.managerId} = ${managers.id} and ${inScope(scope)})`,
      ),
    )
    .orderBy(managers.name, managers.id);
}
