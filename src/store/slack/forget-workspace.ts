import { and, eq, isNull, like, sql } from 'drizzle-orm';
import {
  answersBefore,
  answersGiven,
  deliveries,
  digests,
  handledEvents,
  identities,
  outletHolds,
  slackRefusedForms,
} from '../schema.ts';
import type { Store } from '../store.ts';

/** What was kept of a workspace and is gone: links of people, digests that went there, messages, answers to go on from. */
export type Forgotten = { people: number; digests: number; deliveries: number; answers: number };

/**
 * Forgets what was kept of a Slack workspace that removed the app: who its people are at the bank, where digests and messages went,
 * and what was asked and answered there. A digest that its owner set up is removed; one of the bank's configuration is the bank's. The
 * log of access stays: it says who saw what.
 * @param workspace Slack's id of it
 */
export async function forgetWorkspace(
  store: Pick<Store, 'db'>,
  workspace: string,
  at: Date,
): Promise<Forgotten> {
  return store.db.transaction(async (db) => {
    const people = await db
      .delete(identities)
      .where(
        and(
          eq(identities.channel, 'slack'),
          like(identities.externalId, `${workspace.replace(/[\\%_]/g, '\\$&')}:%`),
        ),
      )
      .returning({ id: identities.managerId });
    const sent = await db
      .delete(deliveries)
      .where(eq(deliveries.channel, 'slack'))
      .returning({ id: deliveries.id });
    const removed = await db
      .update(digests)
      .set({ removedAt: sql`coalesce(${digests.removedAt}, ${at})`, address: '' })
      .where(and(eq(digests.channel, 'slack'), isNull(digests.standing)))
      .returning({ id: digests.id });
    const before = await db
      .delete(answersBefore)
      .where(eq(answersBefore.channel, 'slack'))
      .returning({ id: answersBefore.id });
    const given = await db
      .delete(answersGiven)
      .where(eq(answersGiven.channel, 'slack'))
      .returning({ id: answersGiven.id });
    await db.delete(handledEvents).where(eq(handledEvents.channel, 'slack'));
    await db.delete(outletHolds).where(eq(outletHolds.channel, 'slack'));
    await db.delete(slackRefusedForms).where(eq(slackRefusedForms.workspace, workspace));
    return {
      people: people.length,
      digests: removed.length,
      deliveries: sent.length,
      answers: before.length + given.length,
    };
  });
}
