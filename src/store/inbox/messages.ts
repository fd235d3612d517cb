import { and, asc, eq, isNull, lte } from 'drizzle-orm';
import { inbox } from '../schema.ts';
import type { Database } from '../store.ts';

/** A message for a person of the web chat. `reply` is what a digest had to say, as JSON. */
export type InboxMessage = {
  id: number;
  key: string;
  at: Date;
  locale: string;
  reply: unknown;
};

/** Keeps a message for a person; one of the same key is kept once. */
export async function keepMessage(
  db: Database,
  message: { managerId: number; at: Date; key: string; locale: string; reply: unknown },
): Promise<void> {
  await db.insert(inbox).values(message).onConflictDoNothing({ target: inbox.key });
}

/** Whether a message of a key is kept. */
export async function findMessage(db: Database, key: string): Promise<boolean> {
  const found = await db.select({ id: inbox.id }).from(inbox).where(eq(inbox.key, key));
  return found.length > 0;
}

/** The oldest messages that a person has not read. */
export function unreadMessages(
  db: Database,
  managerId: number,
  limit: number,
): Promise<InboxMessage[]> {
  return db
    .select({
      id: inbox.id,
      key: inbox.key,
      at: inbox.at,
      locale: inbox.locale,
      reply: inbox.reply,
    })
    .from(inbox)
    .where(and(eq(inbox.managerId, managerId), isNull(inbox.readAt)))
    .orderBy(asc(inbox.id))
    .limit(limit);
}

/** Notes that a person has read their messages up to an id. */
export async function markRead(
  db: Database,
  managerId: number,
  upTo: number,
  at: Date,
): Promise<void> {
  await db
    .update(inbox)
    .set({ readAt: at })
    .where(and(eq(inbox.managerId, managerId), lte(inbox.id, upTo), isNull(inbox.readAt)));
}
