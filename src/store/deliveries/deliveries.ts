import { inArray, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { DigestState } from '../digests/digest-state.ts';
import { channelNames } from '../kinds.ts';
import { type Database, queryRows } from '../store.ts';
import type { StoreTime } from '../store-time.ts';
import type { Takable, Takers } from './takable.ts';

/** How long, in seconds, nobody else takes up a delivery after its replica last said that it is at work on it. */
export const claimSeconds = 30;

/** A message to one address takes at least so long, in seconds, before the next: Slack's pace for a conversation. */
const addressPace = 1;

/** A delivery that this replica is at work on. */
export type Claimed = z.infer<typeof claimed>;

const claimed = z.object({
  id: z.number(),
  key: z.string(),
  digestId: z.number().nullable(),
  ownerId: z.number().nullable(),
  slot: z.coerce.date(),
  state: z.enum(['due', 'sending']),
  channel: z.enum(channelNames),
  address: z.string(),
  locale: z.string(),
  attempts: z.number(),
  content: z.unknown(),
  error: z.string().nullable(),
  maybeRepeated: z.boolean(),
  runId: z.number().nullable(),
});

const seconds = (count: number): SQL => sql`make_interval(secs => ${count})`;

/** Whether nobody is at work on a delivery that is still to be made. */
const isFree = (each: SQL, at: StoreTime): SQL =>
  sql`(${each}.state in ('due', 'sending') and ${each}.try_at <= ${at}
       and (${each}.claimed_until is null or ${each}.claimed_until <= ${at}))`;

const isHeld = (each: SQL, at: StoreTime): SQL =>
  sql`exists (select 1 from outlet_holds h where h.channel = ${each}.channel and h.until > ${at})`;

/** How late a slot of a digest is still sent, in minutes: missed while no replica ran, or not taken by a platform. */
export const digestWindow = 180;

/** Whether a delivery still stands: a notice does; one of a digest for as long as that is neither paused nor removed. */
export const stands = (each: SQL): SQL =>
  sql`(${each}.digest_id is null or exists (
        select 1 from digests g where g.id = ${each}.digest_id and not g.paused and g.removed_at is null))`;

/**
 * Takes deliveries whose time has come, the oldest first, at most one an address at a time and one a second, and none of a
 * platform that asked to be left alone.
 * @param by the replica
 * @param limit how many at most
 */
export function claimDeliveries(
  db: Database,
  { at, by, limit }: { at: StoreTime; by: string; limit: number },
): Promise<Claimed[]> {
  return queryRows(
    db,
    claimed,
    sql`update deliveries d
          set claimed_by = ${by}, claimed_until = ${at} + ${seconds(claimSeconds)}
        where d.id in (
          select w.id from deliveries w
          where w.id in (
              select distinct on (c.channel, c.address) c.id from deliveries c
              where ${isFree(sql`c`, at)} and not ${isHeld(sql`c`, at)}
                and not exists (
                  select 1 from deliveries o
                  where o.channel = c.channel and o.address = c.address and o.id <> c.id
                    and (o.claimed_until > ${at}
                         or o.sent_at between ${at} - ${seconds(addressPace)} and ${at}))
              order by c.channel, c.address, c.try_at, c.id)
            and ${isFree(sql`w`, at)}
          order by w.try_at, w.id
          limit ${limit}
          for update skip locked)
        returning d.id, d.key, d.digest_id as "digestId", d.owner_id as "ownerId", d.slot, d.state,
          d.channel, d.address, d.locale, d.attempts, d.content, d.error, d.maybe_repeated as "maybeRepeated", d.run_id as "runId"`,
  );
}

/** Says that a replica is still at work on what it claimed. */
export async function keepClaims(
  db: Database,
  { at, by, ids }: { at: StoreTime; by: string; ids: readonly number[] },
): Promise<void> {
  if (ids.length === 0) return;
  await db.execute(
    sql`update deliveries set claimed_until = ${at} + ${seconds(claimSeconds)}
        where claimed_by = ${by} and claimed_until > ${at}
          and ${inArray(sql`id`, [...ids])}`,
  );
}

/** What a delivery says, as it is fixed when it is first sent, and what the next of its digest compares with. */
export type Made = {
  reply: unknown;
  runId: number;
  told: DigestState;
  /** what of it changes when somebody takes a customer on, who looks after whom as it says, and when the team lead is told */
  team?: { takable: Takable; shown: Takers; leadAt: Date | null } | undefined;
};

/**
 * Notes that a delivery is about to be sent, right before it is: from here on the platform may have it.
 * @param made what it says, where that is not fixed yet
 * @returns false: it is no longer this replica's to send, or does not stand any more, or the platform is to be left alone
 */
export async function beginSending(
  db: Database,
  { id }: Pick<Claimed, 'id'>,
  {
    at,
    by,
    made,
    maybeRepeated,
  }: { at: StoreTime; by: string; made: Made | undefined; maybeRepeated: boolean },
): Promise<boolean> {
  const fixed =
    made === undefined
      ? sql``
      : sql`, content = ${JSON.stringify(made.reply)}::jsonb, run_id = ${made.runId},
              told = ${JSON.stringify(made.told)}::jsonb${forTeam(made.team)}`;
  const begun = await queryRows(
    db,
    z.object({ id: z.number() }),
    sql`update deliveries d
          set state = 'sending', attempts = attempts + 1, maybe_repeated = ${maybeRepeated},
            claimed_until = ${at} + ${seconds(claimSeconds)}${fixed}
        where d.id = ${id} and d.claimed_by = ${by} and d.claimed_until > ${at}
          and d.state in ('due', 'sending') and ${stands(sql`d`)} and not ${isHeld(sql`d`, at)}
        returning d.id`,
  );
  return begun.length > 0;
}

function forTeam(team: Made['team']): SQL {
  if (team === undefined) return sql``;
  const { takable, shown, leadAt } = team;
  return sql`, takable = ${JSON.stringify(takable)}::jsonb, shown_takers = ${JSON.stringify(shown)}::jsonb,
    lead_at = ${leadAt?.toISOString() ?? null}::timestamptz`;
}

/** Has a delivery that was not begun go to another address; false: it is no longer this replica's. */
export async function redirect(
  db: Database,
  { id }: Pick<Claimed, 'id'>,
  { by, channel, address }: { by: string; channel: string; address: string },
): Promise<boolean> {
  const redirected = await queryRows(
    db,
    z.object({ id: z.number() }),
    sql`update deliveries set channel = ${channel}, address = ${address}
        where id = ${id} and claimed_by = ${by} and content is null and state in ('due', 'sending')
        returning id`,
  );
  return redirected.length > 0;
}

/** Whether a delivery still stands: its digest is neither paused nor removed. */
export async function stillStands(db: Database, { id }: Pick<Claimed, 'id'>): Promise<boolean> {
  const found = await queryRows(
    db,
    z.object({ id: z.number() }),
    sql`select d.id from deliveries d where d.id = ${id} and ${stands(sql`d`)}`,
  );
  return found.length > 0;
}

/** Notes that a delivery arrived, and forgets what it said unless that may change. */
export async function noteArrival(
  db: Database,
  { id }: Pick<Claimed, 'id'>,
  {
    at,
    state,
    messageId,
  }: { at: StoreTime; state: 'sent' | 'settled'; messageId: string | undefined },
): Promise<void> {
  await db.execute(
    sql`update deliveries
          set state = ${state}, sent_at = ${at}, message_id = ${messageId ?? null},
            content = case when takable is null then null else content end, error = null, claimed_by = null, claimed_until = null
        where id = ${id} and state = 'sending'`,
  );
}

/**
 * Leaves a delivery to a later attempt, by whichever replica.
 * @param state due: the platform does not have it; sending: it may; undefined: as it was
 * @param after seconds from now
 * @param by whoever claimed it; if another replica has it meanwhile, nothing changes
 */
export async function leaveForLater(
  db: Database,
  { id }: Pick<Claimed, 'id'>,
  {
    at,
    by,
    state,
    after,
    error,
    tried,
  }: {
    at: StoreTime;
    by: string;
    state?: 'due' | 'sending';
    after: number;
    error: string | null;
    /** counts an attempt that did not come to be sent */
    tried: boolean;
  },
): Promise<void> {
  await db.execute(
    sql`update deliveries
          set try_at = ${at} + ${seconds(after)}, error = ${error}, claimed_by = null, claimed_until = null,
            attempts = attempts + ${tried ? 1 : 0}${state === undefined ? sql`` : sql`, state = ${state}`}
        where id = ${id} and claimed_by = ${by} and state in ('due', 'sending')`,
  );
}

/** Ends a delivery that did not arrive, with the reason (no customer data). */
export async function endDelivery(
  db: Database,
  { id }: Pick<Claimed, 'id'>,
  { by, state, error }: { by: string; state: 'failed' | 'skipped' | 'late'; error: string | null },
): Promise<boolean> {
  const ended = await queryRows(
    db,
    z.object({ id: z.number() }),
    sql`update deliveries
          set state = ${state}, error = ${error}, content = null, claimed_by = null, claimed_until = null
        where id = ${id} and claimed_by = ${by} and state in ('due', 'sending')
        returning id`,
  );
  return ended.length > 0;
}

/** Notes that a platform is to be left alone for a while, by every replica. */
export async function holdOutlet(
  db: Database,
  channel: string,
  { at, after }: { at: StoreTime; after: number },
): Promise<void> {
  await db.execute(
    sql`insert into outlet_holds (channel, until) values (${channel}, ${at} + ${seconds(after)})
        on conflict (channel) do update set until = greatest(outlet_holds.until, excluded.until)`,
  );
}

/** How many seconds a platform is still to be left alone; 0: it is not. */
export async function heldFor(db: Database, channel: string, at: StoreTime): Promise<number> {
  const [row] = await queryRows(
    db,
    z.object({ left: z.coerce.number() }),
    sql`select extract(epoch from h.until - ${at}) as left from outlet_holds h where h.channel = ${channel}`,
  );
  return Math.max(0, row?.left ?? 0);
}
