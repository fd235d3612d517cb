import { desc, eq, sql } from 'drizzle-orm';
import { campaignMembers, campaigns } from '../schema.ts';
import type { Database } from '../store.ts';

/** A campaign as it was settled. */
export type Campaign = typeof campaigns.$inferSelect;

/** How many customers of a campaign are treated and held out. */
export type CampaignSizes = { treated: number; heldOut: number };

/** Somebody in a campaign. */
export type NewMember = Omit<typeof campaignMembers.$inferInsert, 'campaignId'>;

/** Rows that one statement inserts. */
const rowsAtATime = 5000;

/**
 * Writes a campaign and who is in it, in one transaction.
 *
 * @returns its id; undefined where there is one of this name already
 */
export async function saveCampaign(
  db: Database,
  campaign: typeof campaigns.$inferInsert,
  members: readonly NewMember[],
): Promise<number | undefined> {
  return db.transaction(async (tx) => {
    const [made] = await tx
      .insert(campaigns)
      .values(campaign)
      .onConflictDoNothing()
      .returning({ id: campaigns.id });
    if (made === undefined) return undefined;
    for (let from = 0; from < members.length; from += rowsAtATime) {
      await tx
        .insert(campaignMembers)
        .values(
          members.slice(from, from + rowsAtATime).map((each) => ({ ...each, campaignId: made.id })),
        );
    }
    return made.id;
  });
}

/** Every campaign with its size, the newest first. They are the bank's: no customer is told of. */
export async function listCampaigns(db: Database): Promise<(Campaign & CampaignSizes)[]> {
  const count = (heldOut: boolean) =>
    sql<number>`(count(*) filter (where ${campaignMembers.heldOut} = ${heldOut}))::int`;
  const sizes = db
    .select({
      campaignId: campaignMembers.campaignId,
      treated: count(false).as('treated'),
      heldOut: count(true).as('held_out_customers'),
    })
    .from(campaignMembers)
    .groupBy(campaignMembers.campaignId)
    .as('sizes');
  const rows = await db
    .select({
      campaign: campaigns,
      treated: sql<number>`coalesce(${sizes.treated}, 0)`,
      heldOut: sql<number>`coalesce(${sizes.heldOut}, 0)`,
    })
    .from(campaigns)
    .leftJoin(sizes, eq(sizes.campaignId, campaigns.id))
    .orderBy(desc(campaigns.startedOn), desc(campaigns.id));
  return rows.map(({ campaign, treated, heldOut }) => ({ ...campaign, treated, heldOut }));
}
