import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import type { InteractionKind } from '../kinds.ts';
import { interactions } from '../schema.ts';
import type { Scope } from '../scope.ts';
import type { Database } from '../store.ts';
import { type Acted, type Acting, act } from './act.ts';
import type { ActionEffect } from './action-effects.ts';
import { openFollowUp } from './follow-ups.ts';
import { holdCustomer } from './hold-customer.ts';

/**
 * A contact with a customer (id of the store); `on` is when it was, null for just now; `followUpOn` is an ISO date, null where
 * none was agreed.
 */
export type Contact = {
  customerId: number;
  kind: InteractionKind;
  on: Date | null;
  note: string | null;
  followUpOn: string | null;
};

/** The same said again so soon is the same contact, in milliseconds: a message that came twice, a button pressed twice. */
const sameWithin = 2 * 60 * 1000;

/**
 * Keeps a contact as an interaction of the customer, with a follow-up where one was agreed. The same contact told twice
 * within two minutes, or of an earlier day, is kept once; then there is nothing to undo.
 */
export function logContact(
  db: Database,
  scope: Scope,
  acting: Acting,
  { customerId, kind, on, note, followUpOn }: Contact,
): Promise<Acted<{ followUp: number | null }>> {
  const { managerId, at } = acting;
  return act<{ followUp: number | null }>(db, acting, async (tx, action) => {
    await holdCustomer(tx, scope, customerId);
    const [same] = await tx
      .select({ externalId: interactions.externalId })
      .from(interactions)
      .where(
        and(
          eq(interactions.customerId, customerId),
          eq(interactions.managerId, managerId),
          eq(interactions.kind, kind),
          note === null ? isNull(interactions.note) : eq(interactions.note, note),
          on === null
            ? gt(interactions.occurredAt, new Date(at.getTime() - sameWithin))
            : eq(interactions.occurredAt, on),
          sql`starts_with(${interactions.externalId}, ${ownInteraction('')})`,
        ),
      );
    if (same !== undefined) return { effects: [], result: { followUp: null } };
    const externalId = ownInteraction(action);
    await tx
      .insert(interactions)
      .values({ customerId, externalId, occurredAt: on ?? at, kind, note, managerId });
    const effects: ActionEffect[] = [{ of: 'interaction', customerId, externalId }];
    if (followUpOn === null) return { effects, result: { followUp: null } };
    const opened = await openFollowUp(tx, action, {
      customerId,
      kind: 'follow-up',
      ownerId: managerId,
      note,
      dueOn: followUpOn,
      openedAt: at,
      openedBy: managerId,
    });
    return { effects: [...effects, opened.effect], result: { followUp: opened.id } };
  });
}

/** The id of an interaction that came of an action here: no bank's own ids begin so. */
export const ownInteraction = (action: number | ''): string => `bellwether:${action}`;
