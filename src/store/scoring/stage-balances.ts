import { sql } from 'drizzle-orm';
import type { ProductKind } from '../schema.ts';
import type { Database } from '../store.ts';
import { dayArray, type Positions, within } from './staging.ts';

/** What a product's balance is to the bank; rates a year of the balance. */
export type ProductRates = {
  product: ProductKind;
  /** a deposit or an investment, not a debt */
  deposit: boolean;
  spread: number;
  expectedLoss: number;
};

/**
 * Adds up how the balances of a range of customers changed, by period, up to the as-of date. A balance holds from the
 * day it is recorded until the next record or the closing of its holding; a month's only record on the month's last
 * day holds for all of the month, as banks that keep month-end balances mean it.
 *
 * `deposits` and `debt` are changes of the closing balance, `interest` and `loss` the same times the product's rates a
 * year (debt by its absolute amount). Their `mean_` fellows count each change by the part of the month it was in force.
 */
export async function stageBalances(
  db: Database,
  periodStarts: readonly string[],
  asOf: string,
  rates: readonly ProductRates[],
  range: Positions,
): Promise<void> {
  const products = sql.join(
    rates.map(
      (rate) =>
        sql`(${rate.product}::text, ${rate.deposit}::boolean, ${rate.spread}::float8, ${rate.expectedLoss}::float8)`,
    ),
    sql`, `,
  );
  await db.execute(sql`
    with rates (product, deposit, spread, loss) as (values ${products}),
    held as (
      select h.customer_id, h.external_id, r.deposit, r.spread, r.loss,
        case when least(h.closed_on, c.closed_on) <= ${asOf}::date then least(h.closed_on, c.closed_on) end as closed_on
      from scoring_customers c
      join holdings h on h.customer_id = c.customer_id
      join rates r on r.product = h.product
      where ${within(range)}),
    recorded as (
      select h.customer_id, h.external_id, h.deposit, h.spread, h.loss, b.as_of, b.amount::float8 as amount
      from held h join balances b on b.customer_id = h.customer_id and b.holding_id = h.external_id
      where b.as_of <= ${asOf}::date and (h.closed_on is null or b.as_of < h.closed_on)
      union all
      select customer_id, external_id, deposit, spread, loss, closed_on, 0 from held where closed_on is not null),
    changes as (
      select customer_id, deposit, spread, loss, as_of, amount,
        coalesce(lag(amount) over balance, 0) as before, lag(as_of) over balance as before_on,
        (date_trunc('month', as_of) + interval '1 month')::date as month_end
      from recorded
      window balance as (partition by customer_id, external_id order by as_of)),
    weighed as (
      select customer_id, width_bucket(as_of, ${dayArray(periodStarts)}) as period,
        case when deposit then amount - before else 0 end as deposits,
        case when deposit then 0 else greatest(-amount, 0) - greatest(-before, 0) end as debt,
        spread * (abs(amount) - abs(before)) as interest,
        loss * (greatest(-amount, 0) - greatest(-before, 0)) as loss,
        case when as_of = month_end - 1 and amount <> 0
            and (before_on is null or before_on < date_trunc('month', as_of)) then 1
          else (month_end - as_of)::float8 / extract(day from month_end - 1)::float8 end as part
      from changes)
    insert into scoring_balances
    select customer_id, period, sum(deposits), sum(debt), sum(deposits * part), sum(interest), sum(interest * part),
      sum(loss), sum(loss * part)
    from weighed
    group by customer_id, period`);
}
