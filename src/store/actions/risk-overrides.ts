import { and, eq, gt, sql } from 'drizzle-orm';
import { z } from 'zod';
import { overrideHolds } from '../measures.ts';
import { riskOverrides } from '../schema.ts';
import type { Scope } from '../scope.ts';
import { type Database, queryRows } from '../store.ts';
import { type Acted, type Acting, act } from './act.ts';
import type { ActionEffect } from './action-effects.ts';
import { holdCustomer } from './hold-customer.ts';

/**
 * Keeps that a customer (id of the store) is not at risk, as somebody says who knows them, against what a run says. Who says
 * the same again replaces nothing.
 * @param said `asOf` and `probability` are the run's; `until` the first day of a run in which it no longer counts
 */
export function overrideRisk(
  db: Database,
  scope: Scope,
  acting: Acting,
  said: { customerId: number; reason: string; asOf: string; probability: number; until: string },
): Promise<Acted<null>> {
  const { managerId, at } = acting;
  return act(db, acting, async (tx, action) => {
    await holdCustomer(tx, scope, said.customerId);
    const { customerId, reason, asOf } = said;
    const [same] = await tx
      .select({ id: riskOverrides.id })
      .from(riskOverrides)
      .where(
        and(
          eq(riskOverrides.customerId, customerId),
          eq(riskOverrides.reason, reason),
          eq(riskOverrides.asOf, asOf),
          gt(riskOverrides.until, asOf),
        ),
      );
    if (same !== undefined) return { effects: [], result: null };
    const [made] = await tx
      .insert(riskOverrides)
      .values({ ...said, managerId, at, actionId: action })
      .returning({ id: riskOverrides.id });
    if (made === undefined) throw new Error('The database gave no id for the new override.');
    return {
      effects: [{ of: 'override', customerId, id: made.id, before: null }],
      result: null,
    };
  });
}

/** Ends the overrides of a customer's risk that hold in a run, within an action: the run counts again. */
export async function endOverrides(
  tx: Database,
  action: number,
  { customerId, runId, asOf }: { customerId: number; runId: number; asOf: string },
): Promise<ActionEffect[]> {
  const held = await queryRows(
    tx,
    z.object({ id: z.number(), until: z.string(), actionId: z.number().nullable() }),
    sql`select r.id, r.until::text, r.action_id as "actionId" from risk_overrides r
        join customer_values v on v.customer_id = r.customer_id and v.run_id = ${runId}
        join valuation_runs u on u.id = v.run_id
        where r.customer_id = ${customerId} and ${overrideHolds}`,
  );
  for (const { id } of held) {
    await tx
      .update(riskOverrides)
      .set({ until: asOf, actionId: action })
      .where(and(eq(riskOverrides.customerId, customerId), eq(riskOverrides.id, id)));
  }
  return held.map(({ id, ...before }) => ({ of: 'override', customerId, id, before }));
}
