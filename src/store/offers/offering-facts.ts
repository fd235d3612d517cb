import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { offerOutcomes } from '../kinds.ts';
import { customers } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import { type Database, queryRows } from '../store.ts';
import { offeredProduct } from './held-baskets.ts';

const offerMade = offeredProduct.extend({
  offeredOn: z.string(),
  outcome: z.enum(offerOutcomes),
  answeredOn: z.string().nullable(),
});

/** An offer made to a customer. Days are ISO. */
export type OfferMade = z.infer<typeof offerMade>;

const facts = z.object({
  birthDate: z.string().nullable(),
  held: z.array(offeredProduct),
  /** the newest first */
  offers: z.array(offerMade),
  openComplaints: z.number(),
  /** null: not known */
  churnProbability: z.number().nullable(),
});

/** What decides what may be offered to a customer. */
export type OfferingFacts = z.infer<typeof facts>;

/**
 * What a customer (id of the store) holds and was offered, and whether a complaint of the last year is open; undefined outside
 * the scope. What was opened, offered or complained of after the run's as-of date counts.
 *
 * @param asOf of the run, YYYY-MM-DD
 */
export async function offeringFacts(
  db: Database,
  scope: Scope,
  { id: runId, asOf }: { id: number; asOf: string },
  customerId: number,
): Promise<OfferingFacts | undefined> {
  const [found] = await queryRows(
    db,
    facts,
    sql`select ${customers.birthDate}::text as "birthDate",
          coalesce((
            select jsonb_agg(distinct jsonb_build_object('product', h.product, 'label', h.label))
            from holdings h
            where h.customer_id = ${customers.id} and (h.closed_on is null or h.closed_on > ${asOf}::date)), '[]') as held,
          coalesce((
            select jsonb_agg(jsonb_build_object('product', o.product, 'label', o.label, 'offeredOn', o.offered_on,
              'outcome', o.outcome, 'answeredOn', o.answered_on)
              order by coalesce(o.answered_on, o.offered_on) desc, o.external_id desc)
            from offers o where o.customer_id = ${customers.id}), '[]') as offers,
          (select count(*)::int from interactions i
            where i.customer_id = ${customers.id} and i.kind = 'complaint' and i.resolved_at is null
              and i.occurred_at > ${asOf}::date - interval '1 year') as "openComplaints",
          v.churn_probability as "churnProbability"
        from ${customers}
        left join customer_values v on v.customer_id = ${customers.id} and v.run_id = ${runId}
        where ${customers.id} = ${customerId} and ${inScope(scope)}`,
  );
  return found;
}
