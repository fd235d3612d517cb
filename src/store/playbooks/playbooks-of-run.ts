import { eq } from 'drizzle-orm';
import { playbooks } from '../schema.ts';
import type { Database } from '../store.ts';

/** What the playbooks are called that a run went by, by locale, in the order of their ids. */
export async function playbooksOfRun(
  db: Database,
  runId: number,
): Promise<Record<string, string>[]> {
  const found = await db
    .select({ words: playbooks.words })
    .from(playbooks)
    .where(eq(playbooks.runId, runId))
    .orderBy(playbooks.id);
  return found.map(({ words }) => words.name);
}
