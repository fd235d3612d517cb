import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { isAtRisk, lossAtStake, present } from '../measures.ts';
import { type ListFilters, withFilters } from '../rankings/list-filters.ts';
import { bankSearchedFor } from '../row-security/searched-bank.ts';
import { customers } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import { mainSegmentation } from '../segments/segmentation.ts';
import { spread } from '../spread.ts';
import { type Database, queryRows } from '../store.ts';
import { heldTotals, knownInRun, readTotals, totalsStand } from '../totals/kept-totals.ts';
import { stakeStep } from '../totals/stake-steps.ts';
import { type RiskPoint, riskPoint } from './risk-point.ts';

type Asked = { atRisk: number; most: number; filters: ListFilters };

const steps = z.object({
  /** how many customers are in the steps of which everybody is foremost */
  foremost: z.number(),
  /** the step in which half of what stands to be lost is reached, and how much of the half is left for it; null: nothing is at stake */
  step: z.number().nullable(),
  left: z.number(),
  all: z.number(),
});

/** Both are known, so that they are a point. */
const known: SQL = sql`(${present} and v.churn_probability is not null and v.value_if_stays is not null)`;

/**
 * The same points as of {@link riskPoints}, of a branch or the whole bank, without reading all of its customers: which of those at
 * risk are the foremost is told by kept sums of what is at stake by its size, and by the customers of the one step in which the half
 * is reached. Undefined where no such totals stand.
 */
export async function pointsByTotals(
  db: Database,
  scope: Scope,
  runId: number,
  { atRisk, most, filters }: Asked,
): Promise<RiskPoint[] | undefined> {
  const held = heldTotals(scope, filters, { books: false, tiers: false });
  const all = heldTotals(scope, filters, {
    segmentation: mainSegmentation,
    books: true,
    tiers: true,
  });
  if (held === undefined || all === undefined) return undefined;
  const theirs = sql`v.run_id = ${runId} and ${inScope(scope)} and ${withFilters(filters)} and ${known}`;
  const read = await readTotals(
    db,
    steps,
    totalsStand(scope, { runId, atRisk }),
    sql`with each as (
          select t.step, t.customers, t.stake from run_stakes t where t.run_id = ${runId} and ${held}
          union all
          select ${stakeStep}, -1, -${lossAtStake} from ${knownInRun(runId)} known
          join customer_values v on v.customer_id = known.customer_id
          join ${customers} on ${customers.id} = v.customer_id
          where ${theirs} and v.churn_probability >= ${atRisk}),
        summed as (select step, sum(customers) as customers, sum(stake) as stake from each where step is not null group by step),
        reached as (
          select *, sum(stake) over (order by step desc rows unbounded preceding) as upto, sum(stake) over () / 2 as half
          from summed where customers > 0),
        crossing as (select * from reached where upto >= half order by step desc limit 1)
        select (coalesce((select sum(r.customers) from reached r, crossing c where r.step > c.step), 0))::int as foremost,
          (select step from crossing) as step, coalesce((select half - (upto - stake) from crossing), 0) as left,
          (select coalesce(sum(t.both_known), 0)::int from run_totals t where t.run_id = ${runId} and ${all}) as all`,
  );
  const found = read?.[0];
  if (found === undefined) return undefined;
  return queryRows(
    // Nobody is named in it.
    bankSearchedFor(db) ?? db,
    riskPoint,
    sql`with walked as materialized (
          select stake, chance, sum(stake) over (order by stake desc, chance rows unbounded preceding) - stake as before
          from (
            select ${lossAtStake} as stake, ${spread(sql`v.customer_id`)} as chance
            from customer_values v join ${customers} on ${customers.id} = v.customer_id
            where ${theirs} and ${isAtRisk(atRisk)} and ${inStep(found.step)}) w),
        last as materialized (
          select stake, chance, (count(*) over ())::int as there from walked where before < ${found.left}::float8
          order by stake, chance desc limit 1),
        sampled as materialized (
          select v.customer_id from ${customers} join customer_values v on v.customer_id = ${customers.id}
          where ${theirs} order by ${spread(customers.id)} limit ${most}),
        first as materialized (
          select v.customer_id from customer_values v join ${customers} on ${customers.id} = v.customer_id
          where ${theirs} and ${isAtRisk(atRisk)}
          order by ${lossAtStake} desc, v.churn_probability desc, v.customer_id limit ${most})
        select v.churn_probability as probability, v.value_if_stays as value,
          (${isAtRisk(atRisk)} and ${lossAtStake} > 0 and coalesce(${lossAtStake} > last.stake
            or ${lossAtStake} = last.stake and ${spread(sql`v.customer_id`)} <= last.chance, false)) as foremost,
          ${found.foremost}::int + coalesce(last.there, 0) as "allForemost", ${found.all}::int as "all"
        from (select customer_id from sampled union select customer_id from first) drawn
        join customer_values v on v.customer_id = drawn.customer_id and v.run_id = ${runId}
        left join last on true
        order by ${spread(sql`v.customer_id`)}`,
  );
}

/** Who is in a step of what stands to be lost, with bounds by which an index finds them. */
function inStep(step: number | null): SQL {
  if (step === null) return sql`false`;
  const [least, most] = [2 ** (step / 8) * 0.999999, 2 ** ((step + 1) / 8) * 1.000001];
  return sql`(${stakeStep} = ${step}::int and ${lossAtStake} between ${least}::float8 and ${most}::float8)`;
}
