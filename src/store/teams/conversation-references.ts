import { eq, sql } from 'drizzle-orm';
import { teamsConversations } from '../schema.ts';
import type { Database } from '../store.ts';

/** Keeps how to reach a Teams conversation later. */
export async function keepConversation(
  db: Database,
  key: string,
  reference: unknown,
  updatedAt: Date,
): Promise<void> {
  await db
    .insert(teamsConversations)
    .values({ key, reference, updatedAt })
    .onConflictDoUpdate({ target: teamsConversations.key, set: { reference, updatedAt } });
}

/** How to reach a Teams conversation, as it was kept; undefined where the bot was never spoken to. */
export async function findConversation(db: Database, key: string): Promise<unknown> {
  const [row] = await db
    .select({ reference: teamsConversations.reference })
    .from(teamsConversations)
    .where(eq(teamsConversations.key, key));
  return row?.reference;
}

/** The key of a person's own chat with the bot, by the id that their directory has for them; undefined where they never spoke to it there. */
export async function findOwnChat(db: Database, user: string): Promise<string | undefined> {
  const { key, reference, updatedAt } = teamsConversations;
  const [row] = await db
    .select({ key })
    .from(teamsConversations)
    .where(
      sql`${reference} @> ${JSON.stringify({ conversation: { conversationType: 'personal' }, user: { aadObjectId: user } })}::jsonb`,
    )
    .orderBy(sql`${updatedAt} desc`)
    .limit(1);
  return row?.key;
}
