import { eq, lt, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { booksOf } from '../people/books-of.ts';
import { chartLinks, customers, managers } from '../schema.ts';
import { withinReach } from '../scope.ts';
import type { Database } from '../store.ts';

/**
 * Keeps a chart's specification under an id until a moment, and forgets those whose moment has passed.
 * @param link.managerId whose answer it is part of; null: one that shows no customer, and nobody's
 * @param link.message the key of that answer, or of the delivery
 */
export async function saveChartLink(
  db: Database,
  link: {
    id: string;
    spec: unknown;
    managerId: number | null;
    message: string | null;
    expiresAt: Date;
  },
  now: Date,
): Promise<void> {
  const { managerId } = link;
  await db.delete(chartLinks).where(lt(chartLinks.expiresAt, now));
  const [rights] =
    managerId === null
      ? []
      : await db
          .select({
            role: managers.role,
            branchId: managers.branchId,
            books: sql<
              number[] | null
            >`case when ${managers.role} in ('manager', 'lead') then ${booksOf(sql`${managers.id}`)} end`,
          })
          .from(managers)
          .where(eq(managers.id, managerId));
  await db.insert(chartLinks).values({ ...link, ...rights });
}

/**
 * A chart as it is kept; ended: the person whose answer it is part of is not active any more, has another role or branch than when
 * they were answered, or sees no longer each book that they saw then, or each customer whom the log of access has for its message.
 */
export type ChartLink = {
  spec: unknown;
  managerId: number | null;
  message: string | null;
  ended: boolean;
};

/**
 * Whether a chart shows anybody, by the first entry that its message has in the log of access, whom a person `m` may not see any
 * more: a customer who went to another book, is restricted, or is gone.
 */
const showsOthers: SQL = sql`exists (
  select from (select a.customer_ids from access_log a where a.message = ${chartLinks.message} order by a.id limit 1) entry
  cross join lateral unnest(entry.customer_ids) as of (id)
  where not exists (
    select from ${customers}
    where ${customers.id} = of.id and ${customers.restrictedAt} is null and ${withinReach}))`;

/** The chart kept under an id; undefined where there is none. */
export async function findChartLink(db: Database, id: string): Promise<ChartLink | undefined> {
  const { spec, managerId, message, role, branchId, books } = chartLinks;
  const m = alias(managers, 'm');
  const [found] = await db
    .select({
      spec,
      managerId,
      message,
      ended: sql<boolean>`${managerId} is not null and not coalesce(${m.active}
        and ${m.role} = ${role}
        and ${m.branchId} is not distinct from ${branchId}
        and coalesce(${books} <@ ${booksOf(sql`${m.id}`)}, true)
        and not ${showsOthers}, false)`,
    })
    .from(chartLinks)
    .leftJoin(m, eq(m.id, managerId))
    .where(eq(chartLinks.id, id));
  return found;
}
