import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { present } from '../measures.ts';
import { type ListFilters, withFilters } from '../rankings/list-filters.ts';
import { customers } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import { mainSegmentation, segmentIn } from '../segments/segmentation.ts';
import { type Database, queryRows } from '../store.ts';
import { heldTotals, readTotals, totalsStand } from '../totals/kept-totals.ts';
import type { GroupFigures } from './group-figures.ts';

const one = z.object({ id: z.number() });

const presentIn = (scope: Scope, runId: number, filters: ListFilters): SQL => sql`
  select v.customer_id as id from customer_values v
  join ${customers} on ${customers.id} = v.customer_id
  where v.run_id = ${runId} and ${inScope(scope)} and ${withFilters(filters)} and ${present}`;

/**
 * The customers of a scope, held to filters, where they are fewer than `fewest`, so that figures of all of them tell of each;
 * otherwise nobody. Those who have left are not counted.
 */
export async function customersIfFew(
  db: Database,
  scope: Scope,
  runId: number,
  { filters, fewest }: { filters: ListFilters; fewest: number },
): Promise<number[]> {
  const segmentation = filters.segment?.segmentation ?? mainSegmentation;
  const held = heldTotals(scope, filters, { segmentation, books: true, tiers: true });
  if (held !== undefined) {
    const kept = await readTotals(
      db,
      z.object({ customers: z.number() }),
      totalsStand(scope, { runId }),
      sql`select coalesce(sum(t.customers), 0)::int as customers from run_totals t where t.run_id = ${runId} and ${held}`,
    );
    if (kept?.[0] !== undefined && kept[0].customers >= fewest) return [];
  }
  const rows = await queryRows(db, one, sql`${presentIn(scope, runId, filters)} limit ${fewest}`);
  return rows.length < fewest ? rows.map(({ id }) => id) : [];
}

/**
 * Which customers of a scope, held to filters, are in one of some groups: all of them, a branch's, or a segment's of the main
 * segmentation or another.
 */
export async function customersInFewGroups(
  db: Database,
  scope: Scope,
  runId: number,
  {
    filters,
    groups,
    segmentation = mainSegmentation,
  }: {
    filters: ListFilters;
    groups: readonly Pick<GroupFigures, 'by' | 'id'>[];
    segmentation?: string;
  },
): Promise<number[]> {
  if (groups.length === 0) return [];
  const conditions = groups.map(({ by, id }) =>
    by === 'all'
      ? sql`true`
      : by === 'segment'
        ? sql`${segmentIn(segmentation, 'v')} is not distinct from ${id}::int`
        : sql`${customers.branchId} is not distinct from ${id}::int`,
  );
  const rows = await queryRows(
    db,
    one,
    sql`${presentIn(scope, runId, filters)} and (${sql.join(conditions, sql` or `)})`,
  );
  return rows.map(({ id }) => id);
}
