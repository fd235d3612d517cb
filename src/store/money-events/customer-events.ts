import { sql } from 'drizzle-orm';
import { customers } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import { type Database, queryRows } from '../store.ts';
import { type ToldEvent, toldEvent } from './told-event.ts';

/**
 * What befell a customer lately by a run, the newest first.
 * @param customerId id of the store
 */
export function customerEvents(
  db: Database,
  scope: Scope,
  runId: number,
  { customerId, limit }: { customerId: number; limit: number },
): Promise<ToldEvent[]> {
  return queryRows(
    db,
    toldEvent,
    sql`select e.kind, e.day::text as day, e.figures
        from events e
        join ${customers} on ${customers.id} = e.customer_id
        where e.customer_id = ${customerId} and e.run_id = ${runId} and ${inScope(scope)}
        order by e.day desc, e.kind
        limit ${limit}`,
  );
}
