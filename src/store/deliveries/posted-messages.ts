import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { channelNames } from '../kinds.ts';
import { customers } from '../schema.ts';
import { withinReach } from '../scope.ts';
import { type Database, queryRows } from '../store.ts';
import type { StoreTime } from '../store-time.ts';
import { claimSeconds } from './deliveries.ts';
import { takable, takers } from './takable.ts';

/** For so many days a message that arrived says who takes on whom; after that it stays as it is. */
const daysKept = 3;

/** A message that arrived and does not say who looks after whom now. */
export type OutdatedMessage = z.infer<typeof outdated>;

const outdated = z.object({
  id: z.number(),
  key: z.string(),
  channel: z.enum(channelNames),
  address: z.string(),
  locale: z.string(),
  timezone: z.string(),
  messageId: z.string(),
  content: z.unknown(),
  takable,
  takers,
});

/**
 * Takes messages that do not say who looks after whom now: one replica is at work on a message at a time, so that the last
 * that is shown is what is so.
 */
export function claimOutdated(
  db: Database,
  { at, by, limit }: { at: StoreTime; by: string; limit: number },
): Promise<OutdatedMessage[]> {
  return queryRows(
    db,
    outdated,
    sql`with outdated as (
          select d.id, now_taken.takers
          from deliveries d
          cross join lateral (
            select coalesce(jsonb_object_agg(
                f.customer_id::text, jsonb_build_object('owner', m.name, 'dueOn', f.due_on::text)), '{}') as takers
            from follow_ups f
            join managers m on m.id = f.owner_id
            join ${customers} on ${customers.id} = f.customer_id
            where f.kind = 'claim' and f.done_at is null and ${withinReach}
              and f.customer_id in (
                select (named ->> 'id')::int from jsonb_array_elements(d.takable -> 'customers') named)
          ) now_taken
          where d.takable is not null and d.content is not null and d.state in ('sent', 'settled')
            and d.message_id is not null and d.digest_id is not null
            and d.sent_at > ${at} - make_interval(days => ${daysKept})
            and d.try_at <= ${at} and (d.claimed_until is null or d.claimed_until <= ${at})
            and now_taken.takers <> d.shown_takers
          order by d.id
          limit ${limit}
          for update of d skip locked)
        update deliveries d
          set claimed_by = ${by}, claimed_until = ${at} + make_interval(secs => ${claimSeconds})
        from outdated, digests g
        where d.id = outdated.id and g.id = d.digest_id
        returning d.id, d.key, d.channel, d.address, d.locale, g.timezone, d.message_id as "messageId", d.content,
          d.takable, outdated.takers`,
  );
}

/** Notes that a message says who looks after whom. */
export async function noteShown(
  db: Database,
  { id, takers }: Pick<OutdatedMessage, 'id' | 'takers'>,
  by: string,
): Promise<void> {
  await db.execute(
    sql`update deliveries
          set shown_takers = ${JSON.stringify(takers)}::jsonb, claimed_by = null, claimed_until = null
        where id = ${id} and claimed_by = ${by}`,
  );
}

/** Leaves a message for so many seconds. */
export async function showLater(
  db: Database,
  { id }: Pick<OutdatedMessage, 'id'>,
  { at, by, after }: { at: StoreTime; by: string; after: number },
): Promise<void> {
  await db.execute(
    sql`update deliveries
          set try_at = ${at} + make_interval(secs => ${after}), claimed_by = null, claimed_until = null
        where id = ${id} and claimed_by = ${by}`,
  );
}

/** Forgets what a message says that cannot be changed any more. */
export async function leaveAsItIs(
  db: Database,
  { id }: Pick<OutdatedMessage, 'id'>,
  by: string,
): Promise<void> {
  await db.execute(
    sql`update deliveries set content = null, claimed_by = null, claimed_until = null
        where id = ${id} and claimed_by = ${by}`,
  );
}

/** Forgets what messages said that are older than they change. */
export async function forgetPosted(db: Database, at: StoreTime): Promise<void> {
  await db.execute(
    sql`update deliveries set content = null
        where takable is not null and content is not null and state in ('sent', 'settled')
          and sent_at <= ${at} - make_interval(days => ${daysKept})`,
  );
}
