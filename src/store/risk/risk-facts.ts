import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { customers } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import { type Database, queryRows } from '../store.ts';

const attributes = z.record(z.string(), z.union([z.string(), z.number()]));

/** The attributes of one customer (id of the store) as the bank's files gave them; undefined outside the scope. */
export async function customerAttributes(
  db: Database,
  scope: Scope,
  customerId: number,
): Promise<Record<string, string | number> | undefined> {
  const rows = await queryRows(
    db,
    z.object({ attributes }),
    sql`select ${customers.attributes} as attributes from ${customers}
        where ${customers.id} = ${customerId} and ${inScope(scope)}`,
  );
  return rows[0]?.attributes;
}

/**
 * How many customers of the bank have some values of some attributes, and how many of them a scope reaches; null where a
 * customer lacks one. Nobody is named.
 */
export function countedAttributes(
  db: Database,
  scope: Scope,
  names: readonly string[],
  label: string,
): Promise<{ known: Record<string, string | null>; cases: number; own: number }[]> {
  return queryRows(
    db,
    z.object({
      known: z.record(z.string(), z.string().nullable()),
      cases: z.number(),
      own: z.number(),
    }),
    sql`select known, count(*)::integer as cases, (count(*) filter (where own))::integer as own
        from (select ${inScope(scope)} as own,
                (select jsonb_object_agg(n, ${customers.attributes} ->> n) from unnest(${sql.param([...names])}::text[]) n) as known
              from ${customers} where ${customers.attributes} ->> ${label} is not null) of_each
        group by known`,
  );
}
