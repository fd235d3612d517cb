import { sql } from 'drizzle-orm';
import type { ProductKind } from '../kinds.ts';
import type { Database } from '../store.ts';
import { type CustomerRange, within } from './staging.ts';

/** What a product's balance is to the bank; rates a year of the balance. */
export type ProductRates = {
  product: ProductKind;
  /** a deposit or an investment, not a debt */
  deposit: boolean;
  spread: number;
  expectedLoss: number;
};

/** The part of a record's month from the opening of its holding on, or from the month's start. */
const partSinceOpening = sql`
  ((d.month_start + interval '1 month')::date - greatest(d.month_start, r.opened_on))::float8
    / ((d.month_start + interval '1 month')::date - d.month_start)`;

/**
 * Adds up how the balances of a range of customers changed, by period, up to the as-of date. A balance holds from the
 * day it is recorded until the next record or the closing of its holding; a month's only record on the month's last
 * day holds for all of the month, as banks that keep month-end balances mean it. The first record of a holding also holds for
 * the days of its month before it, back to the opening of the holding: what was not recorded yet was not 0. A month's first
 * record that comes with the mean of the month's days counts in that month by this mean.
 *
 * A loan or mortgage of which the bank records no balance is owed in full from its opening and paid back in equal parts
 * over the `months` among its attributes; without these, it is owed in full until it is closed.
 *
 * `deposits` (null where the period has no record of one) and `debt` are changes of the closing balance, `interest` and `loss` the same times the product's rates a
 * year (debt by its absolute amount). Their `mean_` fellows count each change by the part of the month it was in force.
 */
export async function stageBalances(
  db: Database,
  asOf: string,
  rates: readonly ProductRates[],
  range: CustomerRange,
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
      select h.customer_id, h.external_id, h.product, h.opened_on, h.amount, h.attributes,
        r.deposit, r.spread, r.loss,
        case when least(h.closed_on, c.closed_on) <= ${asOf}::date then least(h.closed_on, c.closed_on) end as closed_on
      from scoring_customers c
      join holdings h on h.customer_id = c.customer_id
      join rates r on r.product = h.product
      where ${within('c', range)}),
    unrecorded as (
      select h.*, coalesce(h.opened_on, first.day) as owed_from, first.day as first_day, case when jsonb_typeof(attributes -> 'months') = 'number'
        then nullif((attributes ->> 'months')::float8::integer, 0) end as term
      from held h cross join (select min(day) as day from scoring_days) first
      where product in ('loan', 'mortgage') and amount > 0 and (closed_on is null or closed_on > first.day) and not exists (
        select from balances b where b.customer_id = h.customer_id and b.holding_id = h.external_id
          and b.as_of between first.day and ${asOf}::date)),
    recorded as (
      select h.customer_id, h.external_id, h.deposit, h.spread, h.loss, h.opened_on, b.as_of, b.amount::float8 as amount, b.month_mean,
        0 as nth, true as statement
      from held h join balances b on b.customer_id = h.customer_id and b.holding_id = h.external_id
      where h.closed_on is null or b.as_of < h.closed_on
      union all
      select u.customer_id, u.external_id, deposit, spread, loss, null, greatest((owed_from + k * interval '1 month')::date, first_day),
        -amount::float8 * case when term is null then 1 else 1 - k::float8 / term end, null, k, false
      from unrecorded u cross join generate_series(0, coalesce(term, 0)) k
      where closed_on is null or owed_from + k * interval '1 month' < closed_on
      union all
      select customer_id, external_id, deposit, spread, loss, null, closed_on, 0, null, 0, false from held where closed_on is not null),
    changes as (
      select customer_id, deposit, spread, loss, d.period, d.month, amount,
        coalesce(lag(amount) over balance, 0) as before,
        case when coalesce(lag(d.day) over balance < d.month_start, true) then month_mean end as mean,
        case when statement and d.ends_month and coalesce(lag(d.day) over balance < d.month_start, true) then 1
          when statement and lag(d.day) over balance is null then greatest(d.part, ${partSinceOpening})
          else d.part end as part
      from recorded r join scoring_days d on d.day = r.as_of
      window balance as (partition by customer_id, external_id order by d.day, nth)),
    weighed as (
      select customer_id, period, month, deposit, spread, loss as loss_rate, amount - before as change,
        abs(amount) - abs(before) as size, greatest(-amount, 0) - greatest(-before, 0) as debt,
        coalesce(mean - before, (amount - before) * part) as mean_change,
        coalesce(abs(mean) - abs(before), (abs(amount) - abs(before)) * part) as mean_size,
        case when mean is null then (greatest(-amount, 0) - greatest(-before, 0)) * part
          else greatest(-mean, 0) - greatest(-before, 0) end as mean_debt
      from changes)
    insert into scoring_balances
    select customer_id, period, min(month), sum(change) filter (where deposit),
      sum(case when deposit then 0 else debt end), sum(mean_change) filter (where deposit),
      sum(spread * size), sum(spread * mean_size), sum(loss_rate * debt), sum(loss_rate * mean_debt)
    from weighed
    group by customer_id, period`);
}
