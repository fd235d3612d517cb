import { eq, lt } from 'drizzle-orm';
import { chartLinks } from '../schema.ts';
import type { Database } from '../store.ts';

/** Keeps a chart's specification under an id until a moment, and forgets those whose moment has passed. */
export async function saveChartLink(
  db: Database,
  link: { id: string; spec: unknown; expiresAt: Date },
  now: Date,
): Promise<void> {
  await db.delete(chartLinks).where(lt(chartLinks.expiresAt, now));
  await db.insert(chartLinks).values(link);
}

/** The specification kept under an id; undefined where there is none. */
export async function findChartSpec(db: Database, id: string): Promise<unknown> {
  const [found] = await db
    .select({ spec: chartLinks.spec })
    .from(chartLinks)
    .where(eq(chartLinks.id, id));
  return found?.spec;
}
