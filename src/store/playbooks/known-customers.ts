import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { storedStages } from '../kinds.ts';
import { isJoiningKnown, knownStage, present } from '../measures.ts';
import { mayContact } from '../rights/wishes.ts';
import { customers } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import { type Database, queryRows } from '../store.ts';

const known = z.object({
  id: z.number(),
  externalId: z.string(),
  name: z.string().nullable(),
  tier: z.enum(['high', 'medium', 'low']),
  /** null: counts as new by the first day there is of them, and the bank does not say when they joined */
  stage: z.enum(storedStages).nullable(),
  segmentId: z.number().nullable(),
  furtherSegments: z.record(z.string(), z.number()),
  churnProbability: z.number().nullable(),
  reasons: z.array(z.object({ feature: z.string(), contribution: z.number() })),
  valueIfStays: z.number().nullable(),
  valueAtStake: z.number().nullable(),
  clv: z.number(),
  cvs: z.number(),
  contribution12m: z.number().nullable(),
  expectedContribution: z.number(),
  /** null: an earlier version, which gathered none, made the run */
  facts: z.record(z.string(), z.union([z.number(), z.boolean(), z.array(z.string())])).nullable(),
});

/** What a run knows of a customer that playbooks may ask for. */
export type KnownCustomer = z.infer<typeof known>;

/**
 * The next customers of the scope whom a run values, who have not left and whom somebody may contact, by their ids in the store.
 * @param after the id of the last one read; 0 begins
 */
export function knownCustomers(
  db: Database,
  scope: Scope,
  runId: number,
  { after, limit }: { after: number; limit: number },
): Promise<KnownCustomer[]> {
  return queryRows(
    db,
    known,
    sql`select ${customers.id} as id, ${customers.externalId} as "externalId", ${customers.name} as name,
          v.tier, ${knownStage} as stage,
          v.segment_id as "segmentId", v.further_segments as "furtherSegments",
          v.churn_probability as "churnProbability", v.churn_reasons as reasons,
          v.value_if_stays as "valueIfStays", v.value_at_stake as "valueAtStake", v.clv, v.cvs,
          v.contribution12m as "contribution12m", v.expected_contribution as "expectedContribution",
          case when ${isJoiningKnown} then f.facts else f.facts - 'tenure_months' end as facts
        from customer_values v
        join ${customers} on ${customers.id} = v.customer_id
        left join customer_facts f on f.customer_id = v.customer_id and f.run_id = v.run_id
        where v.run_id = ${runId} and v.customer_id > ${after} and ${present} and ${inScope(scope)} and ${mayContact}
        order by v.customer_id
        limit ${limit}`,
  );
}

/** Whether a run gathered what playbooks ask for: those of earlier versions did not. */
export async function hasFacts(db: Database, runId: number): Promise<boolean> {
  const [found] = await queryRows(
    db,
    z.object({ any: z.boolean() }),
    sql`select exists (
          select from customer_facts f
          where f.run_id = ${runId} and f.customer_id = (
            select min(customer_id) from customer_values v where v.run_id = ${runId})) as any`,
  );
  return found?.any === true;
}
