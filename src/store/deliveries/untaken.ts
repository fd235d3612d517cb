import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { customers } from '../schema.ts';
import { withinReach } from '../scope.ts';
import { type Database, queryRows } from '../store.ts';
import type { StoreTime } from '../store-time.ts';

/** A digest in a channel whose team lead is to be told whom nobody took on. */
export type UnseenTo = z.infer<typeof unseenTo>;

const unseenTo = z.object({
  id: z.number(),
  digestId: z.number(),
  ownerId: z.number(),
  slot: z.coerce.date(),
  timezone: z.string(),
});

/**
 * Takes the digests whose time has come for the team lead to be told, within a transaction: whoever takes one tells of it, and
 * nobody does again.
 */
export function takeForLeads(tx: Database, at: StoreTime): Promise<UnseenTo[]> {
  return queryRows(
    tx,
    unseenTo,
    sql`with due as (
          select d.id from deliveries d
          where d.lead_at <= ${at} and d.takable is not null and d.state in ('sent', 'settled')
          order by d.id limit 20
          for update skip locked)
        update deliveries d set lead_at = null
        from due, digests g
        where d.id = due.id and g.id = d.digest_id
        returning d.id, g.id as "digestId", g.owner_id as "ownerId", d.slot, g.timezone`,
  );
}

/** A customer whom nobody took on, and who leads the team that looks after them; null: nobody does. */
export type Untaken = z.infer<typeof untaken>;

const untaken = z.object({
  /** in the store */
  id: z.number(),
  externalId: z.string(),
  name: z.string().nullable(),
  leadId: z.number().nullable(),
});

/**
 * Whom of a digest nobody looks after, and nobody has done anything about since it arrived, in its order.
 * @param leads e-mail addresses by a branch's id in the bank's files; otherwise the lead of the manager's team does, otherwise the
 *   first supervisor of the branch. Whoever may not see a customer does not
 */
export function untakenOf(
  db: Database,
  deliveryId: number,
  leads: Readonly<Record<string, string>>,
): Promise<Untaken[]> {
  return queryRows(
    db,
    untaken,
    sql`select ${customers.id} as id, ${customers.externalId} as "externalId", ${customers.name} as name,
          (select m.id from managers m
           where ${withinReach}
             and case when named.lead is null then m.role in ('supervisor', 'lead') else m.email = named.lead end
           order by m.role = 'lead' desc, m.id limit 1) as "leadId"
        from deliveries d
        cross join lateral jsonb_array_elements(d.takable -> 'customers') with ordinality as t (customer, place)
        join ${customers} on ${customers.id} = (t.customer ->> 'id')::int
        left join branches b on b.id = ${customers.branchId}
        cross join lateral (select lower(${JSON.stringify(leads)}::jsonb ->> b.external_id) as lead) named
        where d.id = ${deliveryId}
          and not exists (
            select 1 from follow_ups f join managers m on m.id = f.owner_id
            where f.customer_id = ${customers.id} and f.kind = 'claim' and f.done_at is null and ${withinReach})
          and not exists (
            select 1 from actions a
            where a.undone_at is null and a.at >= d.sent_at
              and a.effects @> jsonb_build_array(jsonb_build_object('customerId', ${customers.id})))
        order by t.place`,
  );
}
