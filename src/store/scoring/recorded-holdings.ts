import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Database, queryRows } from '../store.ts';

/** From one day to another, both within it, as YYYY-MM-DD. */
export type Span = { from: string; to: string };

const flags = z.object({ spans: z.array(z.number()), altogether: z.number() });

/** Shares need no more customers than these. */
const sampleSize = 20_000;

/**
 * Of how many holdings the bank recorded a balance within each of some spans of days, and within any of them; in a bank
 * of more than 20,000 customers, of those who are its customers the longest.
 * @param spans at least one
 */
export async function recordedHoldings(
  db: Database,
  spans: readonly Span[],
): Promise<{ spans: number[]; altogether: number }> {
  const within = ({ from, to }: Span) => sql`as_of between ${from}::date and ${to}::date`;
  const [found] = await queryRows(
    db,
    flags,
    sql`select array[${sql.join(
      spans.map((_, n) => sql`count(*) filter (where ${sql.identifier(`in_${n}`)})::integer`),
      sql`, `,
    )}] as spans, count(*)::integer as altogether
      from (
        select ${sql.join(
          spans.map((span, n) => sql`bool_or(${within(span)}) as ${sql.identifier(`in_${n}`)}`),
          sql`, `,
        )}
        from balances
        where (${sql.join(spans.map(within), sql` or `)}) and customer_id <= coalesce(
          (select id from customers order by id offset ${sampleSize - 1} limit 1), 2147483647)
        group by customer_id, holding_id) holdings`,
  );
  return found ?? { spans: spans.map(() => 0), altogether: 0 };
}
