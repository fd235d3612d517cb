import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { channelNames, deliveryStates, digestKinds, pauseReasons } from '../kinds.ts';
import { digests } from '../schema.ts';
import { type Database, queryRows } from '../store.ts';

/** A digest as an operator sees it: whose and when, not what it is held to. */
export type OperatedDigest = z.infer<typeof listed>;

const listed = z.object({
  id: z.number(),
  ownerId: z.number(),
  owner: z.string(),
  kind: z.enum(digestKinds),
  channel: z.enum(channelNames),
  cron: z.string(),
  timezone: z.string(),
  paused: z.boolean(),
  pausedBecause: z.enum(pauseReasons).nullable(),
  lastSlot: z.coerce.date().nullable(),
  lastState: z.enum(deliveryStates).nullable(),
});

/** The digests that are set up, those that are paused first, at most so many. */
export function listOperatedDigests(db: Database, limit: number): Promise<OperatedDigest[]> {
  return queryRows(
    db,
    listed,
    sql`select d.id, d.owner_id as "ownerId", m.name as owner, d.kind, d.channel, d.cron, d.timezone, d.paused,
          d.paused_because as "pausedBecause", l.slot as "lastSlot", l.state as "lastState"
        from digests d join managers m on m.id = d.owner_id
          left join lateral (select v.slot, v.state from deliveries v where v.digest_id = d.id
            order by v.slot desc limit 1) l on true
        where d.removed_at is null order by d.paused desc, d.id limit ${limit}`,
  );
}

/**
 * Resumes a digest that stopped by itself; false where none of that id did, as where somebody paused it.
 * @param at what was due before is not sent
 */
export async function resumeStopped(db: Database, id: number, at: Date): Promise<boolean> {
  const changed = await db
    .update(digests)
    .set({ paused: false, pausedUntil: null, pausedBecause: null, dueSince: at })
    .where(
      and(
        eq(digests.id, id),
        digests.paused,
        isNotNull(digests.pausedBecause),
        isNull(digests.removedAt),
      ),
    )
    .returning({ id: digests.id });
  return changed.length > 0;
}

/** Whose a digest is; undefined where there is none of that id. */
export async function digestOwner(db: Database, id: number): Promise<number | undefined> {
  const [found] = await queryRows(
    db,
    z.object({ ownerId: z.number() }),
    sql`select owner_id as "ownerId" from digests where id = ${id} and removed_at is null`,
  );
  return found?.ownerId;
}
