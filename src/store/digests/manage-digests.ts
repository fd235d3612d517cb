import { and, eq, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import {
  type ChannelName,
  channelNames,
  type DigestKind,
  deliveryStates,
  digestKinds,
} from '../kinds.ts';
import { digests } from '../schema.ts';
import { type Database, queryRows } from '../store.ts';
import { type DigestFilters, digestFilters } from './digest-filters.ts';

/** A subscription as its owner sees it. Times are ISO 8601. */
export type ListedDigest = z.infer<typeof listed>;

const moment = z.string().transform((text) => new Date(text).toISOString());

const listed = z.object({
  id: z.number(),
  kind: z.enum(digestKinds),
  channel: z.enum(channelNames),
  address: z.string(),
  cron: z.string(),
  timezone: z.string(),
  filters: digestFilters,
  locale: z.string(),
  paused: z.boolean(),
  /** why it was paused by itself, as the platform says it */
  pausedBecause: z.string().nullable(),
  ownerName: z.string(),
  last: z
    .object({
      slot: moment,
      state: z.enum(deliveryStates),
      sentAt: moment.nullable(),
    })
    .nullable(),
});

/** Adds a subscription and returns its id. The same one added twice is one. */
export async function addDigest(
  db: Database,
  digest: {
    ownerId: number;
    kind: DigestKind;
    channel: ChannelName;
    address: string;
    cron: string;
    timezone: string;
    filters?: DigestFilters;
    locale: string;
    createdAt: Date;
  },
): Promise<number> {
  const [same] = await db
    .select({ id: digests.id })
    .from(digests)
    .where(
      and(
        eq(digests.ownerId, digest.ownerId),
        eq(digests.kind, digest.kind),
        eq(digests.channel, digest.channel),
        eq(digests.address, digest.address),
        eq(digests.cron, digest.cron),
        eq(digests.timezone, digest.timezone),
        sql`${digests.filters} = ${JSON.stringify(digest.filters ?? {})}::jsonb`,
        isNull(digests.removedAt),
      ),
    );
  if (same !== undefined) return same.id;
  const [row] = await db
    .insert(digests)
    .values({ ...digest, dueSince: digest.createdAt })
    .returning({ id: digests.id });
  if (row === undefined) throw new Error('The digest was not saved.');
  return row.id;
}

/** The subscriptions of one person, or of everybody, with each one's last delivery. */
export async function listDigests(db: Database, ownerId?: number): Promise<ListedDigest[]> {
  const whose = ownerId === undefined ? sql`true` : sql`d.owner_id = ${ownerId}`;
  return queryRows(
    db,
    listed,
    sql`select d.id, d.kind, d.channel, d.address, d.cron, d.timezone, d.filters, d.locale, d.paused,
          d.paused_because as "pausedBecause",
          m.name as "ownerName",
          (select jsonb_build_object('slot', v.slot, 'state', v.state, 'sentAt', v.sent_at)
             from deliveries v where v.digest_id = d.id order by v.slot desc limit 1) as last
        from digests d join managers m on m.id = d.owner_id
        where d.removed_at is null and ${whose}
        order by d.id`,
  );
}

/**
 * Pauses or resumes a person's own subscription; false: they have none of that id.
 * @param at what was due while it was paused is not sent when it is resumed
 */
export async function setDigestPaused(
  db: Database,
  ownerId: number,
  id: number,
  paused: boolean,
  at: Date,
): Promise<boolean> {
  const changed = await db
    .update(digests)
    .set(paused ? { paused } : { paused, pausedBecause: null, dueSince: at })
    .where(and(eq(digests.id, id), eq(digests.ownerId, ownerId), isNull(digests.removedAt)))
    .returning({ id: digests.id });
  return changed.length > 0;
}

/** Removes a person's own subscription; false: they have none of that id. */
export async function removeDigest(
  db: Database,
  ownerId: number,
  id: number,
  at: Date,
): Promise<boolean> {
  const changed = await db
    .update(digests)
    .set({ removedAt: at })
    .where(and(eq(digests.id, id), eq(digests.ownerId, ownerId), isNull(digests.removedAt)))
    .returning({ id: digests.id });
  return changed.length > 0;
}

/** A digest as it is to be made: whose, where it goes, and what it is held to. */
export type FoundDigest = {
  id: number;
  ownerId: number;
  kind: DigestKind;
  channel: ChannelName;
  address: string;
  locale: string;
  timezone: string;
  filters: DigestFilters;
  whenNothing: 'skip' | 'line';
};

/** A digest by its id, removed or not; undefined: there never was one. */
export async function findDigest(db: Database, id: number): Promise<FoundDigest | undefined> {
  const [found] = await db
    .select({
      id: digests.id,
      ownerId: digests.ownerId,
      kind: digests.kind,
      channel: digests.channel,
      address: digests.address,
      locale: digests.locale,
      timezone: digests.timezone,
      filters: digests.filters,
      whenNothing: digests.whenNothing,
    })
    .from(digests)
    .where(eq(digests.id, id));
  return found;
}

/**
 * Pauses a subscription that cannot go on, whoever owns it.
 * @param because what the platform says (no customer data)
 */
export async function pauseByItself(db: Database, id: number, because: string): Promise<void> {
  await db
    .update(digests)
    .set({ paused: true, pausedBecause: because })
    .where(and(eq(digests.id, id), eq(digests.paused, false)));
}
