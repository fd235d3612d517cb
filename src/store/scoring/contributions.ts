import { sql } from 'drizzle-orm';
import type { ProductKind } from '../schema.ts';
import type { Database } from '../store.ts';
import { readColumns } from './read-columns.ts';
import { dayArray, type Positions, within } from './staging.ts';

/** What contributions are computed with besides the staged balances and transactions. */
export type ContributionTerms = {
  runId: number;
  /** the calendar months wanted, oldest first, each by its first day */
  months: readonly string[];
  /** the first day after them */
  monthsEnd: string;
  /** first day of each period */
  periodStarts: readonly string[];
  /** the bank's, which decides in which month an interaction happened */
  timezone: string;
  costFixed: number;
  costPerTransaction: number;
  costPerInteraction: number;
  /** per open holding and month */
  monthlyFee: Readonly<Partial<Record<ProductKind, number>>>;
};

/**
 * Writes the contribution of a range of customers in each month they were customers of the bank:
 *
 *   net interest = Σ over holdings of |mean balance of the month| × spread / 12
 *   fees = fees booked + monthly fee of each holding open in the month
 *   cost to serve = fixed + own transactions × rate + interactions × rate
 *   expected loss = Σ over debts of mean outstanding × rate / 12
 */
export async function writeContributions(
  db: Database,
  terms: ContributionTerms,
  range: Positions,
): Promise<void> {
  const { months } = terms;
  const bounds = dayArray([...months, terms.monthsEnd]);
  const monthOfPeriod = sql`width_bucket((${dayArray(terms.periodStarts)})[period], ${bounds})`;
  await db.execute(sql`
    with months as (
      select n, start, (start + interval '1 month')::date as over
      from unnest(${dayArray(months)}) with ordinality as m (start, n)
      union all select 0, null, null),
    range as (select * from scoring_customers c where ${within(range)}),
    activity as (
      select a.customer_id, ${monthOfPeriod} as n, sum(a.transactions) as transactions, sum(a.own) as own, sum(a.fees) as fees
      from range c join scoring_activity a on a.customer_id = c.customer_id
      group by 1, 2),
    balance as (
      select b.customer_id, ${monthOfPeriod} as n,
        sum(deposits) as deposits, sum(mean_deposits) as mean_deposits, sum(interest) as interest,
        sum(mean_interest) as mean_interest, sum(loss) as loss, sum(mean_loss) as mean_loss
      from range c join scoring_balances b on b.customer_id = c.customer_id
      group by 1, 2),
    contact as (
      select i.customer_id,
        width_bucket((i.occurred_at at time zone ${terms.timezone}::text)::date, ${bounds}) as n, count(*) as contacts
      from range c join interactions i on i.customer_id = c.customer_id
      group by 1, 2),
    fee as (${monthlyFees(terms.monthlyFee)}),
    told as (
      select c.customer_id, c.joined_on, c.closed_on, m.n, m.start, m.over,
        coalesce(sum(b.interest) over earlier, 0) + coalesce(b.mean_interest, 0) as interest,
        coalesce(sum(b.loss) over earlier, 0) + coalesce(b.mean_loss, 0) as loss,
        coalesce(sum(b.deposits) over earlier, 0) + coalesce(b.mean_deposits, 0) as balance
      from range c cross join months m
      left join balance b on b.customer_id = c.customer_id and b.n = m.n
      window earlier as (partition by c.customer_id order by m.n rows between unbounded preceding and 1 preceding))
    insert into contributions (customer_id, run_id, month, net_interest, fees, cost_to_serve, expected_loss, balance,
      transactions)
    select t.customer_id, ${terms.runId}, t.start, t.interest / 12, coalesce(a.fees, 0) + coalesce(f.fees, 0),
      ${terms.costFixed}::float8 + coalesce(a.own, 0) * ${terms.costPerTransaction}::float8
        + coalesce(i.contacts, 0) * ${terms.costPerInteraction}::float8,
      t.loss / 12, t.balance, coalesce(a.transactions, 0)
    from told t
    left join activity a on a.customer_id = t.customer_id and a.n = t.n
    left join contact i on i.customer_id = t.customer_id and i.n = t.n
    left join fee f on f.customer_id = t.customer_id and f.n = t.n
    where t.n > 0 and (t.joined_on is null or t.joined_on < t.over) and (t.closed_on is null or t.closed_on >= t.start)`);
}

function monthlyFees(fees: ContributionTerms['monthlyFee']) {
  const rates = Object.entries(fees);
  if (rates.length === 0)
    return sql`select null::integer as customer_id, 0 as n, 0 as fees where false`;
  const values = rates.map(([product, fee]) => sql`(${product}::text, ${fee}::float8)`);
  return sql`
    select h.customer_id, m.n, sum(r.fee) as fees
    from range c join holdings h on h.customer_id = c.customer_id
    join (values ${sql.join(values, sql`, `)}) r (product, fee) on r.product = h.product
    join months m on (h.opened_on is null or h.opened_on < m.over) and (h.closed_on is null or h.closed_on >= m.start)
    group by 1, 2`;
}

const names = ['contribution'] as const;

/**
 * The contributions a run has written for a range of customers: customers × months, row-major, oldest month first; `NaN`
 * where the customer was none of the bank's.
 */
export async function contributionHistory(
  db: Database,
  runId: number,
  months: readonly string[],
  range: Positions,
): Promise<Float64Array> {
  const { contribution } = await readColumns(
    db,
    names,
    sql`select o.net_interest + o.fees - o.cost_to_serve - o.expected_loss as contribution
        from scoring_customers c cross join unnest(${dayArray(months)}) as m (month)
        left join contributions o on o.customer_id = c.customer_id and o.run_id = ${runId} and o.month = m.month
        where ${within(range)} order by c.position, m.month`,
  );
  return contribution;
}
