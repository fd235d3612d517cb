import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { inScope, type Scope } from '../scope.ts';
import { type Database, queryRows } from '../store.ts';
import { type Page, pageOf } from './page.ts';

const customer = z.object({
  key: z.number(),
  id: z.string(),
  name: z.string().nullable(),
  branch: z.string().nullable(),
  manager: z.string().nullable(),
  joinedOn: z.string().nullable(),
  closedOn: z.string().nullable(),
  products: z.array(z.string()),
});

/** A customer as the API lists them; `key` is the store's own id, `id` the bank's. */
export type ListedCustomer = z.infer<typeof customer>;

const select = (where: SQL, rest: SQL) => sql`
  select customers.id as key, customers.external_id as id, customers.name, branches.name as branch,
    managers.name as manager, customers.joined_on::text as "joinedOn", customers.closed_on::text as "closedOn",
    array(select distinct h.product from holdings h
          where h.customer_id = customers.id and h.closed_on is null order by 1) as products
  from customers
  left join branches on branches.id = customers.branch_id
  left join managers on managers.id = customers.manager_id
  where ${where} ${rest}`;

/** A page of customers, one more than the limit where there are more. */
export function listCustomers(db: Database, page: Page): Promise<ListedCustomer[]> {
  const { where, orderAndLimit } = pageOf(page);
  return queryRows(db, customer, select(where, orderAndLimit));
}

/** One customer by the bank's own id, within a scope. */
export async function getCustomer(
  db: Database,
  scope: Scope,
  externalId: string,
): Promise<ListedCustomer | undefined> {
  const where = sql`customers.external_id = ${externalId} and ${inScope(scope)}`;
  const [found] = await queryRows(db, customer, select(where, sql``));
  return found;
}
