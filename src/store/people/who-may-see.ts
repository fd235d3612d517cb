import { inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import { customers } from '../schema.ts';
import { withinReach } from '../scope.ts';
import { type Database, queryRows } from '../store.ts';

/**
 * How many of several people may not see each of several customers.
 * @param managerIds ids of the store, as `customerIds`
 */
export async function howManyMayNotSee(
  db: Database,
  managerIds: readonly number[],
  customerIds: readonly number[],
): Promise<number> {
  if (managerIds.length === 0 || customerIds.length === 0) return 0;
  const [row] = await queryRows(
    db,
    z.object({ people: z.number() }),
    sql`select count(*)::int as people from managers m
        where ${inArray(sql`m.id`, [...managerIds])} and exists (
          select from ${customers}
          where ${inArray(customers.id, [...customerIds])} and not ${withinReach})`,
  );
  if (row === undefined) throw new Error('A count gave no row.');
  return row.people;
}

/**
 * Names of those of several people who may not see each of several customers, by name; none where
 * there are more than `limit`.
 * @param managerIds ids of the store, as `customerIds`
 */
export async function whoMayNotSee(
  db: Database,
  managerIds: readonly number[],
  customerIds: readonly number[],
  limit: number,
): Promise<string[]> {
  if (managerIds.length === 0 || customerIds.length === 0) return [];
  const rows = await queryRows(
    db,
    z.object({ name: z.string() }),
    sql`select m.name from managers m
        where ${inArray(sql`m.id`, [...managerIds])} and exists (
          select from ${customers}
          where ${inArray(customers.id, [...customerIds])} and not ${withinReach})
        order by m.name, m.id limit ${limit + 1}`,
  );
  return rows.length > limit ? [] : rows.map(({ name }) => name);
}

/** How a customer is known and reached: what is hidden from those who may not see them. */
export type Named = {
  externalId: string;
  name: string | null;
  phone: string | null;
  email: string | null;
};

/** How customers are known and reached, by ids of the store: for whoever hides it. */
export async function namedCustomers(
  db: Database,
  customerIds: readonly number[],
): Promise<Named[]> {
  if (customerIds.length === 0) return [];
  const { externalId, name, phone, email } = customers;
  return db
    .select({ externalId, name, phone, email })
    .from(customers)
    .where(inArray(customers.id, [...customerIds]));
}
