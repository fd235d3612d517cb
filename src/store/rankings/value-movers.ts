import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { present } from '../measures.ts';
import { customers } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import { type Database, queryRows } from '../store.ts';
import { type ListFilters, withFilters } from './list-filters.ts';

const mover = z.object({
  /** in the store */
  id: z.number(),
  externalId: z.string(),
  name: z.string().nullable(),
  /** what they are worth if they stay, in the bank's currency; null in a run in which they are no customer, or held out by the filters */
  before: z.number().nullable(),
  after: z.number().nullable(),
});

/** A customer whose value moved from one run to another. */
export type ValueMover = z.infer<typeof mover>;

const sums = z.object({
  gained: z.number(),
  gainers: z.number(),
  lost: z.number(),
  losers: z.number(),
});

/** What a book gained and lost with whom, both as sums above zero in the bank's currency. */
export type ValueGainedAndLost = z.infer<typeof sums>;

/** A change that is below half of what money is rounded to is none. */
const least = 0.5;

/**
 * Whose value if they stay moved from an earlier run to a later one, of the scope and the filters in either: by how much
 * value was gained and lost in all, which makes the difference of the two books, and the `limit` largest moves, either way.
 */
export async function valueMovers(
  db: Database,
  scope: Scope,
  { now, earlier, filters }: { now: number; earlier: number; filters: ListFilters },
  limit: number,
): Promise<ValueGainedAndLost & { movers: ValueMover[] }> {
  const worthIn = (run: number): SQL => sql`
    select v.customer_id as id, coalesce(v.value_if_stays, v.clv) as worth
    from customer_values v join ${customers} on ${customers.id} = v.customer_id
    where v.run_id = ${run} and ${inScope(scope)} and ${withFilters(filters)} and ${present}`;
  const moved = sql`(select coalesce(n.id, t.id) as id, t.worth as before, n.worth as after,
      coalesce(n.worth, 0) - coalesce(t.worth, 0) as change
    from (${worthIn(now)}) n full join (${worthIn(earlier)}) t on t.id = n.id) moved`;
  const [all] = await queryRows(
    db,
    sums,
    sql`select coalesce(sum(change) filter (where change > 0), 0) as gained,
          (count(*) filter (where change >= ${least}))::int as gainers,
          coalesce(-sum(change) filter (where change < 0), 0) as lost,
          (count(*) filter (where change <= ${-least}))::int as losers
        from ${moved}`,
  );
  if (all === undefined) throw new Error('A sum over customers gave no row.');
  const movers = await queryRows(
    db,
    mover,
    sql`select moved.id, ${customers.externalId} as "externalId", ${customers.name} as name, before, after
        from ${moved} join ${customers} on ${customers.id} = moved.id
        where abs(change) >= ${least}
        order by abs(change) desc, moved.id
        limit ${limit}`,
  );
  return { ...all, movers };
}
