import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { isAtRisk, lossAtStake, totals } from '../measures.ts';
import { customers } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import { mainSegmentation } from '../segments/segmentation.ts';
import { type Database, queryRows } from '../store.ts';
import { addedUp, knownInRun, readTotals, totalRows, totalsStand } from '../totals/kept-totals.ts';
import { inOrder, type ListFilters, withFilters } from './list-filters.ts';
import { type RankedCustomer, rankedColumns, rankedCustomer } from './ranked-customer.ts';
import { rankedInOrder } from './ranked-in-order.ts';

/**
 * The customers of the scope at risk, those with the most at stake first, or those likeliest to leave.
 * @param atRisk the churn probability from which a customer is; 0 takes everybody who has one
 * @param offset how many of those that come first are left out
 */
export async function customersAtRisk(
  db: Database,
  scope: Scope,
  runId: number,
  {
    atRisk,
    limit,
    offset = 0,
    filters,
    by = 'stake',
  }: {
    atRisk: number;
    limit: number;
    offset?: number;
    filters: ListFilters;
    by?: 'stake' | 'probability';
  },
): Promise<RankedCustomer[]> {
  return rankedInOrder(db, scope, runId, {
    which: sql`${isAtRisk(atRisk)} and ${withFilters(filters)}`,
    order: sql`${by === 'stake' ? sql`${inOrder(scope, filters, lossAtStake)} desc, v.churn_probability desc` : sql`v.churn_probability desc, ${lossAtStake} desc`}, ${customers.id}`,
    limit,
    offset,
  });
}

/**
 * How many customers of the scope are at risk, and what stands to be lost with them: the same figures as in the totals of a
 * book, read without adding up all of it. Both null where nobody has a churn probability.
 */
export async function atRiskTotals(
  db: Database,
  scope: Scope,
  runId: number,
  { atRisk, filters }: { atRisk: number; filters: ListFilters },
): Promise<{ atRisk: number | null; valueAtStake: number | null }> {
  const segmentation = filters.segment?.segmentation ?? mainSegmentation;
  const kept = totalRows(scope, runId, { segmentation, atRisk, filters });
  const read =
    kept === undefined
      ? undefined
      : await readTotals(
          db,
          totals,
          totalsStand(scope, { runId, atRisk }),
          sql`select ${addedUp} from ${kept}`,
        );
  if (read?.[0] !== undefined) {
    const [{ customers: all, atRisk: counted, valueAtStake }] = read;
    return all === 0 ? { atRisk: null, valueAtStake: null } : { atRisk: counted, valueAtStake };
  }
  const held = sql`from customer_values v
    join ${customers} on ${customers.id} = v.customer_id
    where v.run_id = ${runId} and ${inScope(scope)} and ${withFilters(filters)}`;
  const [found] = await queryRows(
    db,
    z.object({ predicted: z.boolean(), atRisk: z.number(), valueAtStake: z.number() }),
    sql`select exists (select ${held} and v.churn_probability is not null) as predicted,
          count(*)::int as "atRisk", coalesce(sum(${lossAtStake}), 0) as "valueAtStake"
        ${held} and ${isAtRisk(atRisk)}`,
  );
  return found?.predicted
    ? { atRisk: found.atRisk, valueAtStake: found.valueAtStake }
    : { atRisk: null, valueAtStake: null };
}

/** How many of the scope lists and totals of customers at risk leave out, because somebody who knows them says that they are not. */
export async function knownNotAtRisk(
  db: Database,
  scope: Scope,
  runId: number,
  { atRisk, filters }: { atRisk: number; filters: ListFilters },
): Promise<number> {
  const [found] = await queryRows(
    db,
    z.object({ customers: z.number() }),
    sql`select count(*)::int as customers
        from ${knownInRun(runId)} known
        join customer_values v on v.customer_id = known.customer_id and v.run_id = ${runId}
        join ${customers} on ${customers.id} = v.customer_id
        where v.churn_probability >= ${atRisk}
          and ${inScope(scope)} and ${withFilters(filters)}`,
  );
  return found?.customers ?? 0;
}

/** Every customer of the scope and the filters at risk (ids of the store), for telling later who is new. */
export async function atRiskIds(
  db: Database,
  scope: Scope,
  runId: number,
  atRisk: number,
  filters: ListFilters = {},
): Promise<number[]> {
  const rows = await queryRows(
    db,
    z.object({ id: z.number() }),
    sql`select v.customer_id as id
        from customer_values v
        join ${customers} on ${customers.id} = v.customer_id
        where v.run_id = ${runId} and ${isAtRisk(atRisk)} and ${inScope(scope)} and ${withFilters(filters)}
        order by v.customer_id`,
  );
  return rows.map(({ id }) => id);
}

/**
 * Those of some customers (ids of the store) with the most value at stake, held to the scope, and the value at stake
 * with all of them.
 */
export async function mostAtStake(
  db: Database,
  scope: Scope,
  runId: number,
  ids: readonly number[],
  limit: number,
): Promise<{ customers: RankedCustomer[]; valueAtStake: number }> {
  if (ids.length === 0) return { customers: [], valueAtStake: 0 };
  const rows = await queryRows(
    db,
    rankedCustomer.extend({ inAll: z.number() }),
    sql`select ${rankedColumns}, sum(${lossAtStake}) over () as "inAll"
        from customer_values v
        join ${customers} on ${customers.id} = v.customer_id
        left join branches b on b.id = ${customers.branchId}
        where v.run_id = ${runId} and ${inScope(scope)}
          and v.customer_id in (select value::int from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))
        order by ${lossAtStake} desc, v.churn_probability desc, ${customers.id}
        limit ${limit}`,
  );
  return {
    customers: rows.map(({ inAll: _, ...customer }) => customer),
    valueAtStake: rows[0]?.inAll ?? 0,
  };
}
