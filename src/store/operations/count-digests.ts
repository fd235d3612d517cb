import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { channelNames } from '../kinds.ts';
import { type Database, queryRows } from '../store.ts';

/** How many digests of a channel are sent (active), paused by somebody, or stopped because they cannot be sent. */
export type CountedDigests = z.infer<typeof counted>;

const counted = z.object({
  channel: z.enum(channelNames),
  state: z.enum(['active', 'paused', 'stopped']),
  count: z.number(),
});

/** Counts the digests by channel and state. */
export function countDigests(db: Database): Promise<CountedDigests[]> {
  return queryRows(
    db,
    counted,
    sql`select channel, case when not paused then 'active' when paused_because is null then 'paused'
            else 'stopped' end as state, count(*)::int as count
        from digests where removed_at is null group by 1, 2 order by 1, 2`,
  );
}
