import { sql } from 'drizzle-orm';
import type { ChannelName, Role } from '../kinds.ts';
import { branches, identities, managers } from '../schema.ts';
import type { Database } from '../store.ts';

/**
 * Links a platform's person to a person of the bank; linked anew, the newer link holds.
 * @param link.email the address by which the platform vouches for them; without one, they are linked by hand
 */
export async function linkIdentity(
  db: Database,
  link: {
    channel: ChannelName;
    externalId: string;
    managerId: number;
    linkedAt: Date;
    email?: string | null;
  },
): Promise<void> {
  const { managerId, linkedAt, email = null } = link;
  // By hand, the platform is asked at the first question.
  const checkedAt = email === null ? null : linkedAt;
  const held = { managerId, linkedAt, email, checkedAt, endedAt: null };
  await db
    .insert(identities)
    .values({ ...link, ...held })
    .onConflictDoUpdate({ target: [identities.channel, identities.externalId], set: held });
}

/** Adds a person of the bank by e-mail, or changes their name, role and branch. Returns their id. */
export async function savePerson(
  db: Database,
  person: {
    email: string;
    name: string;
    role: Role;
    branchId: number | null;
  },
): Promise<number> {
  const email = person.email.toLowerCase();
  const changed = { name: person.name, role: person.role, branchId: person.branchId, active: true };
  const [row] = await db
    .insert(managers)
    .values({ ...changed, externalId: email, email })
    .onConflictDoUpdate({ target: managers.email, set: changed })
    .returning({ id: managers.id });
  if (row === undefined) throw new Error(`The person ${email} was not saved.`);
  return row.id;
}

/** The branch with a name or an id of the bank's own, whatever its case. */
export async function findBranch(
  db: Database,
  nameOrId: string,
): Promise<{ id: number; name: string } | undefined> {
  const [found] = await db
    .select({ id: branches.id, name: branches.name })
    .from(branches)
    .where(
      sql`lower(${branches.name}) = lower(${nameOrId}) or ${branches.externalId} = ${nameOrId}`,
    )
    .limit(1);
  return found;
}
