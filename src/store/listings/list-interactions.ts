import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { interactionKinds } from '../kinds.ts';
import { customers } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import { type Database, queryRows } from '../store.ts';

const moment = z.string().transform((text) => new Date(text).toISOString());

const listed = z.object({
  id: z.string(),
  /** ISO 8601 */
  at: moment,
  kind: z.enum(interactionKinds),
  note: z.string().nullable(),
  /** the name of who of the bank; null where that is not recorded */
  manager: z.string().nullable(),
  /** complaints only: when it was resolved; null while it is not, and for everything else */
  resolvedAt: moment.nullable(),
  /** when it was, to the microsecond and in UTC, by which they are in order */
  place: z.string(),
});

/** A contact or a complaint of a customer, imported or logged. */
export type ListedInteraction = z.infer<typeof listed>;

/** Where a page of interactions begins: behind the one of this time and id. */
export type InteractionPlace = { place: string; id: string };

/**
 * The contacts and complaints of a customer (id of the store), the newest first; none of a customer outside the scope.
 *
 * @param page.limit how many; one more is read where there are more
 */
export function listInteractions(
  db: Database,
  scope: Scope,
  {
    customerId,
    after,
    limit,
  }: { customerId: number; after?: InteractionPlace | undefined; limit: number },
): Promise<ListedInteraction[]> {
  const behind =
    after === undefined
      ? sql`true`
      : sql`(i.occurred_at, i.external_id) < (${after.place}::timestamptz, ${after.id})`;
  return queryRows(
    db,
    listed,
    sql`select i.external_id as id, to_json(i.occurred_at) #>> '{}' as at, i.kind, i.note, m.name as manager,
          to_json(i.resolved_at) #>> '{}' as "resolvedAt",
          to_char(i.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as place
        from ${customers} join interactions i on i.customer_id = ${customers.id}
        left join managers m on m.id = i.manager_id
        where ${customers.id} = ${customerId} and ${inScope(scope)} and ${behind}
        order by i.occurred_at desc, i.external_id desc limit ${limit + 1}`,
  );
}
