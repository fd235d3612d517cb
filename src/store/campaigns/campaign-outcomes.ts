import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { customers } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import { type Database, queryRows } from '../store.ts';
import type { Campaign } from './campaigns.ts';

const groupOutcome = z.object({
  heldOut: z.boolean(),
  tier: z.enum(['high', 'medium', 'low']),
  segmentId: z.number().nullable(),
  customers: z.number(),
  /** who had not left */
  stayed: z.number(),
  /** who had taken a product such as the campaign is about */
  converted: z.number(),
  /** with whom somebody of the bank had spoken, met or written since the start */
  contacted: z.number(),
  /** sums of what each brought in over the whole months, and of its square; null where no whole month is known */
  contribution: z.number().nullable(),
  contributionSquares: z.number().nullable(),
});

/** What became of one part of a group of a campaign by a day. */
export type GroupOutcome = z.infer<typeof groupOutcome>;

/**
 * What became of a campaign's customers by a day, all as they were drawn, by group, tier and segment as of the start. Whoever
 * had left before it began without the bank knowing is in neither group.
 *
 * @param runId the run whose contributions count
 * @param until the last day that counts, YYYY-MM-DD
 */
export async function campaignOutcomes(
  db: Database,
  scope: Scope,
  runId: number,
  campaign: Pick<Campaign, 'id' | 'startedOn' | 'product'>,
  until: string,
): Promise<GroupOutcome[]> {
  const { id, startedOn, product } = campaign;
  const ofProduct = product === null ? sql`true` : sql`h.product = ${product}`;
  return queryRows(
    db,
    groupOutcome,
    sql`with whole as (
          select distinct c.month from campaign_members m
          join contributions c on c.customer_id = m.customer_id and c.run_id = ${runId}
          where m.campaign_id = ${id} and c.month > ${startedOn}::date
            and c.month + interval '1 month' <= ${until}::date + 1),
        known as (
          select exists (select from whole) and
            date_trunc('month', ${startedOn}::date + interval '1 month')::date = (select min(month) from whole)
            as months)
        select m.held_out as "heldOut", m.tier, m.segment_id as "segmentId", count(*)::int as customers,
          (count(*) filter (where ${customers.closedOn} is null or ${customers.closedOn} > ${until}::date))::int as stayed,
          (count(*) filter (where exists (select from holdings h where h.customer_id = m.customer_id and ${ofProduct}
            and h.opened_on > ${startedOn}::date and h.opened_on <= ${until}::date)))::int as converted,
          (count(*) filter (where exists (select from interactions i where i.customer_id = m.customer_id
            and i.kind <> 'complaint' and i.occurred_at >= ${startedOn}::date + 1
            and i.occurred_at < ${until}::date + 1)))::int as contacted,
          case when (select months from known) then sum(brought.money) end as contribution,
          case when (select months from known) then sum(brought.money * brought.money) end as "contributionSquares"
        from campaign_members m
        join ${customers} on ${customers.id} = m.customer_id
        left join lateral (
          select coalesce(sum(c.net_interest + c.fees - c.cost_to_serve - c.expected_loss), 0) as money
          from contributions c
          where c.customer_id = m.customer_id and c.run_id = ${runId}
            and c.month in (select month from whole)) brought on true
        where m.campaign_id = ${id} and ${inScope(scope)}
          and (${customers.closedOn} is null or ${customers.closedOn} > ${startedOn}::date)
        group by m.held_out, m.tier, m.segment_id
        order by m.tier, m.segment_id, m.held_out`,
  );
}

/** Whether the bank's data says of anybody that they left: where it never does, nobody knows who stayed. */
export async function recordsDepartures(db: Database): Promise<boolean> {
  const [found] = await queryRows(
    db,
    z.object({ known: z.boolean() }),
    sql`select exists (select from customers where closed_on is not null) as known`,
  );
  return found?.known ?? false;
}

/** How many of the customers of a scope are in a campaign, and how many of them are held out. */
export async function campaignInScope(
  db: Database,
  scope: Scope,
  campaignId: number,
): Promise<{ customers: number; heldOut: number }> {
  const [found] = await queryRows(
    db,
    z.object({ customers: z.number(), heldOut: z.number() }),
    sql`select count(*)::int as customers, (count(*) filter (where m.held_out))::int as "heldOut"
        from campaign_members m join ${customers} on ${customers.id} = m.customer_id
        where m.campaign_id = ${campaignId} and ${inScope(scope)}`,
  );
  return found ?? { customers: 0, heldOut: 0 };
}

/** The customers of a scope who are in one group of a campaign. */
export async function campaignMemberIds(
  db: Database,
  scope: Scope,
  campaignId: number,
  heldOut: boolean,
): Promise<number[]> {
  const rows = await queryRows(
    db,
    z.object({ id: z.number() }),
    sql`select m.customer_id as id
        from campaign_members m join ${customers} on ${customers.id} = m.customer_id
        where m.campaign_id = ${campaignId} and m.held_out = ${heldOut} and ${inScope(scope)}`,
  );
  return rows.map(({ id }) => id);
}
