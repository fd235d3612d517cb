import { eq, type SQL, sql } from 'drizzle-orm';
import { valuationRuns } from '../schema.ts';
import type { Database } from '../store.ts';

/** A published run. `parameters` is the configuration it valued with. */
export type PublishedRun = { id: number; asOf: string; parameters: Record<string, unknown> };

/**
 * The id of the run that every question reads unless it names another: of the published ones that of the newest as-of date and,
 * of one date, the one made last, whenever each was published. Null before the first.
 */
export const newestRunId: SQL = sql`(select id from valuation_runs where status = 'published'
  order by as_of desc, id desc limit 1)`;

/** The run that questions read, as {@link newestRunId} finds it; undefined before the first. */
export async function newestRun(db: Database): Promise<PublishedRun | undefined> {
  const [run] = await db
    .select({
      id: valuationRuns.id,
      asOf: valuationRuns.asOf,
      parameters: valuationRuns.parameters,
    })
    .from(valuationRuns)
    .where(eq(valuationRuns.id, newestRunId));
  return run;
}

/** When that run was published; undefined before the first. */
export async function newestPublished(db: Database): Promise<Date | undefined> {
  const [run] = await db
    .select({ at: valuationRuns.publishedAt })
    .from(valuationRuns)
    .where(eq(valuationRuns.id, newestRunId));
  return run?.at ?? undefined;
}
