import { and, eq, gt, sql } from 'drizzle-orm';
import { z } from 'zod';
import { bankRoles } from '../kinds.ts';
import { delegations } from '../schema.ts';
import { type Database, queryRows } from '../store.ts';

/** People of the bank, ids of the store: whose book it is, and who stands in. */
export type Pair = { fromId: number; toId: number };

/**
 * Has a manager's book be seen by another, too, until a day ends in the bank's time zone; in place of what stood between the two.
 * @param until ISO
 * @param timezone IANA
 */
export async function delegateBook(
  db: Database,
  pair: Pair,
  { until, timezone, now }: { until: string; timezone: string; now: Date },
): Promise<void> {
  await db.transaction(async (tx) => {
    await endDelegations(tx, pair, now);
    await tx.insert(delegations).values({
      ...pair,
      until,
      endsAt: sql`(${until}::date + 1)::timestamp at time zone ${timezone}`,
      createdAt: now,
    });
  });
}

/** Ends what one person sees of another's book, at once. Gives how many delegations that were. */
export async function endDelegations(
  db: Database,
  { fromId, toId }: Pair,
  at: Date,
): Promise<number> {
  const ended = await db
    .update(delegations)
    .set({ endsAt: sql`least(now(), ${at.toISOString()}::timestamptz)` })
    .where(
      and(
        eq(delegations.fromId, fromId),
        eq(delegations.toId, toId),
        gt(delegations.endsAt, sql`now()`),
      ),
    )
    .returning({ id: delegations.id });
  return ended.length;
}

const standingRow = z.object({
  managerId: z.number(),
  name: z.string(),
  email: z.string().nullable(),
  role: z.enum(bankRoles),
  /** the last day, ISO */
  until: z.string(),
});

/** Somebody whose book is seen, or who sees it, and until when. */
export type Standing = z.infer<typeof standingRow>;

/** Whom a person stands in for now, and who for them. */
export async function standingsOf(
  db: Database,
  managerId: number,
): Promise<{ standsInFor: Standing[]; stoodInBy: Standing[] }> {
  return {
    standsInFor: await stoodInForBy(db, managerId),
    stoodInBy: await standing(db, managerId, { mine: 'from_id', other: 'to_id' }),
  };
}

/** Whom a person stands in for now. */
export const stoodInForBy = (db: Database, managerId: number): Promise<Standing[]> =>
  standing(db, managerId, { mine: 'to_id', other: 'from_id' });

type Column = 'from_id' | 'to_id';

function standing(
  db: Database,
  managerId: number,
  { mine, other }: { mine: Column; other: Column },
): Promise<Standing[]> {
  return queryRows(
    db,
    standingRow,
    sql`select m.id as "managerId", m.name, m.email, m.role, d.until::text as until
        from delegations d join managers m on m.id = d.${sql.identifier(other)}
        where d.${sql.identifier(mine)} = ${managerId} and d.ends_at > now() order by m.name, m.id`,
  );
}

/** Of those whom a person stands in for now, whose customers (ids of the store) are among some. */
export function stoodInForAmong(
  db: Database,
  managerId: number,
  customerIds: readonly number[],
): Promise<Standing[]> {
  return queryRows(
    db,
    standingRow,
    sql`select m.id as "managerId", m.name, m.email, m.role, d.until::text as until
        from delegations d join managers m on m.id = d.from_id
          join managers own on own.id = d.to_id and own.role in ('manager', 'lead')
        where d.to_id = ${managerId} and d.ends_at > now() and exists (
          select from customers c where c.manager_id = d.from_id
            and c.id = any(${`{${customerIds.join(',')}}`}::int[]))
        order by m.name, m.id`,
  );
}
