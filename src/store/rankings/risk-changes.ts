import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { isAtRisk, isKnownNotAtRisk, lossAtStake } from '../measures.ts';
import { customers } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import { type Database, queryRows } from '../store.ts';
import { type ListFilters, withFilters } from './list-filters.ts';

/** A run, and the churn probability from which its customers are at risk. */
export type RiskRun = { id: number; atRisk: number };

/**
 * Who of the scope and the filters is at risk in two runs, and in the later one by at least `step` more (0–1): ids of the
 * store, with the churn probability of the earlier run.
 */
export async function risenRisks(
  db: Database,
  scope: Scope,
  {
    now,
    earlier,
    step,
    filters,
  }: { now: RiskRun; earlier: RiskRun; step: number; filters: ListFilters },
): Promise<Map<number, number>> {
  const rows = await queryRows(
    db,
    z.object({ id: z.number(), before: z.number() }),
    sql`select v.customer_id as id, p.churn_probability as before
        from customer_values v
        join ${customers} on ${customers.id} = v.customer_id
        join customer_values p on p.customer_id = v.customer_id and p.run_id = ${earlier.id}
        where v.run_id = ${now.id} and ${isAtRisk(now.atRisk)} and p.churn_probability >= ${earlier.atRisk}
          and round((v.churn_probability - p.churn_probability)::numeric, 6) >= ${step}::numeric
          and ${inScope(scope)} and ${withFilters(filters)}
        order by v.customer_id`,
  );
  return new Map(rows.map(({ id, before }) => [id, before]));
}

const standing = z.object({
  /** in the store */
  id: z.number(),
  externalId: z.string(),
  name: z.string().nullable(),
  state: z.enum(['left', 'known', 'unknown', 'atRisk', 'recovered']),
  churnProbability: z.number().nullable(),
  /** the churn probability of the earlier run, and what was at stake then; null where that is not known any more */
  before: z.number().nullable(),
  wasAtStake: z.number().nullable(),
});

/**
 * How somebody stands who was at risk: has left the bank, is `known` not to be at risk by somebody who knows them, has no
 * probability, is still at risk, or has recovered.
 */
export type Standing = z.infer<typeof standing>;

/**
 * How some customers of the scope (ids of the store) stand in a run, those with the most at stake in an earlier one first. Of
 * the filters, a branch and a manager hold: by tier and segment somebody may have left them since.
 * @param runs.earlier the earlier run, by its id; null where its values are gone
 */
export function standings(
  db: Database,
  scope: Scope,
  {
    now,
    earlier,
    filters: { branchId, managerId },
  }: { now: RiskRun; earlier: number | null; filters: ListFilters },
  ids: readonly number[],
): Promise<Standing[]> {
  if (ids.length === 0) return Promise.resolve([]);
  const stay = {
    ...(branchId === undefined ? {} : { branchId }),
    ...(managerId === undefined ? {} : { managerId }),
  };
  return queryRows(
    db,
    standing,
    sql`select ${customers.id} as id, ${customers.externalId} as "externalId", ${customers.name} as name,
          case when v.stage = 'left' then 'left' when ${isKnownNotAtRisk(now.atRisk)} then 'known'
            when v.churn_probability is null then 'unknown' when ${isAtRisk(now.atRisk)} then 'atRisk'
            else 'recovered' end as state,
          v.churn_probability as "churnProbability", p.churn_probability as before,
          case when p.value_at_stake is not null then greatest(p.value_at_stake, 0) end as "wasAtStake"
        from ${customers}
        join customer_values v on v.customer_id = ${customers.id} and v.run_id = ${now.id}
        left join customer_values p on p.customer_id = ${customers.id} and p.run_id = ${earlier}::int
        where ${inScope(scope)} and ${withFilters(stay)}
          and ${customers.id} in (select value::int from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))
        order by greatest(p.value_at_stake, ${lossAtStake}) desc, ${customers.id}`,
  );
}
