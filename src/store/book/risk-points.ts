import { sql } from 'drizzle-orm';
import { isAtRisk, lossAtStake, present } from '../measures.ts';
import { type ListFilters, withFilters } from '../rankings/list-filters.ts';
import { customers } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import { spread } from '../spread.ts';
import { type Database, queryRows } from '../store.ts';
import { pointsByTotals } from './points-by-totals.ts';
import { type RiskPoint, riskPoint } from './risk-point.ts';

/**
 * The customers of a scope by value and risk, of those whose both are known: of those at risk the `most` with the most at stake,
 * and of all a sample of `most`, the same each time.
 */
export async function riskPoints(
  db: Database,
  scope: Scope,
  runId: number,
  { atRisk, most, filters }: { atRisk: number; most: number; filters: ListFilters },
): Promise<RiskPoint[]> {
  const kept = await pointsByTotals(db, scope, runId, { atRisk, most, filters });
  if (kept !== undefined) return kept;
  return queryRows(
    db,
    riskPoint,
    sql`with known as (
          select v.churn_probability as probability, v.value_if_stays as value, ${isAtRisk(atRisk)} as at_risk,
            ${lossAtStake} as stake, ${spread(sql`v.customer_id`)} as chance
          from customer_values v
          join ${customers} on ${customers.id} = v.customer_id
          where v.run_id = ${runId} and ${inScope(scope)} and ${withFilters(filters)} and ${present}
            and v.churn_probability is not null and v.value_if_stays is not null),
        ranked as (
          select *, row_number() over (order by chance) as sampled,
            row_number() over (partition by at_risk order by stake desc, chance) as place,
            sum(stake) over (partition by at_risk order by stake desc, chance rows unbounded preceding) - stake as before,
            sum(stake) over (partition by at_risk) as total
          from known),
        told as (select *, at_risk and stake > 0 and before < total / 2 as foremost from ranked),
        counted as (
          select *, (count(*) over ())::int as "all", (count(*) filter (where foremost) over ())::int as "allForemost"
          from told)
        select probability, value, foremost, "allForemost", "all"
        from counted
        where sampled <= ${most} or at_risk and place <= ${most}
        order by sampled`,
  );
}
