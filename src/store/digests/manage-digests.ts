import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import {
  type ChannelName,
  channelNames,
  type DigestKind,
  deliveryStates,
  digestKinds,
  type PauseReason,
  pauseReasons,
  type WhenNothing,
  whenNothings,
} from '../kinds.ts';
import { digests } from '../schema.ts';
import { type Database, queryRows } from '../store.ts';
import { type DigestFilters, digestFilters } from './digest-filters.ts';
import { type DigestSettings, digestSettings } from './digest-settings.ts';
import { type ScheduleRule, scheduleRule } from './schedule-rule.ts';

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
  /** what the schedule says that no cron expression can */
  rule: scheduleRule,
  filters: digestFilters,
  settings: digestSettings,
  whenNothing: z.enum(whenNothings),
  /** its name in the bank's configuration; null: its owner set it up */
  standing: z.string().nullable(),
  locale: z.string(),
  paused: z.boolean(),
  /** why it was paused by itself */
  pausedBecause: z.enum(pauseReasons).nullable(),
  /** of one that is paused: the day, in its time zone, from which it is sent again by itself */
  pausedUntil: z.string().nullable(),
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
    rule?: ScheduleRule;
    filters?: DigestFilters;
    settings?: DigestSettings;
    whenNothing?: WhenNothing;
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
        sql`${digests.rule} = ${JSON.stringify(digest.rule ?? {})}::jsonb`,
        sql`${digests.filters} = ${JSON.stringify(digest.filters ?? {})}::jsonb`,
        sql`${digests.settings} = ${JSON.stringify(digest.settings ?? {})}::jsonb`,
        isNull(digests.standing),
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
    sql`select d.id, d.kind, d.channel, d.address, d.cron, d.timezone, d.rule, d.filters, d.settings,
          d.when_nothing as "whenNothing", d.standing, d.locale, d.paused,
          d.paused_because as "pausedBecause", d.paused_until as "pausedUntil",
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
 * @param until ISO, the day from which one that is paused is sent again by itself; without, it stays paused
 */
export async function setDigestPaused(
  db: Database,
  ownerId: number,
  id: number,
  paused: boolean,
  at: Date,
  until: string | null = null,
): Promise<boolean> {
  const changed = await db
    .update(digests)
    .set(
      paused
        ? { paused, pausedUntil: until }
        : { paused, pausedUntil: null, pausedBecause: null, dueSince: at },
    )
    .where(and(eq(digests.id, id), eq(digests.ownerId, ownerId), isNull(digests.removedAt)))
    .returning({ id: digests.id });
  return changed.length > 0;
}

/** What of a subscription may be changed. */
export type DigestChange = Partial<
  Pick<
    ListedDigest,
    | 'cron'
    | 'timezone'
    | 'rule'
    | 'filters'
    | 'locale'
    | 'channel'
    | 'address'
    | 'settings'
    | 'whenNothing'
  >
>;

/**
 * Changes a person's own subscription; false: they have none of that id.
 * @param at what a changed schedule would have made due before is not sent
 */
export async function changeDigest(
  db: Database,
  ownerId: number,
  id: number,
  change: DigestChange,
  at: Date,
): Promise<boolean> {
  const changed = await db
    .update(digests)
    .set({ ...change, dueSince: at })
    .where(and(eq(digests.id, id), eq(digests.ownerId, ownerId), isNull(digests.removedAt)))
    .returning({ id: digests.id });
  return changed.length > 0;
}

/** The subscriptions that are paused until a day, ISO, in their time zones. */
export async function digestsPausedUntil(
  db: Database,
): Promise<{ id: number; until: string; timezone: string }[]> {
  const paused = await db
    .select({ id: digests.id, until: digests.pausedUntil, timezone: digests.timezone })
    .from(digests)
    .where(and(digests.paused, isNotNull(digests.pausedUntil), isNull(digests.removedAt)));
  return paused.flatMap(({ until, ...digest }) => (until === null ? [] : [{ ...digest, until }]));
}

/**
 * Resumes a subscription whose day has come, unless that was changed since.
 * @param dueSince what was due before is not sent
 */
export async function resumeDigest(
  db: Database,
  { id, until, dueSince }: { id: number; until: string; dueSince: Date },
): Promise<void> {
  await db
    .update(digests)
    .set({ paused: false, pausedUntil: null, pausedBecause: null, dueSince })
    .where(and(eq(digests.id, id), eq(digests.pausedUntil, until)));
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
  settings: DigestSettings;
  whenNothing: WhenNothing;
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
      settings: digests.settings,
      whenNothing: digests.whenNothing,
    })
    .from(digests)
    .where(eq(digests.id, id));
  return found;
}

/** Pauses a subscription that cannot go on, whoever owns it. */
export async function pauseByItself(db: Database, id: number, because: PauseReason): Promise<void> {
  await db
    .update(digests)
    .set({ paused: true, pausedBecause: because })
    .where(and(eq(digests.id, id), eq(digests.paused, false)));
}
