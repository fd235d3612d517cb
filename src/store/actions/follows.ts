import { and, eq, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { isAtRisk } from '../measures.ts';
import { type ListFilters, withFilters } from '../rankings/list-filters.ts';
import { customers, followedChanges, follows } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import { mainSegmentation } from '../segments/segmentation.ts';
import { type Database, queryRows } from '../store.ts';
import { type Acted, type Acting, act } from './act.ts';
import { followedState } from './action-effects.ts';
import { holdCustomer } from './hold-customer.ts';

/** A run, and the churn probability from which its customers are at risk. */
type Run = { id: number; atRisk: number };

/** How the customer of `v` stands in its run, with the segment `s`; null where the run did not value them. */
const stands = (
  atRisk: number,
): SQL => sql`case when v.customer_id is not null then jsonb_build_object(
  'tier', v.tier,
  'segment', case when s.id is not null then jsonb_build_object('id', s.id, 'names', s.names) end,
  'atRisk', case when v.churn_probability is not null then ${isAtRisk(atRisk)} end) end`;

const valuedIn = (runId: number): SQL => sql`
  left join customer_values v on v.customer_id = ${customers.id} and v.run_id = ${runId}
  left join segments s on s.run_id = v.run_id and s.segmentation = ${mainSegmentation} and s.id = v.segment_id`;

/** Has a person told when anything moves with a customer (id of the store), from how they stand in a run. */
export function followCustomer(
  db: Database,
  scope: Scope,
  acting: Acting,
  { customerId, run }: { customerId: number; run: Run },
): Promise<Acted<null>> {
  const { managerId, at } = acting;
  return act<null>(db, acting, async (tx, action) => {
    await holdCustomer(tx, scope, customerId);
    const [now] = await queryRows(
      tx,
      z.object({ state: followedState.nullable() }),
      sql`select ${stands(run.atRisk)} as state from ${customers} ${valuedIn(run.id)}
          where ${customers.id} = ${customerId} and ${inScope(scope)}`,
    );
    const made = await tx
      .insert(follows)
      .values({ customerId, managerId, since: at, state: now?.state ?? null, actionId: action })
      .onConflictDoNothing()
      .returning({ customerId: follows.customerId });
    return {
      effects: made.map(() => ({ of: 'follow' as const, customerId, before: null })),
      result: null,
    };
  });
}

/** Ends that a person is told of a customer (id of the store). */
export function unfollowCustomer(
  db: Database,
  scope: Scope,
  acting: Acting,
  customerId: number,
): Promise<Acted<null>> {
  return act<null>(db, acting, async (tx) => {
    await holdCustomer(tx, scope, customerId);
    const ended = await tx
      .delete(follows)
      .where(and(eq(follows.customerId, customerId), eq(follows.managerId, acting.managerId)))
      .returning();
    return {
      effects: ended.map(({ since, state, actionId }) => ({
        of: 'follow' as const,
        customerId,
        before: { since: since.toISOString(), state, actionId },
      })),
      result: null,
    };
  });
}

/** The event that a person is told of by a run. */
export const toldOf = (runId: number, managerId: number): string => `${runId}:${managerId}`;

/** Whoever follows a customer and was not told yet of what moved by a run, by their ids. */
export async function followersToTell(db: Database, runId: number): Promise<number[]> {
  const rows = await queryRows(
    db,
    z.object({ id: z.number() }),
    sql`select distinct f.manager_id as id from follows f
        where not exists (select from handled_events e
          where e.channel = 'followed' and e.event_id = ${String(runId)}::text || ':' || f.manager_id)
        order by id`,
  );
  return rows.map(({ id }) => id);
}

export const move = z.object({
  /** in the store */
  customerId: z.number(),
  externalId: z.string(),
  name: z.string().nullable(),
  before: followedState,
  after: followedState,
});

/** How a followed customer stood, and stands now. */
export type Move = z.infer<typeof move>;

/**
 * Notes what moved by a run with the customers of the scope whom a person follows, since they were last told. Of whom the
 * run says nothing, nothing is told.
 */
export async function noteMoves(
  tx: Database,
  scope: Scope,
  managerId: number,
  run: Run,
): Promise<Move[]> {
  const moved = await queryRows(
    tx,
    move.extend({ before: followedState.nullable() }),
    sql`select * from (
          select ${customers.id} as "customerId", ${customers.externalId} as "externalId",
            ${customers.name} as name, f.state as before, ${stands(run.atRisk)} as after
          from follows f join ${customers} on ${customers.id} = f.customer_id ${valuedIn(run.id)}
          where f.manager_id = ${managerId} and ${inScope(scope)}) stood
        where after is not null and (before is null or before->'tier' <> after->'tier'
          or before->'atRisk' <> after->'atRisk'
          or before->'segment'->'id' is distinct from after->'segment'->'id')
        order by "customerId"`,
  );
  for (const { customerId, before, after } of moved) {
    await tx
      .update(follows)
      .set({ state: after })
      .where(and(eq(follows.customerId, customerId), eq(follows.managerId, managerId)));
    if (before === null) continue;
    await tx
      .insert(followedChanges)
      .values({ customerId, managerId, runId: run.id, before, after })
      .onConflictDoNothing();
  }
  return moved.flatMap(({ before, ...each }) => (before === null ? [] : [{ ...each, before }]));
}

/** What moved with the customers of the scope and the filters whom a person follows, by the runs after one. */
export function movesSince(
  db: Database,
  scope: Scope,
  {
    managerId,
    after,
    runId,
    filters,
  }: { managerId: number; after: number; runId: number; filters: ListFilters },
  limit: number,
): Promise<Move[]> {
  return queryRows(
    db,
    move,
    sql`select ${customers.id} as "customerId", ${customers.externalId} as "externalId",
          ${customers.name} as name, c.before, c.after
        from followed_changes c join ${customers} on ${customers.id} = c.customer_id
        left join customer_values v on v.customer_id = c.customer_id and v.run_id = ${runId}
        where c.manager_id = ${managerId} and c.run_id > ${after}
          and ${inScope(scope)} and ${withFilters(filters)}
        order by c.run_id desc, ${customers.id}
        limit ${limit}`,
  );
}
