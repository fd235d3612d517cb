import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { digestWindow, stands } from '../deliveries/deliveries.ts';
import { channelNames, deliveryStates, digestKinds } from '../kinds.ts';
import { type Database, queryRows } from '../store.ts';
import { type StoreTime, storeTime } from '../store-time.ts';

/** A delivery as an operator sees it: that it is and how it goes, not what it says or to whom. */
export type OperatedDelivery = z.infer<typeof listed>;

/** A code alone, one in brackets, or one that ends a sentence. */
const codes = [
  /^[a-z][a-z_]{0,63}$/,
  /\b(?:SQLSTATE [0-9A-Z]{5}|HTTP \d{3})\b/,
  /(?<=\()(?:[a-z][a-z_]{0,63}|\d{3})(?=\))/,
  /(?<=: )[a-z]+_[a-z_]{1,63}(?=\.$)/,
];

/** What of the reason of a delivery an operator is shown: its code, `other` where it has none. */
function codeOf(reason: string): string {
  for (const pattern of codes) {
    const [code] = pattern.exec(reason) ?? [];
    if (code !== undefined) return code;
  }
  return 'other';
}

const listed = z.object({
  id: z.number(),
  /** null: a notice */
  kind: z.enum(digestKinds).nullable(),
  channel: z.enum(channelNames),
  slot: z.coerce.date(),
  state: z.enum(deliveryStates),
  attempts: z.number(),
  tryAt: z.coerce.date(),
  /** the code of what went wrong, `other` where it has none; never a platform's text, which may repeat what was sent */
  error: z.string().transform(codeOf).nullable(),
  retriable: z.boolean(),
});

/** It waits for its next attempt, or was given up and can be made anew in time; its digest is neither paused nor removed. */
const retriable = (at: StoreTime) =>
  sql`(${stands(sql`d`)} and (d.state = 'due' or (d.state = 'failed' and d.digest_id is not null and d.slot > ${at} - make_interval(mins => ${digestWindow}))))`;

/** What of the last day's deliveries waits, failed or was missed, the newest first. */
export function listTroubledDeliveries(
  db: Database,
  limit: number,
  at: StoreTime = storeTime,
): Promise<OperatedDelivery[]> {
  return queryRows(
    db,
    listed,
    sql`select d.id, g.kind, d.channel, d.slot, d.state, d.attempts, d.try_at as "tryAt", d.error,
          ${retriable(at)} as retriable
        from deliveries d left join digests g on g.id = d.digest_id
        where d.state in ('due', 'sending', 'failed', 'late') and d.slot > ${at} - interval '1 day'
        order by d.slot desc, d.id desc limit ${limit}`,
  );
}

/** Has a delivery tried again at once; false where it cannot be, as where it arrived meanwhile or its time is over. */
export async function retryDelivery(
  db: Database,
  id: number,
  at: StoreTime = storeTime,
): Promise<boolean> {
  const changed = await queryRows(
    db,
    z.object({ id: z.number() }),
    sql`update deliveries d set state = 'due', try_at = ${at}
        where d.id = ${id} and ${retriable(at)} returning d.id`,
  );
  return changed.length > 0;
}
