import { isDeepStrictEqual } from 'node:util';
import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import { callOffCampaign } from '../campaigns/call-off.ts';
import { sentOf } from '../digests/digest-stood.ts';
import { undoOffer } from '../offers/record-offer.ts';
import {
  digests,
  follows,
  followUps,
  interactions,
  opportunities,
  riskOverrides,
} from '../schema.ts';
import type { Scope } from '../scope.ts';
import type { Database } from '../store.ts';
import type { ActionEffect } from './action-effects.ts';

type Effect<Of extends ActionEffect['of']> = Extract<ActionEffect, { of: Of }>;
/** The action that is undone, by whom, what they may see, and when. */
type By = { id: number; managerId: number; scope: Scope; now: Date };

/**
 * Puts back what an action changed.
 * @returns false where something else changed it since, and it is left as it is
 */
export async function putBack(tx: Database, effect: ActionEffect, by: By): Promise<boolean> {
  switch (effect.of) {
    case 'interaction':
      return deleteInteraction(tx, effect);
    case 'resolution':
      return reopenComplaint(tx, effect);
    case 'followUp':
      return putBackFollowUp(tx, effect, by);
    case 'override':
      return putBackOverride(tx, effect, by);
    case 'opportunity':
      return putBackOpportunity(tx, effect, by);
    case 'offer':
      return undoOffer(tx, by.scope, effect);
    case 'follow':
      return putBackFollow(tx, effect, by);
    case 'digest':
      return putBackDigest(tx, effect, by);
    case 'campaign':
      return callOffCampaign(tx, effect.id, by.managerId);
  }
}

const any = (rows: readonly unknown[]): boolean => rows.length > 0;

async function deleteInteraction(
  tx: Database,
  { customerId, externalId }: Effect<'interaction'>,
): Promise<boolean> {
  const { customerId: customer, externalId: external } = interactions;
  return any(
    await tx
      .delete(interactions)
      .where(and(eq(customer, customerId), eq(external, externalId)))
      .returning({ external }),
  );
}

async function reopenComplaint(
  tx: Database,
  { customerId, externalId, after }: Effect<'resolution'>,
): Promise<boolean> {
  const { customerId: customer, externalId: external, resolvedAt } = interactions;
  return any(
    await tx
      .update(interactions)
      .set({ resolvedAt: null })
      .where(
        and(eq(customer, customerId), eq(external, externalId), eq(resolvedAt, new Date(after))),
      )
      .returning({ external }),
  );
}

async function putBackFollowUp(
  tx: Database,
  { customerId, id, before }: Effect<'followUp'>,
  by: By,
): Promise<boolean> {
  const own = and(
    eq(followUps.customerId, customerId),
    eq(followUps.id, id),
    eq(followUps.actionId, by.id),
  );
  const changed =
    before === null
      ? tx.delete(followUps).where(own).returning({ id: followUps.id })
      : tx
          .update(followUps)
          .set({ ...before, doneAt: before.doneAt === null ? null : new Date(before.doneAt) })
          .where(own)
          .returning({ id: followUps.id });
  return any(await changed);
}

async function putBackOverride(
  tx: Database,
  { customerId, id, before }: Effect<'override'>,
  by: By,
): Promise<boolean> {
  const own = and(
    eq(riskOverrides.customerId, customerId),
    eq(riskOverrides.id, id),
    eq(riskOverrides.actionId, by.id),
  );
  const changed =
    before === null
      ? tx.delete(riskOverrides).where(own).returning({ id: riskOverrides.id })
      : tx.update(riskOverrides).set(before).where(own).returning({ id: riskOverrides.id });
  return any(await changed);
}

async function putBackOpportunity(
  tx: Database,
  { customerId, id, before }: Effect<'opportunity'>,
  by: By,
): Promise<boolean> {
  const own = and(
    eq(opportunities.customerId, customerId),
    eq(opportunities.id, id),
    eq(opportunities.actionId, by.id),
  );
  const changed =
    before === null
      ? tx.delete(opportunities).where(own).returning({ id: opportunities.id })
      : tx
          .update(opportunities)
          .set({ ...before, changedAt: new Date(before.changedAt) })
          .where(own)
          .returning({ id: opportunities.id });
  return any(await changed);
}

async function putBackFollow(
  tx: Database,
  { customerId, before }: Effect<'follow'>,
  { id, managerId }: By,
): Promise<boolean> {
  if (before === null) {
    const own = and(
      eq(follows.customerId, customerId),
      eq(follows.managerId, managerId),
      eq(follows.actionId, id),
    );
    return any(await tx.delete(follows).where(own).returning({ id: follows.managerId }));
  }
  const again = { ...before, customerId, managerId, since: new Date(before.since) };
  return any(
    await tx
      .insert(follows)
      .values(again)
      .onConflictDoNothing()
      .returning({ id: follows.managerId }),
  );
}

async function putBackDigest(
  tx: Database,
  { id, before, after }: Effect<'digest'>,
  { managerId, now }: By,
): Promise<boolean> {
  const { removedAt } = digests;
  const [found] = await tx
    .select()
    .from(digests)
    .where(
      and(
        eq(digests.id, id),
        eq(digests.ownerId, managerId),
        after.removed ? isNotNull(removedAt) : isNull(removedAt),
      ),
    )
    .for('update');
  if (found === undefined) return false;
  const { paused, pausedUntil, sent } = after;
  if (found.paused !== paused || found.pausedUntil !== pausedUntil) return false;
  if (sent !== undefined && !isDeepStrictEqual(sentOf(found), sent)) return false;
  return any(
    await tx
      .update(digests)
      .set({
        paused: before.paused,
        pausedUntil: before.pausedUntil,
        removedAt: before.removed ? now : null,
        // What the other schedule would have made due before is not sent.
        dueSince: now,
        ...before.sent,
      })
      .where(eq(digests.id, id))
      .returning({ id: digests.id }),
  );
}
