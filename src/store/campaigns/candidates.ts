import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { ProductKind } from '../kinds.ts';
import { isAtRisk, present } from '../measures.ts';
import { type ListFilters, withFilters } from '../rankings/list-filters.ts';
import { mayContact } from '../rights/wishes.ts';
import { customers } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import { type Database, queryRows } from '../store.ts';

const candidate = z.object({
  id: z.number(),
  tier: z.enum(['high', 'medium', 'low']),
  churnProbability: z.number().nullable(),
  segmentId: z.number().nullable(),
  contribution12m: z.number().nullable(),
  /** whether they took such a product lately */
  converted: z.boolean(),
  /** the name of a campaign under way that they are held out of */
  heldOutOf: z.string().nullable(),
});

/** A customer whom a campaign may be for, as a run values them. */
export type CampaignCandidate = z.infer<typeof candidate>;

/**
 * The customers of the scope and the filters whom a campaign may be for, in the order of their ids.
 *
 * @param about.atRisk the churn probability from which a customer is at risk, where it is for these alone
 * @param about.on the day on which it starts, YYYY-MM-DD: whoever has left by then is none
 * @param about.days for how long; in as many days before it, a product counts as taken lately
 */
export async function campaignCandidates(
  db: Database,
  scope: Scope,
  runId: number,
  about: {
    filters: ListFilters;
    atRisk: number | undefined;
    on: string;
    days: number;
    product: ProductKind | null;
  },
): Promise<CampaignCandidate[]> {
  const { filters, atRisk, on, days, product } = about;
  const ofProduct = product === null ? sql`true` : sql`h.product = ${product}`;
  return queryRows(
    db,
    candidate,
    sql`select ${customers.id} as id, v.tier, v.churn_probability as "churnProbability",
          v.segment_id as "segmentId", v.contribution12m as "contribution12m",
          exists (select from holdings h where h.customer_id = v.customer_id and ${ofProduct}
            and h.opened_on > ${on}::date - ${days}::int and h.opened_on <= ${on}::date) as converted,
          (select min(k.name) from campaign_members m join campaigns k on k.id = m.campaign_id
            where m.customer_id = v.customer_id and m.held_out
              and k.started_on <= ${on}::date and k.ends_on >= ${on}::date) as "heldOutOf"
        from customer_values v
        join ${customers} on ${customers.id} = v.customer_id
        where v.run_id = ${runId} and ${present} and ${mayContact} and ${inScope(scope)} and ${withFilters(filters)}
          and (${customers.closedOn} is null or ${customers.closedOn} > ${on}::date)
          and ${atRisk === undefined ? sql`true` : isAtRisk(atRisk)}
        order by ${customers.id}`,
  );
}
