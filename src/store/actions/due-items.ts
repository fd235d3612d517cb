import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { followUpKinds, productKinds } from '../kinds.ts';
import { type ListFilters, withFilters } from '../rankings/list-filters.ts';
import { mayContact } from '../rights/wishes.ts';
import { customers } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import { type Database, queryRows } from '../store.ts';

const dueItem = z.object({
  id: z.number(),
  /** in the store */
  customerId: z.number(),
  externalId: z.string(),
  name: z.string().nullable(),
  kind: z.enum([...followUpKinds, 'opportunity']),
  /** of an opportunity */
  product: z.enum(productKinds).nullable(),
  note: z.string().nullable(),
  dueOn: z.string(),
  owner: z.string(),
  /** nobody is to contact them */
  doNotContact: z.boolean(),
});

/**
 * Something that is still to be done for a customer, or an opportunity that was to close by now; `dueOn` is an ISO date, `id`
 * a number of its own among those of its kind.
 */
export type DueItem = z.infer<typeof dueItem>;

/**
 * Whose work, up to which day (ISO) and for which customers. Opportunities are due from the day after the one on which they
 * were to close: those that were to close before `today` are told of.
 */
export type DueOf = {
  ownerId: number;
  upTo: string | null;
  today: string;
  filters: ListFilters;
  runId: number;
};

/**
 * What is still to be done by a person for customers of the scope and the filters, what is due first on top, and how much of
 * it there is in all (0 where `offset` is beyond the last). A customer who left their scope is no longer theirs to look after, and is not told of.
 */
export async function dueItems(
  db: Database,
  scope: Scope,
  { ownerId, upTo, today, filters, runId }: DueOf,
  limit: number,
  offset = 0,
): Promise<{ items: DueItem[]; count: number }> {
  const rows = await queryRows(
    db,
    dueItem.extend({ count: z.number() }),
    sql`with due as (
          select f.customer_id, f.id, f.kind, null as product, f.note, f.due_on
          from follow_ups f
          where f.owner_id = ${ownerId} and f.done_at is null
            and ${upTo === null ? sql`true` : sql`f.due_on <= ${upTo}`}
          union all
          select o.customer_id, o.id, 'opportunity', o.product, o.next_step, o.closes_on
          from opportunities o
          where o.owner_id = ${ownerId} and o.stage not in ('won', 'lost') and o.closes_on < ${today})
        select f.id, f.kind, f.product, f.note, f.due_on::text as "dueOn", m.name as owner,
          ${customers.id} as "customerId", ${customers.externalId} as "externalId", ${customers.name} as name,
          not ${mayContact} as "doNotContact", (count(*) over ())::int as count
        from due f
        join managers m on m.id = ${ownerId}
        join ${customers} on ${customers.id} = f.customer_id
        left join customer_values v on v.customer_id = f.customer_id and v.run_id = ${runId}
        where ${inScope(scope)} and ${withFilters(filters)}
        order by f.due_on, f.kind, f.id
        limit ${limit} offset ${offset}`,
  );
  return { items: rows.map(({ count: _, ...item }) => item), count: rows[0]?.count ?? 0 };
}
