import { and, eq, isNotNull, isNull, like, sql } from 'drizzle-orm';
import { takeEvent } from '../events/take-event.ts';
import {
  answersBefore,
  answersGiven,
  digests,
  identities,
  outletHolds,
  slackRefusedForms,
} from '../schema.ts';
import type { Database, Store } from '../store.ts';

/** What was kept of a workspace and is gone: links of people, digests that went there, answers to go on from. */
export type Forgotten = { people: number; digests: number; answers: number };

/** Accounts of a workspace, by its id. */
const ofWorkspace = (workspace: string) =>
  and(
    eq(identities.channel, 'slack'),
    like(identities.externalId, `${workspace.replace(/[\\%_]/g, '\\$&')}:%`),
  );

/** Whether Slack vouched for somebody of a workspace: it is the bank's then, for nobody of another is vouched for. */
export async function isKnownWorkspace(db: Database, workspace: string): Promise<boolean> {
  const found = await db
    .select({ id: identities.managerId })
    .from(identities)
    .where(and(ofWorkspace(workspace), isNotNull(identities.email)))
    .limit(1);
  return found.length > 0;
}

/**
 * Forgets what was kept of a Slack workspace that removed the app: who its people are at the bank, where their digests go,
 * and what was asked and answered there. A digest that its owner set up is removed; one of the bank's configuration is the bank's. The
 * log of access and what was sent stay, for they say who saw what; and the events taken, none of which may be taken again. The event
 * is taken with it: where this fails, neither is done.
 * @param workspace Slack's id of it: the bank's own, for all that is kept of Slack is of that
 * @returns undefined where the event was taken before
 * @throws what the store throws
 */
export async function forgetWorkspace(
  store: Pick<Store, 'db'>,
  { workspace, event, at }: { workspace: string; event: string; at: Date },
): Promise<Forgotten | undefined> {
  return store.db.transaction(async (db) => {
    if (!(await takeEvent(db, 'slack', event, at))) return undefined;
    const people = await db
      .delete(identities)
      .where(ofWorkspace(workspace))
      .returning({ id: identities.managerId });
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
    await db.delete(outletHolds).where(eq(outletHolds.channel, 'slack'));
    await db.delete(slackRefusedForms).where(eq(slackRefusedForms.workspace, workspace));
    return {
      people: people.length,
      digests: removed.length,
      answers: before.length + given.length,
    };
  });
}
