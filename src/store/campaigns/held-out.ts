import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { customers } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import { type Database, queryRows } from '../store.ts';

const heldOut = z.object({
  id: z.number(),
  name: z.string(),
  names: z.record(z.string(), z.string()),
});

/**
 * Which of some customers of the scope are held out of a campaign under way, and of which: the campaign's name, and its names
 * by locale.
 *
 * @param ids of the store
 * @param day YYYY-MM-DD
 */
export async function heldOutOf(
  db: Database,
  scope: Scope,
  ids: readonly number[],
  day: string,
): Promise<z.infer<typeof heldOut>[]> {
  if (ids.length === 0) return [];
  return queryRows(
    db,
    heldOut,
    sql`select m.customer_id as id, k.name, k.names
        from campaign_members m
        join campaigns k on k.id = m.campaign_id
        join ${customers} on ${customers.id} = m.customer_id
        where m.held_out and k.ends_on > ${day}::date and ${inScope(scope)}
          and m.customer_id = any(array(
            select value::int from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)))
        order by m.customer_id, k.id`,
  );
}
