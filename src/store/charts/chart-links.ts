import { eq, lt, sql } from 'drizzle-orm';
import { chartLinks, managers } from '../schema.ts';
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
          .select({ role: managers.role, branchId: managers.branchId })
          .from(managers)
          .where(eq(managers.id, managerId));
  await db.insert(chartLinks).values({ ...link, ...rights });
}

/**
 * A chart as it is kept; ended: the person whose answer it is part of is not active any more, or has another role or branch than
 * when they were answered.
 */
export type ChartLink = {
  spec: unknown;
  managerId: number | null;
  message: string | null;
  ended: boolean;
};

/** The chart kept under an id; undefined where there is none. */
export async function findChartLink(db: Database, id: string): Promise<ChartLink | undefined> {
  const { spec, managerId, message } = chartLinks;
  const [found] = await db
    .select({
      spec,
      managerId,
      message,
      ended: sql<boolean>`${managerId} is not null and not coalesce(${managers.active}
        and ${managers.role} = ${chartLinks.role}
        and ${managers.branchId} is not distinct from ${chartLinks.branchId}, false)`,
    })
    .from(chartLinks)
    .leftJoin(managers, eq(managers.id, managerId))
    .where(eq(chartLinks.id, id));
  return found;
}
