import { inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import { customers } from '../schema.ts';
import { withinReach } from '../scope.ts';
import { type Database, queryRows } from '../store.ts';

/**
 * Whether each of several people may see each of several customers.
 * @param managerIds ids of the store, as `customerIds`
 */
export async function allMaySee(
  db: Database,
  managerIds: readonly number[],
  customerIds: readonly number[],
): Promise<boolean> {
  if (managerIds.length === 0 || customerIds.length === 0) return true;
  const [row] = await queryRows(
    db,
    z.object({ all: z.boolean() }),
    sql`select not exists (
          select 1 from ${customers}, managers m
          where ${inArray(customers.id, [...customerIds])} and ${inArray(sql`m.id`, [...managerIds])}
            and not ${withinReach}) as "all"`,
  );
  return row?.all ?? false;
}

/** The names of customers that have one, by ids of the store: for whoever hides them. */
export async function namesOf(db: Database, customerIds: readonly number[]): Promise<string[]> {
  if (customerIds.length === 0) return [];
  const rows = await db
    .select({ name: customers.name })
    .from(customers)
    .where(inArray(customers.id, [...customerIds]));
  return rows.flatMap(({ name }) => (name === null ? [] : [name]));
}
