import { type SQL, sql } from 'drizzle-orm';
import { type ListFilters, withFilters } from '../rankings/list-filters.ts';
import { inScope, type Scope } from '../scope.ts';

/** What a listing can be sorted by: the column, and whether it holds figures or days. */
export type SortColumn = { column: SQL; type: 'double precision' | 'date' };

/** The order of a listing; customers of which the column says nothing come last either way. */
export type Sort = SortColumn & { descending: boolean };

/** The row that a page begins after: the customer's id in the store, and what the row was sorted by. */
export type Place = { key: number; value: number | string | null };

/** One page of a listing of a run; without a sort, in the order in which the store came to know the customers. */
export type Page = {
  scope: Scope;
  /** the run whose figures are read and filtered by; undefined: none is published yet */
  runId: number | undefined;
  filters: ListFilters;
  sort?: Sort | undefined;
  after?: Place | undefined;
  limit: number;
};

/** What a row of a page is sorted by, as {@link Place} takes it back. */
export const sortedBy = (sort: Sort | undefined): SQL => {
  if (sort === undefined) return sql`null`;
  return sort.type === 'date' ? sql`${sort.column}::text` : sort.column;
};

/**
 * The condition on `customers` and `customer_values v` for a page, and its order. One row more than asked tells whether there
 * is a next page.
 */
export function pageOf({ scope, filters, sort, after, limit }: Page): {
  where: SQL;
  orderAndLimit: SQL;
} {
  const rest = after === undefined ? sql`true` : behind(after, sort);
  const order =
    sort === undefined
      ? sql``
      : sql`${sort.column} ${sort.descending ? sql`desc` : sql`asc`} nulls last, `;
  return {
    where: sql`${inScope(scope)} and ${withFilters(filters)} and ${rest}`,
    orderAndLimit: sql`order by ${order}customers.id limit ${limit + 1}`,
  };
}

/** Whether a row stands behind another in an order. */
function behind({ key, value }: Place, sort: Sort | undefined): SQL {
  if (sort === undefined) return sql`customers.id > ${key}`;
  const { column, type, descending } = sort;
  if (value === null) return sql`(${column} is null and customers.id > ${key})`;
  const there = sql`${value}::${sql.raw(type)}`;
  const past = descending ? sql`${column} < ${there}` : sql`${column} > ${there}`;
  return sql`(${past} or ${column} is null or (${column} = ${there} and customers.id > ${key}))`;
}
