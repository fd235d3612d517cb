import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Database, queryRows } from '../store.ts';

const span = z.object({ first: z.string().nullable(), last: z.string().nullable() });

/** The first and the last day the bank has a transaction or a balance of; null in a bank without any. */
export async function dataSpan(
  db: Database,
): Promise<{ first: string | null; last: string | null }> {
  const [found] = await queryRows(
    db,
    span,
    sql`select least(t.first, b.first)::text as first, greatest(t.last, b.last)::text as last
        from (select min(booked_on) as first, max(booked_on) as last from transactions) t,
             (select min(as_of) as first, max(as_of) as last from balances) b`,
  );
  return found ?? { first: null, last: null };
}
