import { and, eq, isNull } from 'drizzle-orm';
import { followUps, managers } from '../schema.ts';
import type { Scope } from '../scope.ts';
import type { Database } from '../store.ts';
import { type Acted, type Acting, act } from './act.ts';
import { openFollowUp } from './follow-ups.ts';
import { holdCustomer } from './hold-customer.ts';
import { endOverrides } from './risk-overrides.ts';

/** Whether somebody looks after a customer now, and who else does already. */
export type Claiming = { outcome: 'claimed' | 'already' } | { outcome: 'taken'; owner: string };

/**
 * Has a person look after a customer (id of the store) at risk, up to a day; whoever said that there was no risk is overruled.
 * Of several who claim at once, the first does.
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
    const [claim] = await tx
      .select({ ownerId: followUps.ownerId, owner: managers.name })
      .from(followUps)
      .innerJoin(managers, eq(managers.id, followUps.ownerId))
      .where(
        and(
          eq(followUps.customerId, customerId),
          eq(followUps.kind, 'claim'),
          isNull(followUps.doneAt),
        ),
      );
    if (claim !== undefined) {
      const { ownerId, owner } = claim;
      const result: Claiming =
        ownerId === managerId ? { outcome: 'already' } : { outcome: 'taken', owner };
      return { effects: [], result };
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
    return { effects: [effect, ...ended], result: { outcome: 'claimed' } };
  });
}
