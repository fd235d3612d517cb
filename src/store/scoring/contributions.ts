import { type SQL, sql } from 'drizzle-orm';
import type { ProductKind } from '../kinds.ts';
import type { Database } from '../store.ts';
import { trustReferences } from '../trust-references.ts';
import { readColumns } from './read-columns.ts';
import { type CustomerRange, within } from './staging.ts';

/** What contributions are computed with besides the staged balances and transactions. */
export type ContributionTerms = {
  runId: number;
  /** how many months of the run's calendar are wanted */
  months: number;
  /** the bank's, which decides in which month an interaction happened */
  timezone: string;
  costFixed: number;
  costPerTransaction: number;
  costPerInteraction: number;
  /** per open holding and month */
  monthlyFee: Readonly<Partial<Record<ProductKind, number>>>;
  /** whether the staged losses are those of a default, to be weighed by each customer's staged probability of it */
  byDefaultRisk: boolean;
  /** whether they are written, too */
  written: boolean;
};

/** The first `count` months of the run's calendar, and one row numbered 0 for all that was before them. */
function monthRows(count: number): SQL {
  return sql`
    select month, min(day) as start, max(day) + 1 as over from scoring_days where month between 1 and ${count} group by month
    union all select 0, null, null`;
}

/**
 * Works out the contribution of a range of customers in each wanted month in which they were customers of the bank, writes it
 * where that is wanted, and gives it: customers × months, row-major, oldest month first; `NaN` where the customer was none of the bank's.
 *
 *   net interest = Σ over holdings of |mean balance of the month| × spread / 12
 *   fees = fees booked + monthly fee of each holding open in the month
 *   cost to serve = fixed + own transactions × rate + interactions × rate
 *   expected loss = Σ over debts of mean outstanding × rate / 12, by default risk × the customer's probability of default
 *
 * @param tx a transaction; references are not checked in the rest of it, as they hold by construction
 */
export async function writeContributions(
  tx: Database,
  terms: ContributionTerms,
  range: CustomerRange,
): Promise<Float64Array> {
  await trustReferences(tx);
  const { contribution } = await readColumns(
    tx,
    ['contribution'],
    sql`select case when there then interest + fees - cost - loss end as contribution from told where month > 0
        order by customer_id, month`,
    sql`
    with months as materialized (${monthRows(terms.months)}),
    activity as (
      select customer_id, month, sum(transactions) as transactions, sum(own) as own, sum(fees)::float8 as fees
      from scoring_activity a where ${within('a', range)} group by 1, 2),
    balance as (
      select customer_id, month, sum(deposits) as deposits, sum(mean_deposits) as mean_deposits,
        sum(interest) as interest, sum(mean_interest) as mean_interest, sum(loss) as loss, sum(mean_loss) as mean_loss
      from scoring_balances b where ${within('b', range)} group by 1, 2),
    contact as (
      select i.customer_id, d.month, count(*) as contacts
      from interactions i
      join scoring_days d on d.day = (i.occurred_at at time zone ${terms.timezone}::text)::date
      where ${within('i', range)} group by 1, 2),
    fee as (${monthlyFees(terms.monthlyFee, range)}),
    held as (
      select c.customer_id, m.month, m.start,
        (c.joined_on is null or c.joined_on < m.over) and (c.closed_on is null or c.closed_on >= m.start) as there,
        coalesce(sum(b.interest) over earlier, 0) + coalesce(b.mean_interest, 0) as interest,
        coalesce(sum(b.loss) over earlier, 0) + coalesce(b.mean_loss, 0) as loss,
        coalesce(sum(b.deposits) over earlier + coalesce(b.mean_deposits, 0), b.mean_deposits) as balance
      from scoring_customers c cross join months m
      left join balance b on b.customer_id = c.customer_id and b.month = m.month
      where ${within('c', range)}
      window earlier as (partition by c.customer_id order by m.month rows between unbounded preceding and 1 preceding)),
    told as materialized (
      select h.customer_id, h.month, h.start, h.there, h.interest / 12 as interest,
        coalesce(a.fees, 0) + coalesce(f.fees, 0) as fees,
        ${terms.costFixed}::float8 + coalesce(a.own, 0) * ${terms.costPerTransaction}::float8
          + coalesce(i.contacts, 0) * ${terms.costPerInteraction}::float8 as cost,
        ${terms.byDefaultRisk ? sql`h.loss * coalesce(p.probability, 0) / 12` : sql`h.loss / 12`} as loss, h.balance, coalesce(a.transactions, 0) as transactions
      from held h
      left join activity a on a.customer_id = h.customer_id and a.month = h.month
      left join contact i on i.customer_id = h.customer_id and i.month = h.month
      left join fee f on f.customer_id = h.customer_id and f.month = h.month
      ${terms.byDefaultRisk ? sql`left join scoring_default_risk p on p.customer_id = h.customer_id` : sql``}),
    ${
      terms.written
        ? sql`written as (
      insert into contributions (customer_id, run_id, month, net_interest, fees, cost_to_serve, expected_loss, balance,
        transactions)
      select customer_id, ${terms.runId}, start, interest, fees, cost, loss, balance, transactions
      from told where month > 0 and there)`
        : sql`nothing as (select)`
    }`,
  );
  return contribution;
}

function monthlyFees(fees: ContributionTerms['monthlyFee'], range: CustomerRange): SQL {
  const rates = Object.entries(fees).map(
    ([product, fee]) => sql`(${product}::text, ${fee}::float8)`,
  );
  if (rates.length === 0) {
    return sql`select null::integer as customer_id, null::smallint as month, 0 as fees where false`;
  }
  return sql`
    select h.customer_id, m.month, sum(r.fee) as fees
    from holdings h
    join (values ${sql.join(rates, sql`, `)}) r (product, fee) on r.product = h.product
    join months m on (h.opened_on is null or h.opened_on < m.over) and (h.closed_on is null or h.closed_on >= m.start)
    where ${within('h', range)} group by 1, 2`;
}
