import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { campaignMembers, campaigns } from '../schema.ts';
import { type Database, queryRows } from '../store.ts';

/**
 * Takes a campaign back that its starter has just started, with who was drawn: never changed, but as if it had not been. Not
 * where anybody has been in touch with somebody in it since, or has taken something on: then it is under way.
 *
 * @returns whether it was taken back
 */
export async function callOffCampaign(
  tx: Database,
  campaignId: number,
  startedBy: number,
): Promise<boolean> {
  const own = and(eq(campaigns.id, campaignId), eq(campaigns.startedBy, startedBy));
  const [found] = await tx.select({ id: campaigns.id }).from(campaigns).where(own).for('update');
  if (found === undefined) return false;
  const [acted] = await queryRows(
    tx,
    z.object({ acted: z.boolean() }),
    sql`select exists (
          select from campaign_members m join campaigns k on k.id = m.campaign_id
          where k.id = ${campaignId} and (
            exists (select from interactions i where i.customer_id = m.customer_id and i.kind <> 'complaint'
              and i.occurred_at >= k.started_at)
            or exists (select from follow_ups f where f.customer_id = m.customer_id and f.opened_at >= k.started_at))
        ) as acted`,
  );
  if (acted?.acted !== false) return false;
  await tx.delete(campaignMembers).where(eq(campaignMembers.campaignId, campaignId));
  await tx.delete(campaigns).where(own);
  return true;
}
