import { and, eq, isNull } from 'drizzle-orm';
import type { FollowUpKind } from '../kinds.ts';
import { followUps, interactions } from '../schema.ts';
import type { Scope } from '../scope.ts';
import type { Database } from '../store.ts';
import { type Acted, type Acting, act } from './act.ts';
import type { ActionEffect } from './action-effects.ts';
import { holdCustomer } from './hold-customer.ts';

type NewFollowUp = Omit<typeof followUps.$inferInsert, 'id' | 'actionId' | 'doneAt'>;
type Row = typeof followUps.$inferSelect;

/** Something still to be done for a customer (id of the store), by its number; `dueOn` is an ISO date. */
export type FollowUp = {
  id: number;
  kind: FollowUpKind;
  note: string | null;
  dueOn: string;
};

const asTold = ({ id, kind, note, dueOn }: Row): FollowUp => ({ id, kind, note, dueOn });

/** A follow-up as an effect keeps it. */
export const beforeOf = ({ kind, dueOn, doneAt, actionId }: Row) => ({
  kind,
  dueOn,
  doneAt: doneAt?.toISOString() ?? null,
  actionId,
});

/** Opens a follow-up within an action. */
export async function openFollowUp(
  tx: Database,
  action: number,
  row: NewFollowUp,
): Promise<{ id: number; effect: ActionEffect }> {
  const [made] = await tx
    .insert(followUps)
    .values({ ...row, actionId: action })
    .returning({ id: followUps.id });
  if (made === undefined) throw new Error('The database gave no id for the new follow-up.');
  return {
    id: made.id,
    effect: { of: 'followUp', customerId: row.customerId, id: made.id, before: null },
  };
}

/** What is open of one person with a customer, what is due first on top. */
async function openOf(tx: Database, customerId: number, ownerId: number): Promise<Row[]> {
  return tx
    .select()
    .from(followUps)
    .where(
      and(
        eq(followUps.customerId, customerId),
        eq(followUps.ownerId, ownerId),
        isNull(followUps.doneAt),
      ),
    )
    .orderBy(followUps.dueOn, followUps.id);
}

/**
 * Reminds a person of a customer on a day. The same reminder of the same day is one.
 * @param note what of; null where it need not be said
 */
export function remind(
  db: Database,
  scope: Scope,
  acting: Acting,
  { customerId, dueOn, note }: { customerId: number; dueOn: string; note: string | null },
): Promise<Acted<FollowUp>> {
  const { managerId, at } = acting;
  return act(db, acting, async (tx, action) => {
    await holdCustomer(tx, scope, customerId);
    const open = await openOf(tx, customerId, managerId);
    const same = open.find((each) => each.dueOn === dueOn && each.note === note);
    if (same !== undefined) return { effects: [], result: asTold(same) };
    const kind = 'follow-up';
    const by = { ownerId: managerId, openedAt: at, openedBy: managerId };
    const { id, effect } = await openFollowUp(tx, action, {
      customerId,
      kind,
      note,
      dueOn,
      ...by,
    });
    return { effects: [effect], result: { id, kind, note, dueOn } };
  });
}

/**
 * Opens what a customer asked for, to be done by a person by a day. The same, still open, is one: then it stays due when it
 * was.
 */
export function openRequest(
  db: Database,
  scope: Scope,
  acting: Acting,
  { customerId, dueOn, note }: { customerId: number; dueOn: string; note: string },
): Promise<Acted<FollowUp>> {
  const { managerId, at } = acting;
  return act(db, acting, async (tx, action) => {
    await holdCustomer(tx, scope, customerId);
    const kind = 'request';
    const open = await openOf(tx, customerId, managerId);
    const same = open.find((each) => each.kind === kind && each.note === note);
    if (same !== undefined) return { effects: [], result: asTold(same) };
    const by = { ownerId: managerId, openedAt: at, openedBy: managerId };
    const row = { customerId, kind, note, dueOn, ...by } as const;
    const { id, effect } = await openFollowUp(tx, action, row);
    return { effects: [effect], result: { id, kind, note, dueOn } };
  });
}

/** What was put off, as it is due now; or the number of the reminder that was made in its place. */
export type PutOff = { putOff: FollowUp[]; reminder: number | null };

/**
 * Puts off everything that a person has open with a customer to a day; where nothing is open, they are reminded of the
 * customer then.
 */
export function snooze(
  db: Database,
  scope: Scope,
  acting: Acting,
  { customerId, until }: { customerId: number; until: string },
): Promise<Acted<PutOff>> {
  const { managerId, at } = acting;
  return act<PutOff>(db, acting, async (tx, action) => {
    await holdCustomer(tx, scope, customerId);
    const open = await openOf(tx, customerId, managerId);
    if (open.length === 0) {
      const { id, effect } = await openFollowUp(tx, action, {
        customerId,
        kind: 'follow-up',
        note: null,
        dueOn: until,
        ownerId: managerId,
        openedAt: at,
        openedBy: managerId,
      });
      return { effects: [effect], result: { putOff: [], reminder: id } };
    }
    const later = open.filter(({ dueOn }) => dueOn !== until);
    const effects: ActionEffect[] = [];
    for (const row of later) {
      await tx
        .update(followUps)
        .set({ dueOn: until, actionId: action })
        .where(and(eq(followUps.customerId, customerId), eq(followUps.id, row.id)));
      effects.push({ of: 'followUp', customerId, id: row.id, before: beforeOf(row) });
    }
    const putOff = open.map((row) => ({ ...asTold(row), dueOn: until }));
    return { effects, result: { putOff, reminder: null } };
  });
}

/** What came of closing a follow-up: closed, several are open and it was not said which, or there is none. */
export type Closing =
  | { outcome: 'done'; followUp: FollowUp }
  | { outcome: 'several'; open: FollowUp[] }
  | { outcome: 'none' };

/**
 * Closes what a person has open with a customer: the one, or the one of a number. A complaint that was told here is resolved
 * with it.
 */
export function closeFollowUp(
  db: Database,
  scope: Scope,
  acting: Acting,
  { customerId, id }: { customerId: number; id: number | undefined },
): Promise<Acted<Closing>> {
  const { managerId, at } = acting;
  return act<Closing>(db, acting, async (tx, action) => {
    await holdCustomer(tx, scope, customerId);
    const open = await openOf(tx, customerId, managerId);
    const meant = id === undefined ? open : open.filter((each) => each.id === id);
    const [row] = meant;
    if (row === undefined) return { effects: [], result: { outcome: 'none' } };
    if (meant.length > 1)
      return { effects: [], result: { outcome: 'several', open: meant.map(asTold) } };
    await tx
      .update(followUps)
      .set({ doneAt: at, actionId: action })
      .where(and(eq(followUps.customerId, customerId), eq(followUps.id, row.id)));
    return {
      effects: [
        { of: 'followUp', customerId, id: row.id, before: beforeOf(row) },
        ...(await resolveComplaint(tx, row, at)),
      ],
      result: { outcome: 'done', followUp: asTold(row) },
    };
  });
}

async function resolveComplaint(
  tx: Database,
  { customerId, interactionId }: Row,
  at: Date,
): Promise<ActionEffect[]> {
  if (interactionId === null) return [];
  const resolved = await tx
    .update(interactions)
    .set({ resolvedAt: at })
    .where(
      and(
        eq(interactions.customerId, customerId),
        eq(interactions.externalId, interactionId),
        isNull(interactions.resolvedAt),
      ),
    )
    .returning({ externalId: interactions.externalId });
  return resolved.map(({ externalId }) => ({
    of: 'resolution',
    customerId,
    externalId,
    after: at.toISOString(),
  }));
}
