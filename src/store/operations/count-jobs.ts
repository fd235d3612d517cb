import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Database, queryRows } from '../store.ts';
import { type StoreTime, storeTime } from '../store-time.ts';

/** How many jobs of a queue are in a state. */
export type CountedJobs = z.infer<typeof counted>;

const counted = z.object({
  queue: z.string(),
  /** waiting, also for another try; active; failed, within the last day, and not tried again */
  state: z.enum(['waiting', 'active', 'failed']),
  count: z.number(),
  /** how many seconds ago the oldest of them could first have begun */
  oldest: z.coerce.number(),
});

/** Counts the jobs of pg-boss by queue and state; none where no server has begun to work on this store yet. */
export async function countJobs(db: Database, at: StoreTime = storeTime): Promise<CountedJobs[]> {
  const [made] = await queryRows(
    db,
    z.object({ made: z.boolean() }),
    sql`select to_regclass('pgboss.job') is not null as made`,
  );
  if (made?.made !== true) return [];
  return queryRows(
    db,
    counted,
    sql`select name as queue,
          case state when 'active' then 'active' when 'failed' then 'failed' else 'waiting' end as state,
          count(*)::int as count,
          greatest(0, extract(epoch from ${at} - min(start_after))) as oldest
        from pgboss.job
        where not starts_with(name, '__pgboss__') and (state in ('created', 'retry', 'active')
          or (state = 'failed' and completed_on > ${at} - interval '1 day'))
        group by 1, 2 order by 1, 2`,
  );
}
