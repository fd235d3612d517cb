import { eq, sql } from 'drizzle-orm';
import { branches, customers, managers, segments } from '../schema.ts';
import { mainCut } from '../segments/cut.ts';
import type { Database } from '../store.ts';

/** What a list may be held to by name: branches, segments of a run, people of the bank. Ids of the store. */
export async function filterChoices(db: Database, runId: number) {
  return {
    branches: (
      await db
        .select({
          id: branches.id,
          name: branches.name,
          externalId: branches.externalId,
          attributes: branches.attributes,
        })
        .from(branches)
        .orderBy(branches.name)
    ).map(({ attributes, ...branch }) => ({
      ...branch,
      nameZh: typeof attributes.nameZh === 'string' ? attributes.nameZh : null,
    })),
    segments: await db
      .select({
        cut: segments.cut,
        id: segments.id,
        nameEn: segments.nameEn,
        nameZh: segments.nameZh,
      })
      .from(segments)
      .where(eq(segments.runId, runId))
      .orderBy(sql`${segments.cut} <> ${mainCut}`, segments.cut, segments.id),
    managers: await db
      .select({ id: managers.id, name: managers.name, email: managers.email })
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
