import { and, eq, isNull, lt, or, sql } from 'drizzle-orm';
import { chartLinks, managers } from '../schema.ts';
import type { Database } from '../store.ts';

/**
 * Keeps a chart's specification under an id until a moment, and forgets those whose moment has passed.
 * @param link.managerId whose answer it is part of; null: one that shows no customer, and nobody's
 */
export async function saveChartLink(
  db: Database,
  link: { id: string; spec: unknown; managerId: number | null; expiresAt: Date },
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
 * The specification kept under an id; undefined where there is none, or where the person whose answer it is part of is not
 * active any more, or has another role or branch than when they were answered.
 */
export async function findChartSpec(db: Database, id: string): Promise<unknown> {
  const [found] = await db
    .select({ spec: chartLinks.spec })
    .from(chartLinks)
    .leftJoin(managers, eq(managers.id, chartLinks.managerId))
    .where(
      and(
        eq(chartLinks.id, id),
        or(
          isNull(chartLinks.managerId),
          and(
            eq(managers.active, true),
            eq(managers.role, chartLinks.role),
            sql`${managers.branchId} is not distinct from ${chartLinks.branchId}`,
          ),
        ),
      ),
    );
  return found?.spec;
}
