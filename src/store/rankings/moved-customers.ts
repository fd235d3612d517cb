import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Move, move } from '../actions/follows.ts';
import { present } from '../measures.ts';
import { customers } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import { mainSegmentation } from '../segments/segmentation.ts';
import { type Database, queryRows } from '../store.ts';
import { type ListFilters, withFilters } from './list-filters.ts';

/**
 * Who of the scope is in another tier or segment than in an earlier run, those worth the most first, and how many there are.
 * The filters hold where they do so in either run. A segment that is no more says nothing of who was in it.
 * @param runs.now the later run, and `earlier` the one before, by their ids
 */
export async function movedCustomers(
  db: Database,
  scope: Scope,
  { now, earlier, filters }: { now: number; earlier: number; filters: ListFilters },
  limit: number,
): Promise<{ moves: Move[]; customers: number }> {
  const heldIn = (
    run: number,
  ): SQL => sql`${customers.id} in (select v.customer_id from customer_values v
    join ${customers} on ${customers.id} = v.customer_id where v.run_id = ${run} and ${withFilters(filters)})`;
  const stood = (values: 'p' | 'v', segment: 'f' | 's') => sql`jsonb_build_object(
    'tier', ${sql.identifier(values)}.tier, 'atRisk', null,
    'segment', case when ${sql.identifier(segment)}.id is not null then
      jsonb_build_object('id', ${sql.identifier(segment)}.id, 'names', ${sql.identifier(segment)}.names) end)`;
  const inSegment = (
    alias: 'p' | 'v',
    segment: 'f' | 's',
  ) => sql`left join segments ${sql.identifier(segment)}
    on ${sql.identifier(segment)}.run_id = v.run_id and ${sql.identifier(segment)}.segmentation = ${mainSegmentation}
      and ${sql.identifier(segment)}.id = ${sql.identifier(alias)}.segment_id`;
  const held =
    Object.keys(filters).length === 0 ? sql`true` : sql`(${heldIn(now)} or ${heldIn(earlier)})`;
  const rows = await queryRows(
    db,
    move.extend({ count: z.number() }),
    sql`select ${customers.id} as "customerId", ${customers.externalId} as "externalId", ${customers.name} as name,
          ${stood('p', 'f')} as before, ${stood('v', 's')} as after, (count(*) over ())::int as count
        from customer_values v
        join ${customers} on ${customers.id} = v.customer_id
        join customer_values p on p.customer_id = v.customer_id and p.run_id = ${earlier}
        ${inSegment('v', 's')} ${inSegment('p', 'f')}
        where v.run_id = ${now} and ${present} and p.stage <> 'left' and ${inScope(scope)}
          and (v.tier <> p.tier or f.id <> s.id)
          and ${held}
        order by coalesce(v.value_if_stays, v.clv) desc, ${customers.id}
        limit ${limit}`,
  );
  return {
    // A segment that is no more was none that they left.
    moves: rows.map(({ count: _, ...each }) =>
      each.before.segment === null || each.after.segment === null
        ? { ...each, before: { ...each.before, segment: each.after.segment } }
        : each,
    ),
    customers: rows[0]?.count ?? 0,
  };
}
