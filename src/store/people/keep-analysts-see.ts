import { sql } from 'drizzle-orm';
import type { AnalystsSee } from '../kinds.ts';
import { accessRules } from '../schema.ts';
import type { Database } from '../store.ts';

/** Keeps what analysts see, as the configuration has it: statements of the store go by it. What is usual is kept by no row. */
export async function keepAnalystsSee(db: Database, analysts: AnalystsSee): Promise<void> {
  if (analysts === 'customers') {
    await db.delete(accessRules);
    return;
  }
  await db
    .insert(accessRules)
    .values({ analysts })
    .onConflictDoUpdate({
      target: accessRules.id,
      set: { analysts },
      setWhere: sql`${accessRules.analysts} <> ${analysts}`,
    });
}
