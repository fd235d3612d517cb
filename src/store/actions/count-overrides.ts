import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Database, queryRows } from '../store.ts';

const counted = z.object({ said: z.number(), standing: z.number() });

/**
 * How many times people said of a customer of the bank that they are not at risk, and of how many customers that held on a day.
 * Of a few it would tell of each: what may be told is for the caller to say.
 * @param day YYYY-MM-DD
 */
export async function countOverrides(
  bankWide: Database,
  day: string,
): Promise<z.infer<typeof counted>> {
  const [found] = await queryRows(
    bankWide,
    counted,
    sql`select count(*)::int as said,
          (count(distinct customer_id) filter (where as_of <= ${day}::date and until > ${day}::date))::int as standing
        from risk_overrides`,
  );
  if (found === undefined) throw new Error('A count gave no row.');
  return found;
}
