import { and, eq, getTableColumns, isNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { customers, followUps, managers } from '../schema.ts';
import { type Scope, withinReach } from '../scope.ts';
import type { Database } from '../store.ts';
import { type Acted, type Acting, act } from './act.ts';
import type { ActionEffect } from './action-effects.ts';
import { beforeOf, openFollowUp } from './follow-ups.ts';
import { holdCustomer } from './hold-customer.ts';
import { endOverrides } from './risk-overrides.ts';

const owners = alias(managers, 'm');

/** Whether somebody looks after a customer now, and who else does already. */
export type Claiming = { outcome: 'claimed' | 'already' } | { outcome: 'taken'; owner: string };

/**
 * Has a person look after a customer (id of the store) at risk, up to a day; whoever said that there was no risk is overruled.
 * Of several who claim at once, the first does. The claim of somebody who no longer reaches the customer is closed.
 * @param runId the run that counts, and its day
 */
export function claimCustomer(
  db: Database,
  scope: Scope,
  acting: Acting,
  {
    customerId,
    dueOn,
    run,
  }: { customerId: number; dueOn: string; run: { id: number; asOf: string } },
): Promise<Acted<Claiming>> {
  const { managerId, at } = acting;
  return act<Claiming>(db, acting, async (tx, action) => {
    await holdCustomer(tx, scope, customerId);
    const claims = await tx
      .select({
        ...getTableColumns(followUps),
        owner: owners.name,
        reaches: sql<boolean>`${withinReach}`,
      })
      .from(followUps)
      .innerJoin(owners, eq(owners.id, followUps.ownerId))
      .innerJoin(customers, eq(customers.id, followUps.customerId))
      .where(
        and(
          eq(followUps.customerId, customerId),
          eq(followUps.kind, 'claim'),
          isNull(followUps.doneAt),
        ),
      );
    const claim = claims.find(({ reaches }) => reaches);
    if (claim !== undefined) {
      const { ownerId, owner } = claim;
      const result: Claiming =
        ownerId === managerId ? { outcome: 'already' } : { outcome: 'taken', owner };
      return { effects: [], result };
    }
    const closed: ActionEffect[] = [];
    for (const row of claims) {
      await tx
        .update(followUps)
        .set({ doneAt: at, actionId: action })
        .where(and(eq(followUps.customerId, customerId), eq(followUps.id, row.id)));
      closed.push({ of: 'followUp', customerId, id: row.id, before: beforeOf(row) });
    }
    const { effect } = await openFollowUp(tx, action, {
      customerId,
      kind: 'claim',
      ownerId: managerId,
      note: null,
      dueOn,
      openedAt: at,
      openedBy: managerId,
    });
    const ended = await endOverrides(tx, action, { customerId, runId: run.id, asOf: run.asOf });
    return { effects: [...closed, effect, ...ended], result: { outcome: 'claimed' } };
  });
}
