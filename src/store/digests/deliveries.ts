import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import { deliveries, digests } from '../schema.ts';
import type { Database } from '../store.ts';

/** A digest that is to be sent when its schedule says so. */
export type ScheduledDigest = { id: number; cron: string; timezone: string; createdAt: Date };

/** Every digest that is neither paused nor removed. */
export function scheduledDigests(db: Database): Promise<ScheduledDigest[]> {
  return db
    .select({
      id: digests.id,
      cron: digests.cron,
      timezone: digests.timezone,
      createdAt: digests.createdAt,
    })
    .from(digests)
    .where(and(eq(digests.paused, false), isNull(digests.removedAt)));
}

/** Claims a slot of a digest; false where it was claimed before, by this replica or another. */
export async function claimSlot(db: Database, digestId: number, slot: Date): Promise<boolean> {
  const claimed = await db
    .insert(deliveries)
    .values({ digestId, slot, state: 'queued' })
    .onConflictDoNothing()
    .returning({ digestId: deliveries.digestId });
  return claimed.length > 0;
}

/** What a delivery needs to know of its digest; undefined when the digest was removed since, or the slot was sent. */
export async function openDelivery(db: Database, digestId: number, slot: Date) {
  const [found] = await db
    .select({
      ownerId: digests.ownerId,
      channel: digests.channel,
      address: digests.address,
      locale: digests.locale,
      timezone: digests.timezone,
      filters: digests.filters,
      state: deliveries.state,
    })
    .from(deliveries)
    .innerJoin(digests, eq(digests.id, deliveries.digestId))
    .where(
      and(eq(deliveries.digestId, digestId), eq(deliveries.slot, slot), isNull(digests.removedAt)),
    );
  return found === undefined || found.state === 'sent' ? undefined : found;
}

/** Customers at risk as of the last delivery that was sent; null before the first. */
export async function lastAtRisk(db: Database, digestId: number): Promise<number[] | null> {
  const [last] = await db
    .select({ atRisk: deliveries.atRisk })
    .from(deliveries)
    .where(and(eq(deliveries.digestId, digestId), eq(deliveries.state, 'sent')))
    .orderBy(desc(deliveries.slot))
    .limit(1);
  return last?.atRisk ?? null;
}

/** The run that the last delivery that was sent told of; null before the first. */
export async function lastRunTold(db: Database, digestId: number): Promise<number | null> {
  const [last] = await db
    .select({ runId: deliveries.runId })
    .from(deliveries)
    .where(and(eq(deliveries.digestId, digestId), eq(deliveries.state, 'sent')))
    .orderBy(desc(deliveries.slot))
    .limit(1);
  return last?.runId ?? null;
}

/** Notes that a slot was sent. */
export async function markSent(
  db: Database,
  digestId: number,
  slot: Date,
  sent: { at: Date; runId: number; atRisk: number[] },
): Promise<void> {
  await db
    .update(deliveries)
    .set({
      state: 'sent',
      sentAt: sent.at,
      runId: sent.runId,
      atRisk: sent.atRisk,
      attempts: sql`${deliveries.attempts} + 1`,
      error: null,
    })
    .where(and(eq(deliveries.digestId, digestId), eq(deliveries.slot, slot)));
}

/** Notes that an attempt at a slot failed, with the platform's reason (no customer data). */
export async function markFailed(
  db: Database,
  digestId: number,
  slot: Date,
  error: string,
): Promise<void> {
  await db
    .update(deliveries)
    .set({ state: 'failed', attempts: sql`${deliveries.attempts} + 1`, error })
    .where(and(eq(deliveries.digestId, digestId), eq(deliveries.slot, slot)));
}
