import { and, eq } from 'drizzle-orm';
import type { ChannelName } from '../kinds.ts';
import { identities } from '../schema.ts';
import type { Database } from '../store.ts';

/** A platform's person as they are linked to a person of the bank (id of the store). */
export type Identity = {
  managerId: number;
  /** the address by which the platform vouched for them, in lower case; null: linked by hand */
  email: string | null;
  /** null: to be asked for before they are answered again */
  checkedAt: Date | null;
  endedAt: Date | null;
};

const ofPerson = (channel: ChannelName, externalId: string) =>
  and(eq(identities.channel, channel), eq(identities.externalId, externalId));

/** How a platform's person is linked, whether that has ended or not. */
export async function findIdentity(
  db: Database,
  channel: ChannelName,
  externalId: string,
): Promise<Identity | undefined> {
  const { managerId, email, checkedAt, endedAt } = identities;
  const [found] = await db
    .select({ managerId, email, checkedAt, endedAt })
    .from(identities)
    .where(ofPerson(channel, externalId));
  return found;
}

/** How a platform calls a person of the bank (id of the store), by every link, whether it has ended or not. */
export async function identitiesOf(
  db: Database,
  channel: ChannelName,
  managerId: number,
): Promise<string[]> {
  const rows = await db
    .select({ externalId: identities.externalId })
    .from(identities)
    .where(and(eq(identities.channel, channel), eq(identities.managerId, managerId)));
  return rows.map(({ externalId }) => externalId);
}

/**
 * Notes what a platform said of somebody: that they are one of the bank's people still, by the address it vouches for, or since
 * when they are not.
 */
export async function noteChecked(
  db: Database,
  channel: ChannelName,
  externalId: string,
  said: { checkedAt: Date | null; endedAt: Date | null; email?: string | undefined },
): Promise<void> {
  await db.update(identities).set(said).where(ofPerson(channel, externalId));
}

/** Has the platform asked again before somebody is answered. */
export async function doubtIdentity(
  db: Database,
  channel: ChannelName,
  externalId: string,
): Promise<void> {
  await db.update(identities).set({ checkedAt: null }).where(ofPerson(channel, externalId));
}

/** Removes the links of a person: all of them, or those of a channel. Gives how many there were. */
export async function unlinkIdentities(
  db: Database,
  managerId: number,
  channel?: ChannelName,
): Promise<number> {
  const gone = await db
    .delete(identities)
    .where(
      and(
        eq(identities.managerId, managerId),
        ...(channel === undefined ? [] : [eq(identities.channel, channel)]),
      ),
    )
    .returning({ externalId: identities.externalId });
  return gone.length;
}
