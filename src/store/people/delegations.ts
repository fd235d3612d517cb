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

const standing = z.object({
  managerId: z.number(),
  name: z.string(),
  email: z.string().nullable(),
  role: z.enum(bankRoles),
  /** the last day, ISO */
  until: z.string(),
});

/** Somebody whose book is seen, or who sees it, and until when. */
export type Standing = z.infer<typeof standing>;

/** Whom a person stands in for now, and who for them. */
export async function standingsOf(
  db: Database,
  managerId: number,
): Promise<{ standsInFor: Standing[]; stoodInBy: Standing[] }> {
  const of = (mine: 'from_id' | 'to_id', other: 'from_id' | 'to_id') =>
    queryRows(
      db,
      standing,
      sql`select m.id as "managerId", m.name, m.email, m.role, d.until::text as until
          from delegations d join managers m on m.id = d.${sql.identifier(other)}
          where d.${sql.identifier(mine)} = ${managerId} and d.ends_at > now() order by m.name, m.id`,
    );
  return { standsInFor: await of('to_id', 'from_id'), stoodInBy: await of('from_id', 'to_id') };
}

/** Of those whom a person stands in for now, whose customers (ids of the store) are among some. */
export function stoodInForAmong(
  db: Database,
  managerId: number,
  customerIds: readonly number[],
): Promise<Standing[]> {
  return queryRows(
    db,
    standing,
    sql`select m.id as "managerId", m.name, m.email, m.role, d.until::text as until
        from delegations d join managers m on m.id = d.from_id
          join managers own on own.id = d.to_id and own.role in ('manager', 'lead')
        where d.to_id = ${managerId} and d.ends_at > now() and exists (
          select from customers c where c.manager_id = d.from_id
            and c.id = any(${`{${customerIds.join(',')}}`}::int[]))
        order by m.name, m.id`,
  );
}
