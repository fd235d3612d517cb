import { and, eq, lt } from 'drizzle-orm';
import { handledEvents } from '../schema.ts';
import type { Database } from '../store.ts';

/** Takes an event for this replica; false where it was taken before, by this one or another. */
export async function takeEvent(
  db: Database,
  channel: string,
  eventId: string,
  at: Date,
): Promise<boolean> {
  const taken = await db
    .insert(handledEvents)
    .values({ channel, eventId, at })
    .onConflictDoNothing()
    .returning({ eventId: handledEvents.eventId });
  return taken.length > 0;
}

/** Whether an event was taken, by this replica or another. */
export async function isTaken(db: Database, channel: string, eventId: string): Promise<boolean> {
  const found = await db
    .select({ at: handledEvents.at })
    .from(handledEvents)
    .where(and(eq(handledEvents.channel, channel), eq(handledEvents.eventId, eventId)));
  return found.length > 0;
}

/** Forgets events taken before a moment: no platform delivers again after a day. */
export async function forgetEvents(db: Database, before: Date): Promise<void> {
  await db.delete(handledEvents).where(lt(handledEvents.at, before));
}
