import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { isAtRisk, lossAtStake } from '../measures.ts';
import { type ListFilters, withFilters } from '../rankings/list-filters.ts';
import type { RiskRun } from '../rankings/risk-changes.ts';
import { customers } from '../schema.ts';
import { inScope, type Scope, withinReach } from '../scope.ts';
import { type Database, queryRows } from '../store.ts';

const claim = z.object({
  /** in the store */
  customerId: z.number(),
  externalId: z.string(),
  name: z.string().nullable(),
  ownerId: z.number(),
  owner: z.string(),
  /** ISO dates: by when, and since when (UTC) */
  dueOn: z.string(),
  takenOn: z.string(),
});

/** Who looks after a customer at risk, and by when they are asked how it went. */
export type Claim = z.infer<typeof claim>;

/**
 * Which customers of the scope and the filters who are at risk by a run somebody has taken on, those with the most at stake
 * first. Whoever no longer reaches a customer does not look after them.
 */
export function claimsAtRisk(
  db: Database,
  scope: Scope,
  { now, filters }: { now: RiskRun; filters: ListFilters },
): Promise<Claim[]> {
  return queryRows(
    db,
    claim,
    sql`select ${customers.id} as "customerId", ${customers.externalId} as "externalId", ${customers.name} as name,
          m.id as "ownerId", m.name as owner, f.due_on::text as "dueOn",
          (f.opened_at at time zone 'UTC')::date::text as "takenOn"
        from follow_ups f
        join managers m on m.id = f.owner_id
        join ${customers} on ${customers.id} = f.customer_id
        join customer_values v on v.customer_id = f.customer_id and v.run_id = ${now.id}
        where f.kind = 'claim' and f.done_at is null and ${withinReach} and ${isAtRisk(now.atRisk)}
          and ${inScope(scope)} and ${withFilters(filters)}
        order by ${lossAtStake} desc, ${customers.id}`,
  );
}

/**
 * Which of some customers of the scope (ids of the store) a person has put off or is to be reminded of later than a day, and
 * until when (ISO), with nothing to do for them before.
 */
export async function putOffUntil(
  db: Database,
  scope: Scope,
  { ownerId, today }: { ownerId: number; today: string },
  ids: readonly number[],
): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map();
  const rows = await queryRows(
    db,
    z.object({ id: z.number(), until: z.string() }),
    sql`select f.customer_id as id, min(f.due_on)::text as until
        from follow_ups f join ${customers} on ${customers.id} = f.customer_id
        where f.owner_id = ${ownerId} and f.kind = 'follow-up' and f.done_at is null and ${inScope(scope)}
          and f.customer_id in (select value::int from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))
        group by f.customer_id
        having min(f.due_on) > ${today}::date`,
  );
  return new Map(rows.map(({ id, until }) => [id, until]));
}
