import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { scheduleRule } from '../digests/schedule-rule.ts';
import { type Database, queryRows } from '../store.ts';

/** A digest that is to be sent when its schedule says so, and the newest of its slots that was seen to. */
export type ScheduledDigest = z.infer<typeof scheduled>;

const scheduled = z.object({
  id: z.number(),
  ownerId: z.number(),
  cron: z.string(),
  timezone: z.string(),
  rule: scheduleRule,
  dueSince: z.coerce.date(),
  lastSlot: z.coerce.date().nullable(),
});

/** Every digest that is neither paused nor removed. */
export function scheduledDigests(db: Database): Promise<ScheduledDigest[]> {
  return queryRows(
    db,
    scheduled,
    sql`select g.id, g.owner_id as "ownerId", g.cron, g.timezone, g.rule, g.due_since as "dueSince",
          (select max(d.slot) from deliveries d where d.digest_id = g.id) as "lastSlot"
        from digests g where not g.paused and g.removed_at is null order by g.id`,
  );
}

/** What is asked of the platform to find a delivery of a digest again. */
export const digestKey = (digestId: number, slot: Date): string =>
  `digest:${digestId}:${slot.toISOString()}`;

/**
 * Makes a slot of each digest a delivery to where the digest goes, once, however many replicas see that it is due.
 * @param state late: it was missed, and is not sent any more
 * @returns the digests whose slot was not seen to before
 */
export async function addSlots(
  db: Database,
  slots: readonly { digestId: number; slot: Date }[],
  state: 'due' | 'late',
): Promise<number[]> {
  if (slots.length === 0) return [];
  const rows = slots.map(
    ({ digestId, slot }) =>
      sql`(${digestId}::int, ${slot.toISOString()}::timestamptz, ${digestKey(digestId, slot)}::text)`,
  );
  const added = await queryRows(
    db,
    z.object({ digestId: z.number() }),
    sql`insert into deliveries (key, digest_id, owner_id, slot, state, channel, address, locale, try_at)
        select s.key, g.id, g.owner_id, s.slot, ${state}, g.channel, g.address, g.locale, s.slot
        from (values ${sql.join(rows, sql`, `)}) as s (digest_id, slot, key)
        join digests g on g.id = s.digest_id
        on conflict do nothing
        returning digest_id as "digestId"`,
  );
  return added.map(({ digestId }) => digestId);
}
