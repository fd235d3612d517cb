import { and, eq, gt, isNull, lt, sql } from 'drizzle-orm';
import { signInTickets } from '../schema.ts';
import type { Database } from '../store.ts';

/** How many wrong codes end a code. */
export const mostWrongTries = 5;

/** Keeps the hash of a link or code that is handed out, and forgets those that no longer serve. */
export async function keepTicket(
  db: Database,
  ticket: {
    managerId: number;
    kind: 'link' | 'code';
    hash: string;
    createdAt: Date;
    expiresAt: Date;
  },
): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.delete(signInTickets).where(lt(signInTickets.expiresAt, ticket.createdAt));
    // A newer code takes the place of the one before: only one can be guessed at.
    if (ticket.kind === 'code') {
      await tx
        .delete(signInTickets)
        .where(and(eq(signInTickets.managerId, ticket.managerId), eq(signInTickets.kind, 'code')));
    }
    await tx.insert(signInTickets).values(ticket);
  });
}

/** Whom a link is for, once: undefined where it is unknown, used or too old. */
export async function takeLink(db: Database, hash: string, at: Date): Promise<number | undefined> {
  const [row] = await db
    .update(signInTickets)
    .set({ usedAt: at })
    .where(
      and(
        eq(signInTickets.hash, hash),
        eq(signInTickets.kind, 'link'),
        isNull(signInTickets.usedAt),
        gt(signInTickets.expiresAt, at),
      ),
    )
    .returning({ managerId: signInTickets.managerId });
  return row?.managerId;
}

/** Whether a code is a person's, once. After {@link mostWrongTries} others, none is. */
export async function takeCode(
  db: Database,
  { managerId, hash }: { managerId: number; hash: string },
  at: Date,
): Promise<boolean> {
  const open = and(
    eq(signInTickets.managerId, managerId),
    eq(signInTickets.kind, 'code'),
    isNull(signInTickets.usedAt),
    gt(signInTickets.expiresAt, at),
    lt(signInTickets.wrongTries, mostWrongTries),
  );
  const [row] = await db
    .update(signInTickets)
    .set({
      usedAt: sql`case when ${signInTickets.hash} = ${hash} then ${at.toISOString()}::timestamptz end`,
      wrongTries: sql`${signInTickets.wrongTries} + case when ${signInTickets.hash} = ${hash} then 0 else 1 end`,
    })
    .where(open)
    .returning({ usedAt: signInTickets.usedAt });
  return row !== undefined && row.usedAt !== null;
}
