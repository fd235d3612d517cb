import { and, eq, isNull, sql } from 'drizzle-orm';
import { apiTokens, managers, signInTickets } from '../schema.ts';
import { endSignIns } from '../sign-ins/sign-ins.ts';
import type { Database } from '../store.ts';

/** What closed with somebody: sign-ins to the web page, and tokens of the REST API. */
export type Closed = { signIns: number; tokens: number };

/**
 * Disables a person until they are enabled again, whatever the bank's files say meanwhile: nobody answers them, their sign-ins end,
 * and their tokens are revoked for good.
 */
export function disablePerson(db: Database, managerId: number, at: Date): Promise<Closed> {
  return db.transaction(async (tx) => {
    await tx.update(managers).set({ disabledAt: at }).where(eq(managers.id, managerId));
    const signIns = await endSignIns(tx, { managerId }, at);
    await tx.delete(signInTickets).where(eq(signInTickets.managerId, managerId));
    const revoked = await tx
      .update(apiTokens)
      .set({ revokedAt: at })
      .where(and(eq(apiTokens.managerId, managerId), isNull(apiTokens.revokedAt)))
      .returning({ id: apiTokens.id });
    return { signIns, tokens: revoked.length };
  });
}

/** Enables a person again. */
export async function enablePerson(db: Database, managerId: number): Promise<void> {
  await db
    .update(managers)
    .set({ disabledAt: null, active: sql`true` })
    .where(eq(managers.id, managerId));
}
