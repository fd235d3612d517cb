import { and, desc, eq, isNull, or, sql } from 'drizzle-orm';
import type { ChannelName, Role } from '../kinds.ts';
import { identities, managers } from '../schema.ts';
import type { Database } from '../store.ts';
import { analystsSeeGroups } from './analysts-see.ts';

const person = {
  managerId: managers.id,
  name: managers.name,
  email: managers.email,
  role: managers.role,
  branchId: managers.branchId,
  locale: managers.locale,
  timezone: managers.timezone,
  groupsOnly: sql<boolean>`(${managers.role} = 'analyst' and ${analystsSeeGroups})`,
};

/** A person of the bank as the store knows them. */
export type Person = {
  managerId: number;
  name: string;
  email: string | null;
  role: Role;
  branchId: number | null;
  locale: string | null;
  timezone: string | null;
  /** whether they see figures of groups of customers alone, as the bank has it for analysts */
  groupsOnly: boolean;
};

/** The active person a platform's person is linked to, while the platform has them as one of the bank's people. */
export async function findPersonByIdentity(
  db: Database,
  channel: ChannelName,
  externalId: string,
): Promise<Person | undefined> {
  const [found] = await db
    .select(person)
    .from(identities)
    .innerJoin(managers, eq(managers.id, identities.managerId))
    .where(
      and(
        eq(identities.channel, channel),
        eq(identities.externalId, externalId),
        isNull(identities.endedAt),
        eq(managers.active, true),
      ),
    );
  return found;
}

/** The active person with an e-mail address, whatever its case. */
export async function findPersonByEmail(db: Database, email: string): Promise<Person | undefined> {
  const [found] = await db
    .select(person)
    .from(managers)
    .where(and(eq(managers.email, sql`lower(${email})`), eq(managers.active, true)));
  return found;
}

/** The active person with an id of the bank's. */
export async function findPersonByExternalId(
  db: Database,
  externalId: string,
): Promise<Person | undefined> {
  const [found] = await db
    .select(person)
    .from(managers)
    .where(and(eq(managers.externalId, externalId), eq(managers.active, true)));
  return found;
}

/** A person by an address, or an id of the bank's, whether they are active or not. */
export async function findAnybody(db: Database, who: string): Promise<Person | undefined> {
  const [found] = await db
    .select(person)
    .from(managers)
    .where(or(eq(managers.email, sql`lower(${who})`), eq(managers.externalId, who)))
    .orderBy(desc(managers.active))
    .limit(1);
  return found;
}

/** The active person with an id of the store. */
export async function findPersonById(db: Database, managerId: number): Promise<Person | undefined> {
  const [found] = await db
    .select(person)
    .from(managers)
    .where(and(eq(managers.id, managerId), eq(managers.active, true)));
  return found;
}

/** How a platform calls a person of the bank: as it was linked last; undefined where they are not known there. */
export async function identityOf(
  db: Database,
  managerId: number,
  channel: ChannelName,
): Promise<string | undefined> {
  const [found] = await db
    .select({ externalId: identities.externalId })
    .from(identities)
    .where(
      and(
        eq(identities.channel, channel),
        eq(identities.managerId, managerId),
        isNull(identities.endedAt),
      ),
    )
    .orderBy(desc(identities.linkedAt))
    .limit(1);
  return found?.externalId;
}
