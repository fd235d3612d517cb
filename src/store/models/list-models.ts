import { desc } from 'drizzle-orm';
import type { ModelKind } from '../kinds.ts';
import { models } from '../schema.ts';
import type { Database } from '../store.ts';

/** A model without its body, which may be large. */
export type ListedModel = {
  id: number;
  kind: ModelKind;
  method: string;
  trainedAt: Date;
  asOf: string;
  champion: boolean;
  card: Record<string, unknown>;
};

/** Every model, the newest first. */
export function listModels(db: Database): Promise<ListedModel[]> {
  return db
    .select({
      id: models.id,
      kind: models.kind,
      method: models.method,
      trainedAt: models.trainedAt,
      asOf: models.asOf,
      champion: models.champion,
      card: models.card,
    })
    .from(models)
    .orderBy(desc(models.id));
}
