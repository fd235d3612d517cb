import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { knownClvSum, lossAtStake, overrideHolds, present } from '../measures.ts';
import { booksOf } from '../people/books-of.ts';
import { type ListFilters, withFilters } from '../rankings/list-filters.ts';
import { customers } from '../schema.ts';
import { inScope, isOfBooks, type Scope } from '../scope.ts';
import { segmentIn } from '../segments/segmentation.ts';
import { type Database, queryRows } from '../store.ts';

/**
 * Whether totals of a run stand for a scope, as SQL: they are kept, count who is at risk from the same churn probability, and
 * nothing changed of the scope's customers since.
 */
export function totalsStand(
  scope: Scope,
  { runId, atRisk }: { runId: number; atRisk?: number },
): SQL {
  const same = atRisk === undefined ? sql`true` : sql`k.at_risk = ${atRisk}::float8`;
  const theirs = scope.kind === 'branch' ? sql`n.branch_id = ${scope.branchId}` : sql`true`;
  return sql`(exists (select from totalled_runs k where k.run_id = ${runId} and ${same})
    and not exists (select from changed_branches n where ${theirs}))`;
}

/**
 * Reads from kept totals; undefined where they do not stand, so that what is asked is to be added up.
 * @param stand as of {@link totalsStand}
 * @param query what to read; its rows come in its order
 */
export async function readTotals<T>(
  db: Database,
  row: z.ZodType<T>,
  stand: SQL,
  query: SQL,
): Promise<T[] | undefined> {
  const [found] = await queryRows(
    db,
    z.object({ rows: z.array(row).nullable() }),
    sql`select case when ${stand} then (select coalesce(jsonb_agg(to_jsonb(told)), '[]') from (${query}) told) end as rows`,
  );
  return found?.rows ?? undefined;
}

/**
 * The condition on a table of totals by branch and book `t` that holds it to a scope and filters, or by branch alone; undefined
 * where the filters hold to what no totals are kept by.
 * @param segmentation by which the totals tell segments apart; absent where they do not, nor tiers
 */
export function heldTotals(
  scope: Scope,
  { branchId, managerId, segment, tier, contactable, tags }: ListFilters,
  of: { segmentation?: string; books: boolean; tiers: boolean },
): SQL | undefined {
  const byBook = isOfBooks(scope) || managerId !== undefined;
  if (scope.kind === 'none' || contactable || tags !== undefined) return undefined;
  if (byBook && !of.books) return undefined;
  if (tier !== undefined && !of.tiers) return undefined;
  if (segment !== undefined && segment.segmentation !== of.segmentation) return undefined;
  return sql.join(
    [
      ...(of.books ? [sql`t.by = ${byBook ? 'manager' : 'branch'}`] : []),
      ...(of.segmentation === undefined ? [] : [sql`t.segmentation = ${of.segmentation}`]),
      ...(scope.kind === 'branch' ? [sql`t.branch_id = ${scope.branchId}`] : []),
      ...(isOfBooks(scope)
        ? [sql`t.manager_id = any(${booksOf(sql`${scope.managerId}::int`)})`]
        : []),
      ...(branchId === undefined ? [] : [sql`t.branch_id = ${branchId}`]),
      ...(managerId === undefined ? [] : [sql`t.manager_id = ${managerId}`]),
      ...(segment === undefined ? [] : [sql`t.segment_id = ${segment.id}`]),
      ...(tier === undefined ? [] : [sql`t.tier = ${tier}`]),
      sql`true`,
    ],
    sql` and `,
  );
}

/** Of whom in a run somebody says that they are not at risk, from few rows to few: to be read before `where`. */
export const knownInRun = (runId: number): SQL => sql`(
  select distinct r.customer_id from risk_overrides r
  join customer_values v on v.customer_id = r.customer_id and v.run_id = ${runId}
  join valuation_runs u on u.id = v.run_id
  where ${overrideHolds})`;

/**
 * Kept totals by branch, segment and tier as rows `t` to be added up, with what overrides take off of who is at risk; undefined
 * where the filters hold to what no totals are kept by.
 */
export function totalRows(
  scope: Scope,
  runId: number,
  { segmentation, atRisk, filters }: { segmentation: string; atRisk: number; filters: ListFilters },
): SQL | undefined {
  const held = heldTotals(scope, filters, { segmentation, books: true, tiers: true });
  if (held === undefined) return undefined;
  return sql`(
    select t.branch_id, t.segment_id, t.tier, t.customers, t.clv, t.value_if_stays, t.contribution12m, t.balance,
      t.balances_known, t.churn_probability, t.predicted, t.at_risk, t.value_at_stake
    from run_totals t where t.run_id = ${runId} and ${held}
    union all
    select ${customers.branchId}, ${segmentIn(segmentation, 'v')}, v.tier, 0, 0, null, null, null, 0, null, 0, -1, -${lossAtStake}
    from ${knownInRun(runId)} known
    join customer_values v on v.customer_id = known.customer_id and v.run_id = ${runId}
    join ${customers} on ${customers.id} = v.customer_id
    where v.churn_probability >= ${atRisk} and ${present} and ${inScope(scope)} and ${withFilters(filters)}) t`;
}

/** The columns that add up {@link totalRows} as `totalColumns` adds up customers. */
export const addedUp: SQL = sql`coalesce(sum(t.customers), 0)::int as customers,
  ${knownClvSum({ predicted: sql`sum(t.predicted)`, clv: sql`coalesce(sum(t.clv), 0)`, valueIfStays: sql`sum(t.value_if_stays)` })} as clv,
  sum(t.value_if_stays) as "valueIfStays", sum(t.contribution12m) as "contribution12m", sum(t.balance) as balance,
  coalesce(sum(t.balances_known), 0)::int as "balancesKnown",
  sum(t.churn_probability) / nullif(sum(t.predicted), 0) as "churnProbability",
  case when sum(t.predicted) > 0 or coalesce(sum(t.customers), 0) = 0 then coalesce(sum(t.at_risk), 0)::int end as "atRisk",
  case when sum(t.predicted) > 0 or coalesce(sum(t.customers), 0) = 0 then
    case when coalesce(sum(t.at_risk), 0) = 0 then 0 else greatest(sum(t.value_at_stake), 0) end end as "valueAtStake"`;
