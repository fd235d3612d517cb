import { and, desc, eq } from 'drizzle-orm';
import type { ModelKind } from '../kinds.ts';
import { models } from '../schema.ts';
import type { Database } from '../store.ts';

/** A stored model. `body` and `card` are as they were written. */
export type StoredModel = typeof models.$inferSelect;

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
