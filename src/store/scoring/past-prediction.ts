import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Database, queryRows } from '../store.ts';

/** What a published run of the past said of its customers' leaving. */
export type PastPrediction = {
  /** YYYY-MM-DD */
  asOf: string;
  customers: Float64Array;
  probability: Float64Array;
};

/**
 * What the newest run said that is of one of some days, of the same horizon, and whose values are still kept; undefined
 * where there is none.
 *
 * @param days YYYY-MM-DD
 */
export async function pastPrediction(
  db: Database,
  days: readonly string[],
  horizonMonths: number,
): Promise<PastPrediction | undefined> {
  if (days.length === 0) return undefined;
  const [run] = await queryRows(
    db,
    z.object({ id: z.number(), asOf: z.string() }),
    sql`select r.id, r.as_of::text as "asOf" from valuation_runs r
        where r.status = 'published' and r.as_of in ${days}
          and (r.parameters -> 'churn' ->> 'horizonMonths')::int = ${horizonMonths}
          and exists (select from customer_values v where v.run_id = r.id and v.churn_probability is not null)
        order by r.as_of desc, r.id desc limit 1`,
  );
  if (run === undefined) return undefined;
  const said = await queryRows(
    db,
    z.object({ customer: z.number(), probability: z.number() }),
    sql`select customer_id as customer, churn_probability as probability from customer_values
        where run_id = ${run.id} and churn_probability is not null order by customer_id`,
  );
  return {
    asOf: run.asOf,
    customers: Float64Array.from(said, ({ customer }) => customer),
    probability: Float64Array.from(said, ({ probability }) => probability),
  };
}
