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

/** Enough to tell a share of one in a hundred to a tenth of itself. */
const sampleSize = 20_000;

/**
 * Keeps what a run says of customers' leaving until it is known who left: of every customer, or in a bank of more than
 * 20,000 of a sample, always those whose ids hash lowest. What was said before of the same day is replaced.
 */
export async function keepPredictions(
  tx: Database,
  runId: number,
  horizonMonths: number,
  customers: number,
): Promise<void> {
  const share = Math.min(1, sampleSize / Math.max(1, customers));
  const asOf = sql`(select as_of from valuation_runs where id = ${runId})`;
  await tx.execute(
    sql`delete from churn_predictions where as_of = ${asOf} and horizon_months = ${horizonMonths}`,
  );
  await tx.execute(sql`
    insert into churn_predictions (customer_id, as_of, horizon_months, probability)
    select customer_id, ${asOf}, ${horizonMonths}, churn_probability from customer_values
    where run_id = ${runId} and churn_probability is not null and (hashint4(customer_id)::bigint + 2147483648) / 4294967296.0 <= ${share}`);
}

/** Removes the predictions whose horizon was over more than two months before a day, YYYY-MM-DD. */
export async function forgetPredictions(db: Database, day: string): Promise<void> {
  await db.execute(sql`
    delete from churn_predictions
    where as_of + (horizon_months + 2) * interval '1 month' < ${day}::date`);
}

/**
 * What the newest run said that is of one of some days and of the same horizon; undefined where there is none.
 *
 * @param days YYYY-MM-DD
 */
export async function pastPrediction(
  db: Database,
  days: readonly string[],
  horizonMonths: number,
): Promise<PastPrediction | undefined> {
  if (days.length === 0) return undefined;
  const said = await queryRows(
    db,
    z.object({ asOf: z.string(), customer: z.number(), probability: z.number() }),
    sql`select as_of::text as "asOf", customer_id as customer, probability from churn_predictions
        where horizon_months = ${horizonMonths} and as_of = (
          select max(as_of) from churn_predictions
          where as_of in ${days} and horizon_months = ${horizonMonths})
        order by customer_id`,
  );
  const [first] = said;
  return (
    first && {
      asOf: first.asOf,
      customers: Float64Array.from(said, ({ customer }) => customer),
      probability: Float64Array.from(said, ({ probability }) => probability),
    }
  );
}
