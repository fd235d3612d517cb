import { desc, eq } from 'drizzle-orm';
import { valuationRuns } from '../schema.ts';
import type { Database } from '../store.ts';

/** A published run. `parameters` is the configuration it valued with. */
export type PublishedRun = { id: number; asOf: string; parameters: Record<string, unknown> };

/** The published run with the newest as-of date; undefined before the first. */
export async function newestRun(db: Database): Promise<PublishedRun | undefined> {
  const [run] = await db
    .select({
      id: valuationRuns.id,
      asOf: valuationRuns.asOf,
      parameters: valuationRuns.parameters,
    })
    .from(valuationRuns)
    .where(eq(valuationRuns.status, 'published'))
    .orderBy(desc(valuationRuns.asOf), desc(valuationRuns.id))
    .limit(1);
  return run;
}

/** When the newest run was published; undefined before the first. */
export async function newestPublished(db: Database): Promise<Date | undefined> {
  const [run] = await db
    .select({ at: valuationRuns.publishedAt })
    .from(valuationRuns)
    .where(eq(valuationRuns.status, 'published'))
    .orderBy(desc(valuationRuns.asOf), desc(valuationRuns.id))
    .limit(1);
  return run?.at ?? undefined;
}
