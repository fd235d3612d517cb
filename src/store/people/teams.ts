import { and, asc, eq, inArray } from 'drizzle-orm';
import { managers } from '../schema.ts';
import type { Database } from '../store.ts';

/** A manager of a team: one whose customers its lead sees. */
export type TeamMember = { managerId: number; name: string; email: string | null };

/** Who is in the team of somebody (a bank's id), active or not, by name; whether they lead it is a matter of their role. */
export function teamOf(db: Database, lead: string): Promise<TeamMember[]> {
  return db
    .select({ managerId: managers.id, name: managers.name, email: managers.email })
    .from(managers)
    .where(eq(managers.lead, lead))
    .orderBy(asc(managers.name), asc(managers.id));
}

/** Puts people (ids of the store) into the team of a lead (a bank's id), out of the one in which they were. */
export async function addToTeam(
  db: Database,
  lead: string,
  managerIds: readonly number[],
): Promise<void> {
  await db
    .update(managers)
    .set({ lead })
    .where(inArray(managers.id, [...managerIds]));
}

/** Takes people (ids of the store) out of the team of a lead (a bank's id). Gives who was in it. */
export async function removeFromTeam(
  db: Database,
  lead: string,
  managerIds: readonly number[],
): Promise<number[]> {
  const removed = await db
    .update(managers)
    .set({ lead: null })
    .where(and(eq(managers.lead, lead), inArray(managers.id, [...managerIds])))
    .returning({ id: managers.id });
  return removed.map(({ id }) => id);
}
