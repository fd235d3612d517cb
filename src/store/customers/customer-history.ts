import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { followUpKinds, interactionKinds, openStages, productKinds } from '../kinds.ts';
import { overrideHolds } from '../measures.ts';
import { customers } from '../schema.ts';
import { inScope, type Scope, withinReach } from '../scope.ts';
import { type Database, queryRows } from '../store.ts';

const moment = z.string().transform((text) => new Date(text).toISOString());

const interaction = z.object({
  /** ISO 8601 */
  at: moment,
  kind: z.enum(interactionKinds),
  note: z.string().nullable(),
  /** who of the bank; null where that is not recorded */
  manager: z.string().nullable(),
  /** complaints only: when it was resolved; null while it is not, and for everything else */
  resolvedAt: moment.nullable(),
});

const openItem = z.object({
  id: z.number(),
  kind: z.enum(followUpKinds),
  note: z.string().nullable(),
  dueOn: z.string(),
  /** whose it is to do */
  owner: z.string(),
  ownerId: z.number(),
  openedAt: moment,
});

const openOpportunity = z.object({
  id: z.number(),
  product: z.enum(productKinds),
  amount: z.coerce.number().nullable(),
  stage: z.enum(openStages),
  nextStep: z.string().nullable(),
  closesOn: z.string().nullable(),
  owner: z.string(),
  ownerId: z.number(),
});

const endedOpportunity = z.object({
  product: z.enum(productKinds),
  amount: z.coerce.number().nullable(),
  stage: z.enum(['won', 'lost']),
  /** when it was won or lost, ISO 8601 */
  at: moment,
});

const override = z.object({
  reason: z.string(),
  at: moment,
  manager: z.string(),
  /** the churn probability of the run that it contradicts */
  probability: z.number(),
  until: z.string(),
});

const history = z.object({
  /** the newest first */
  interactions: z.array(interaction),
  /** the newest contact that is no complaint; null without any */
  lastContact: interaction.nullable(),
  /** the newest complaint; null without any */
  lastComplaint: interaction.nullable(),
  /** what is still to be done, promises among it; what is due first on top. Who no longer reaches the customer claims them no more */
  open: z.array(openItem),
  /** what is to close first on top */
  opportunities: z.array(openOpportunity),
  /** the newest that were won or lost, the newest first */
  ended: z.array(endedOpportunity),
  /** who says that the customer is not at risk, while that counts in the run; null where nobody does */
  notAtRisk: override.nullable(),
});

export type Interaction = z.infer<typeof interaction>;
export type OpenItem = z.infer<typeof openItem>;
export type OpenOpportunityOf = z.infer<typeof openOpportunity>;
export type EndedOpportunity = z.infer<typeof endedOpportunity>;
/** What passed between the bank and a customer, and what is still open. Dates are ISO, money in the bank's currency. */
export type CustomerHistory = z.infer<typeof history>;

/** So many opportunities that are over are read. */
const endedRead = 5;

/**
 * What passed between the bank and a customer (id of the store) up to now: contacts and complaints, imported or logged here,
 * what people still have to do, opportunities, and whether somebody holds that there is no risk; undefined outside the scope.
 * @param runId whether an override of the risk counts is up to this run
 * @param limit the most interactions that are read
 */
export async function customerHistory(
  db: Database,
  scope: Scope,
  runId: number,
  { customerId, limit }: { customerId: number; limit: number },
): Promise<CustomerHistory | undefined> {
  const told = sql`jsonb_build_object('at', i.occurred_at, 'kind', i.kind, 'note', i.note, 'manager', m.name,
    'resolvedAt', i.resolved_at)`;
  const of = sql`from interactions i left join managers m on m.id = i.manager_id
    where i.customer_id = ${customers.id}`;
  const newest = sql`order by i.occurred_at desc, i.external_id desc`;
  const rows = await queryRows(
    db,
    history,
    sql`select
          ${limit === 0 ? sql`'[]'::jsonb` : sql`(select coalesce(jsonb_agg(told), '[]') from (select ${told} as told ${of} ${newest} limit ${limit}) t)`}
            as interactions,
          (select ${told} ${of} and i.kind <> 'complaint' ${newest} limit 1) as "lastContact",
          (select ${told} ${of} and i.kind = 'complaint' ${newest} limit 1) as "lastComplaint",
          (select coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'kind', f.kind, 'note', f.note, 'dueOn', f.due_on,
              'owner', m.name, 'ownerId', m.id, 'openedAt', f.opened_at) order by f.due_on, f.id), '[]')
             from follow_ups f join managers m on m.id = f.owner_id
             where f.customer_id = ${customers.id} and f.done_at is null
               and (f.kind <> 'claim' or ${withinReach})) as open,
          (select coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'product', o.product, 'amount', o.amount,
              'stage', o.stage, 'nextStep', o.next_step, 'closesOn', o.closes_on, 'owner', m.name, 'ownerId', m.id)
              order by o.closes_on nulls last, o.id), '[]')
             from opportunities o join managers m on m.id = o.owner_id
             where o.customer_id = ${customers.id} and o.stage not in ('won', 'lost')) as opportunities,
          (select coalesce(jsonb_agg(jsonb_build_object('product', e.product, 'amount', e.amount, 'stage', e.stage,
              'at', e.changed_at) order by e.changed_at desc, e.id desc), '[]')
             from (select * from opportunities o
               where o.customer_id = ${customers.id} and o.stage in ('won', 'lost')
               order by o.changed_at desc, o.id desc limit ${endedRead}) e) as ended,
          (select jsonb_build_object('reason', r.reason, 'at', r.at, 'manager', m.name,
              'probability', r.probability, 'until', r.until)
             from risk_overrides r
             join managers m on m.id = r.manager_id
             join customer_values v on v.customer_id = r.customer_id and v.run_id = ${runId}
             join valuation_runs u on u.id = v.run_id
             where r.customer_id = ${customers.id} and ${overrideHolds}
             order by r.id desc limit 1) as "notAtRisk"
        from ${customers}
        where ${customers.id} = ${customerId} and ${inScope(scope)}`,
  );
  return rows[0];
}
