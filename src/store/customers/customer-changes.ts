import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { depositKinds, productKinds } from '../kinds.ts';
import { customers } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import { mainSegmentation } from '../segments/segmentation.ts';
import { type Database, queryRows } from '../store.ts';

const holding = z.object({
  product: z.enum(productKinds),
  /** the bank's own name of the product, if any */
  label: z.string().nullable(),
  openedOn: z.string().nullable(),
  closedOn: z.string().nullable(),
});

const earlier = z.object({
  /** the day of that run */
  asOf: z.string(),
  tier: z.enum(['high', 'medium', 'low']),
  /** the name of the segment by locale; null: in no segment */
  segment: z.record(z.string(), z.string()).nullable(),
  churnProbability: z.number().nullable(),
});

const changes = z.object({
  /** what the customer holds or held by the run's day, the oldest first */
  holdings: z.array(holding),
  /** deposits and investments by the last records up to the day that matters, and the newest of these; null where nothing is recorded */
  balanceThen: z.object({ day: z.string(), amount: z.number() }).nullable(),
  /** what an earlier run said of them; null where there is none */
  before: earlier.nullable(),
  /** what the run gathered for playbooks, by the names of facts; null in runs of earlier versions */
  facts: z.record(z.string(), z.union([z.number(), z.boolean(), z.array(z.string())])).nullable(),
});

const isDeposit = sql`h.product = any (${sql.param([...depositKinds])}::text[])`;

/** A product that a customer holds or held. Dates are ISO. */
export type Holding = z.infer<typeof holding>;
/** What a customer has, and what an earlier run said of them. */
export type CustomerChanges = z.infer<typeof changes>;

/**
 * What a customer (id of the store) holds, what the run gathered of them, their balance on a day, and what the newest run up to
 * that day said, or, where none of then is kept, the oldest that is kept; undefined outside the scope.
 * @param run the run that counts, and its day
 * @param since the day that matters, ISO
 */
export async function customerChanges(
  db: Database,
  scope: Scope,
  {
    run,
    customerId,
    since,
  }: { run: { id: number; asOf: string }; customerId: number; since: string },
): Promise<CustomerChanges | undefined> {
  const rows = await queryRows(
    db,
    changes,
    sql`select
          (select coalesce(jsonb_agg(jsonb_build_object('product', h.product, 'label', h.label, 'openedOn', h.opened_on,
              'closedOn', case when h.closed_on <= ${run.asOf}::date then h.closed_on end)
              order by h.opened_on nulls first, h.external_id), '[]')
             from holdings h
             where h.customer_id = ${customers.id} and (h.opened_on is null or h.opened_on <= ${run.asOf}::date))
            as holdings,
          (select case when count(*) > 0 then jsonb_build_object('day', max(b.as_of), 'amount',
              sum(case when least(h.closed_on, ${customers.closedOn}) <= ${since}::date then 0 else b.amount end)) end
             from holdings h
             cross join lateral (select r.as_of, r.amount from balances r
               where r.customer_id = h.customer_id and r.holding_id = h.external_id and r.as_of <= ${since}::date
               order by r.as_of desc limit 1) b
             where h.customer_id = ${customers.id} and ${isDeposit}) as "balanceThen",
          (select jsonb_build_object('asOf', u.as_of, 'tier', v.tier, 'segment', s.names,
              'churnProbability', v.churn_probability)
             from customer_values v
             join valuation_runs u on u.id = v.run_id
             left join segments s on s.run_id = v.run_id and s.segmentation = ${mainSegmentation} and s.id = v.segment_id
             where v.customer_id = ${customers.id} and u.status = 'published' and u.as_of < ${run.asOf}::date
             order by u.as_of <= ${since}::date desc,
               case when u.as_of <= ${since}::date then u.as_of end desc, u.as_of, u.id desc
             limit 1) as before,
          (select f.facts from customer_facts f
             where f.customer_id = ${customers.id} and f.run_id = ${run.id}) as facts
        from ${customers}
        where ${customers.id} = ${customerId} and ${inScope(scope)}`,
  );
  return rows[0];
}
