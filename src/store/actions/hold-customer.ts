import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { customers } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import { type Database, queryRows } from '../store.ts';

/** A customer is not of the scope, or no longer. */
export class OutOfScope extends Error {}

/**
 * Holds a customer of the scope (id of the store) for the rest of a transaction, so that what is said of them twice at once
 * is written one after the other.
 * @throws {OutOfScope} where the customer is not of the scope: an argument that was looked up in it just before is
 */
export async function holdCustomer(tx: Database, scope: Scope, customerId: number): Promise<void> {
  const held = await queryRows(
    tx,
    z.object({ id: z.number() }),
    sql`select ${customers.id} as id from ${customers}
        where ${customers.id} = ${customerId} and ${inScope(scope)} for no key update`,
  );
  if (held.length === 0) throw new OutOfScope('A customer left the scope while being written of.');
}
