import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { present, totalColumns, totals } from '../measures.ts';
import { type ListFilters, withFilters } from '../rankings/list-filters.ts';
import { customers } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import { mainSegmentation } from '../segments/segmentation.ts';
import { type Database, queryRows } from '../store.ts';
import { addedUp, heldTotals, readTotals, totalRows, totalsStand } from '../totals/kept-totals.ts';

const bookTotal = totals.extend({ high: z.number(), medium: z.number(), low: z.number() });

/** A book in one row: counts, and sums in the bank's currency. */
export type BookTotals = z.infer<typeof bookTotal>;

/** What the customers of a scope add up to in a run, without those who have left. */
export async function bookTotals(
  db: Database,
  scope: Scope,
  runId: number,
  { atRisk, filters }: { atRisk: number; filters: ListFilters },
): Promise<BookTotals> {
  const segmentation = filters.segment?.segmentation ?? mainSegmentation;
  const kept = totalRows(scope, runId, { segmentation, atRisk, filters });
  if (kept !== undefined) {
    const inTier = (tier: string) =>
      sql`coalesce(sum(t.customers) filter (where t.tier = ${tier}), 0)::int`;
    const read = await readTotals(
      db,
      bookTotal,
      totalsStand(scope, { runId, atRisk }),
      sql`select ${addedUp}, ${inTier('high')} as high, ${inTier('medium')} as medium, ${inTier('low')} as low from ${kept}`,
    );
    if (read?.[0] !== undefined) return read[0];
  }
  const count = (tier: string) => sql`(count(*) filter (where v.tier = ${tier}))::int`;
  const rows = await queryRows(
    db,
    bookTotal,
    sql`select ${totalColumns(atRisk)}, ${count('high')} as high, ${count('medium')} as medium, ${count('low')} as low
        from customer_values v
        join ${customers} on ${customers.id} = v.customer_id
        where v.run_id = ${runId} and ${inScope(scope)} and ${withFilters(filters)}
          and ${present}`,
  );
  if (rows[0] === undefined) throw new Error('A sum over customers gave no row.');
  return rows[0];
}

/**
 * What those whom {@link bookTotals} adds up brought in by month, the newest `months` of a run, oldest first: together the
 * year's contribution in the totals.
 */
export async function bookMonths(
  db: Database,
  scope: Scope,
  runId: number,
  { months, filters }: { months: number; filters: ListFilters },
): Promise<{ month: string; contribution: number }[]> {
  const row = z.object({ month: z.string(), contribution: z.number() });
  const held = heldTotals(scope, filters, { books: true, tiers: false });
  if (held !== undefined) {
    const read = await readTotals(
      db,
      row,
      totalsStand(scope, { runId }),
      sql`select t.month::text as month, sum(t.revenue) - sum(t.cost) as contribution
          from run_months t where t.run_id = ${runId} and t.present and ${held}
          group by t.month order by t.month desc limit ${months}`,
    );
    if (read !== undefined) return read.reverse();
  }
  const newestFirst = await queryRows(
    db,
    row,
    sql`select c.month::text as month,
          sum(c.net_interest + c.fees - c.cost_to_serve - c.expected_loss) as contribution
        from contributions c
        join ${customers} on ${customers.id} = c.customer_id
        join customer_values v on v.customer_id = c.customer_id and v.run_id = c.run_id
        where c.run_id = ${runId} and ${inScope(scope)} and ${withFilters(filters)} and ${present}
        group by c.month
        order by c.month desc
        limit ${months}`,
  );
  return newestFirst.reverse();
}
