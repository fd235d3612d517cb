import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { inScope, type Scope } from '../scope.ts';
import { type Database, queryRows } from '../store.ts';
import { type Page, pageOf, type SortColumn, sortedBy } from './page.ts';

const customer = z.object({
  key: z.number(),
  place: z.string().nullable(),
  id: z.string(),
  name: z.string().nullable(),
  branch: z.string().nullable(),
  manager: z.string().nullable(),
  joinedOn: z.string().nullable(),
  closedOn: z.string().nullable(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  tags: z.array(z.string()),
  products: z.array(z.string()),
});

/** A customer as the API lists them; `key` is the store's own id, `place` what the list is sorted by, `id` the bank's own id. */
export type ListedCustomer = z.infer<typeof customer>;

/** What customers can be sorted by. */
export const customerOrders = {
  joinedOn: { column: sql`customers.joined_on`, type: 'date' },
  closedOn: { column: sql`customers.closed_on`, type: 'date' },
} as const satisfies Record<string, SortColumn>;

const select = (place: SQL, runId: number | undefined, where: SQL, rest: SQL) => sql`
  select customers.id as key, ${place} as place, customers.external_id as id, customers.name, branches.name as branch,
    managers.name as manager, customers.joined_on::text as "joinedOn", customers.closed_on::text as "closedOn",
    customers.phone, customers.email, customers.tags,
    array(select distinct h.product from holdings h
          where h.customer_id = customers.id and h.closed_on is null order by 1) as products
  from customers
  left join branches on branches.id = customers.branch_id
  left join managers on managers.id = customers.manager_id
  left join customer_values v on v.customer_id = customers.id and v.run_id = ${runId ?? null}
  where ${where} ${rest}`;

/** A page of customers, one more than the limit where there are more. */
export function listCustomers(db: Database, page: Page): Promise<ListedCustomer[]> {
  const { where, orderAndLimit } = pageOf(page);
  return queryRows(db, customer, select(sortedBy(page.sort), page.runId, where, orderAndLimit));
}

/** One customer by the bank's own id, within a scope. */
export async function getCustomer(
  db: Database,
  scope: Scope,
  externalId: string,
): Promise<ListedCustomer | undefined> {
  const where = sql`customers.external_id = ${externalId} and ${inScope(scope)}`;
  const [found] = await queryRows(db, customer, select(sql`null`, undefined, where, sql``));
  return found;
}
