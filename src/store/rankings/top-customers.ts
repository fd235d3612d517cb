import { sql } from 'drizzle-orm';
import { present } from '../measures.ts';
import { customers } from '../schema.ts';
import type { Scope } from '../scope.ts';
import type { Database } from '../store.ts';
import { inOrder, type ListFilters, withFilters } from './list-filters.ts';
import type { RankedCustomer } from './ranked-customer.ts';
import { rankedInOrder } from './ranked-in-order.ts';

const order = {
  // A run of an earlier version has the CLV alone.
  value: sql`coalesce(v.value_if_stays, v.clv)`,
  clv: sql`v.clv`,
  cvs: sql`v.cvs`,
  contribution: sql`v.contribution12m`,
};

/** What a ranking of customers may go by. */
export type RankingKey = keyof typeof order;

/**
 * The customers of the scope that stand highest in a run, without those who have left.
 * @param offset how many of those that come first are left out
 */
export async function topCustomers(
  db: Database,
  scope: Scope,
  runId: number,
  {
    sortBy,
    limit,
    offset = 0,
    filters,
  }: { sortBy: RankingKey; limit: number; offset?: number; filters: ListFilters },
): Promise<RankedCustomer[]> {
  return rankedInOrder(db, scope, runId, {
    which: sql`${withFilters(filters)} and ${present}`,
    order: sql`${inOrder(scope, filters, order[sortBy])} desc nulls last, ${customers.id}`,
    limit,
    offset,
  });
}
