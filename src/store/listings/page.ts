import { type SQL, sql } from 'drizzle-orm';
import { inScope, type Scope } from '../scope.ts';

/** One page of a listing: customers after an id of the store, in its order. */
export type Page = { scope: Scope; after: number; limit: number; branch?: string | undefined };

/** The condition on `customers` and `branches` for a page, and its order. One row more than asked tells whether there is a next page. */
export function pageOf({ scope, after, limit, branch }: Page): { where: SQL; orderAndLimit: SQL } {
  const inBranch =
    branch === undefined
      ? sql`true`
      : sql`(lower(branches.name) = lower(${branch}) or branches.external_id = ${branch})`;
  return {
    where: sql`customers.id > ${after} and ${inScope(scope)} and ${inBranch}`,
    orderAndLimit: sql`order by customers.id limit ${limit + 1}`,
  };
}
