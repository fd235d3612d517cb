import { eq, sql } from 'drizzle-orm';
import { branches, customers, managers, segments } from '../schema.ts';
import { mainSegmentation } from '../segments/segmentation.ts';
import type { Database } from '../store.ts';

/** What a list may be held to by name: branches, segments of a run, people of the bank. Ids of the store. */
export async function filterChoices(db: Database, runId: number) {
  return {
    branches: await db
      .select({
        id: branches.id,
        name: branches.name,
        names: branches.names,
        externalId: branches.externalId,
      })
      .from(branches)
      .orderBy(branches.name),
    segments: await db
      .select({
        segmentation: segments.segmentation,
        id: segments.id,
        names: segments.names,
      })
      .from(segments)
      .where(eq(segments.runId, runId))
      .orderBy(
        sql`${segments.segmentation} <> ${mainSegmentation}`,
        segments.segmentation,
        segments.id,
      ),
    managers: await db
      .select({
        id: managers.id,
        name: managers.name,
        email: managers.email,
        externalId: managers.externalId,
      })
      .from(managers)
      .where(eq(managers.active, true)),
  };
}

/** Whether a person has customers of their own. */
export async function hasBook(db: Database, managerId: number): Promise<boolean> {
  const [one] = await db
    .select({ id: customers.id })
    .from(customers)
    .where(eq(customers.managerId, managerId))
    .limit(1);
  return one !== undefined;
}
