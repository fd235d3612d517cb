import { and, desc, eq, isNotNull, lte, sql } from 'drizzle-orm';
import type { ModelKind } from '../kinds.ts';
import { models, valuationRuns } from '../schema.ts';
import type { Database } from '../store.ts';

/** A stored model. `body` and `card` are as they were written. */
export type StoredModel = typeof models.$inferSelect;

/** The champions, one a kind, without what they learnt; in the order of the kinds' names. */
export function champions(
  db: Database,
): Promise<Pick<StoredModel, 'kind' | 'method' | 'trainedAt' | 'asOf' | 'card'>[]> {
  return db
    .selectDistinctOn([models.kind], {
      kind: models.kind,
      method: models.method,
      trainedAt: models.trainedAt,
      asOf: models.asOf,
      card: models.card,
    })
    .from(models)
    .where(eq(models.champion, true))
    .orderBy(models.kind, desc(models.id));
}

/** The models that a run valued with, as {@link champions} gives those in use. */
export function modelsOf(
  db: Database,
  runId: number,
): Promise<Pick<StoredModel, 'kind' | 'method' | 'trainedAt' | 'asOf' | 'card'>[]> {
  return db
    .select({
      kind: models.kind,
      method: models.method,
      trainedAt: models.trainedAt,
      asOf: models.asOf,
      card: models.card,
    })
    .from(valuationRuns)
    .innerJoin(models, eq(models.id, sql`(${valuationRuns.models} ->> ${models.kind})::integer`))
    .where(eq(valuationRuns.id, runId))
    .orderBy(models.kind);
}

/** The card of the champion of a kind, without the model itself; undefined where none was trained yet. */
export async function championCard(
  db: Database,
  kind: ModelKind,
): Promise<Record<string, unknown> | undefined> {
  const [found] = await db
    .select({ card: models.card })
    .from(models)
    .where(and(eq(models.kind, kind), eq(models.champion, true)))
    .orderBy(desc(models.id))
    .limit(1);
  return found?.card;
}

/** The champion of a kind; undefined where none was trained yet. */
export async function champion(db: Database, kind: ModelKind): Promise<StoredModel | undefined> {
  const [found] = await db
    .select()
    .from(models)
    .where(and(eq(models.kind, kind), eq(models.champion, true)))
    .orderBy(desc(models.id))
    .limit(1);
  return found;
}

/**
 * The model of a kind that a run as of a day carries on from, and the run that valued with it: of the published runs up to
 * that day the newest by as-of date whose model is still kept. A run of a later day is none of its past, whenever it was
 * computed. Undefined where there is none.
 *
 * @param asOf YYYY-MM-DD
 */
export async function modelBefore(
  db: Database,
  kind: ModelKind,
  asOf: string,
): Promise<{ model: StoredModel; runId: number } | undefined> {
  const [found] = await db
    .select({ model: models, runId: valuationRuns.id })
    .from(valuationRuns)
    .innerJoin(models, eq(models.id, sql`(${valuationRuns.models} ->> ${kind})::integer`))
    .where(
      and(
        eq(valuationRuns.status, 'published'),
        lte(valuationRuns.asOf, asOf),
        isNotNull(models.body),
      ),
    )
    .orderBy(desc(valuationRuns.asOf), desc(valuationRuns.id))
    .limit(1);
  return found;
}
