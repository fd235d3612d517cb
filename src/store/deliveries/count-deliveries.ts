import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { channelNames, deliveryStates } from '../kinds.ts';
import { type Database, queryRows } from '../store.ts';
import { type StoreTime, storeTime } from '../store-time.ts';

/** How many deliveries of the last so many hours are in a state on a channel. */
export type CountedDeliveries = z.infer<typeof counted>;

const counted = z.object({
  channel: z.enum(channelNames),
  state: z.enum(deliveryStates),
  count: z.number(),
  /** how many seconds the oldest of them has been due */
  oldest: z.coerce.number(),
});

/** How many hours back operators are shown deliveries and imports. */
export const countedHours = 24;

/** Counts deliveries by channel and state. */
export function countDeliveries(
  db: Database,
  hours: number,
  at: StoreTime = storeTime,
): Promise<CountedDeliveries[]> {
  return queryRows(
    db,
    counted,
    sql`select d.channel, d.state, count(*)::int as count, extract(epoch from ${at} - min(d.slot)) as oldest
        from deliveries d where d.slot > ${at} - make_interval(hours => ${hours})
        group by 1, 2 order by 1, 2`,
  );
}
