import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { present } from '../measures.ts';
import { type ListFilters, withFilters } from '../rankings/list-filters.ts';
import { bankSearchedFor } from '../row-security/searched-bank.ts';
import { customers } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import { spread } from '../spread.ts';
import { type Database, queryRows } from '../store.ts';
import { segmentIn } from './segmentation.ts';

const typical = z.object({
  id: z.number(),
  externalId: z.string(),
  name: z.string().nullable(),
});

/** A customer who stands for a segment. */
export type TypicalCustomer = z.infer<typeof typical>;

/** Of a larger segment so many are looked at, the same each time. */
const lookedAt = 300;

/**
 * Whose balance, activity, contribution and CLV rank nearest to the middle of the segment, as far as a scope sees it:
 * the least sum of distances of the four percentile ranks to one half, of a sample where it is large. Undefined where it has nobody.
 */
export async function typicalCustomer(
  db: Database,
  scope: Scope,
  runId: number,
  { segment, filters }: { segment: { segmentation: string; id: number }; filters: ListFilters },
): Promise<TypicalCustomer | undefined> {
  const [nearest] = await queryRows(
    bankSearchedFor(db) ?? db,
    z.object({ id: z.number() }),
    sql`with drawn as materialized (
          select ${customers.id} as id, v.balance, v.frequency, v.contribution12m, v.clv
          from ${customers} join customer_values v on v.customer_id = ${customers.id}
          where v.run_id = ${runId} and ${segmentIn(segment.segmentation, 'v')} = ${segment.id} and ${inScope(scope)} and ${withFilters(filters)}
            and ${present}
          order by ${spread(customers.id)} limit ${lookedAt})
        select id from (
          select id,
            abs(percent_rank() over (order by balance) - 0.5)
              + abs(percent_rank() over (order by frequency) - 0.5)
              + abs(percent_rank() over (order by contribution12m) - 0.5)
              + abs(percent_rank() over (order by clv) - 0.5) as distance
          from drawn) ranked
        order by distance, id
        limit 1`,
  );
  if (nearest === undefined) return undefined;
  const [found] = await queryRows(
    db,
    typical,
    sql`select ${customers.id} as id, ${customers.externalId} as "externalId", ${customers.name} as name
        from ${customers} where ${customers.id} = ${nearest.id} and ${inScope(scope)}`,
  );
  return found;
}
