import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type ListFilters, withFilters } from '../rankings/list-filters.ts';
import { lossAtStake } from '../rankings/ranked-customer.ts';
import { customers } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import { type Database, queryRows } from '../store.ts';
import { withSegment } from './segmentation.ts';

const share = z.object({
  /** null: in no segment */
  id: z.number().nullable(),
  /** by locale; null: in no segment */
  names: z.record(z.string(), z.string()).nullable(),
  customers: z.number(),
  /** sum */
  clv: z.number(),
  contribution12m: z.number(),
  balance: z.number(),
  /** mean; null where nobody has one */
  churnProbability: z.number().nullable(),
  atRisk: z.number(),
  valueAtStake: z.number(),
});

/** A segment as far as a scope sees it; money in the bank's currency. */
export type SegmentShare = z.infer<typeof share>;

/** How the customers of a scope, without those who have left, spread over the segments of a run's segmentation, the most valuable first. */
export async function segmentBreakdown(
  db: Database,
  scope: Scope,
  runId: number,
  { segmentation, atRisk, filters }: { segmentation: string; atRisk: number; filters: ListFilters },
): Promise<SegmentShare[]> {
  return queryRows(
    db,
    share,
    sql`select s.id, s.names, count(*)::int as customers,
          sum(v.clv) as clv, sum(v.contribution12m) as "contribution12m", sum(v.balance) as balance,
          avg(v.churn_probability) as "churnProbability",
          (count(*) filter (where v.churn_probability >= ${atRisk}))::int as "atRisk",
          sum(${lossAtStake}) as "valueAtStake"
        from customer_values v
        join valuation_runs r on r.id = v.run_id
        join ${customers} on ${customers.id} = v.customer_id
        ${withSegment(segmentation)}
        left join segments s on s.run_id = v.run_id and s.segmentation = ${segmentation} and s.id = held.segment
        where v.run_id = ${runId} and ${inScope(scope)} and ${withFilters(filters)}
          and (${customers.closedOn} is null or ${customers.closedOn} > r.as_of)
        group by s.id, s.names
        order by s.id is null, sum(v.clv) desc, s.id`,
  );
}
