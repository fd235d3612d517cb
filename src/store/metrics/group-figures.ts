import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { present } from '../measures.ts';
import { type ListFilters, withFilters } from '../rankings/list-filters.ts';
import { branches, customers } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import { mainSegmentation } from '../segments/segmentation.ts';
import { type Database, queryRows } from '../store.ts';
import { heldTotals, readTotals, totalsStand } from '../totals/kept-totals.ts';

const names = z.record(z.string(), z.string()).nullable();
const figures = z.object({
  /** what its customers have in common: being all, a segment of the main segmentation, or a branch */
  by: z.enum(['all', 'segment', 'branch']),
  /** of the segment or the branch; null: of all, or in none */
  id: z.number().nullable(),
  /** of the branch, as the bank calls it */
  name: z.string().nullable(),
  /** of the segment or the branch, by locale */
  names,
  /** who are there at the end; the figures up to `transactions` are of these */
  customers: z.number(),
  contribution12m: z.number().nullable(),
  contributionsKnown: z.number(),
  /** with a transaction of their own in the last year, and with two or more */
  buyers: z.number(),
  repeatBuyers: z.number(),
  /** with a product opened in the period, and with two or more */
  productBuyers: z.number(),
  repeatProductBuyers: z.number(),
  /** mean of the customers of whom it is known, 0 to 1 */
  satisfaction: z.number().nullable(),
  respondents: z.number(),
  /** of these, those whose satisfaction is estimated from what they wrote */
  estimated: z.number(),
  /** what went through their own transactions of the last year, and how many these were */
  turnover: z.number().nullable(),
  transactions: z.number(),
  /** there at the start of the period, and gone by its end */
  atStart: z.number(),
  leavers: z.number(),
  /** who joined in the period */
  joined: z.number(),
});

/** What customers add up to over a period, as the metrics are computed from. Money is in the bank's currency. */
export type GroupFigures = z.infer<typeof figures>;

/** The period from the day after `from` to the run's as-of date, and the silence that counts as leaving, in days. */
export type MetricsPeriod = { from: string; dormantDays: number };

/** The day on which a customer had left: of the silent, when their silence had lasted as long as counts as leaving. */
const leftOn = (dormantDays: number): SQL =>
  sql`case when ${customers.closedOn} <= r.as_of then ${customers.closedOn}
    when v.stage = 'left' then least(r.as_of, r.as_of - v.recency_days + ${dormantDays}::int) end`;

/**
 * The figures of all customers of a scope, of each segment of the main segmentation, and of each branch, those of all
 * first. Who has left is in no segment any more, so that the leavers of a segment are not known here.
 */
export async function groupFigures(
  db: Database,
  scope: Scope,
  runId: number,
  { filters, period }: { filters: ListFilters; period: MetricsPeriod },
): Promise<GroupFigures[]> {
  const counted = (condition: SQL) => sql`(count(*) filter (where ${condition}))::int`;
  return queryRows(
    db,
    figures,
    sql`with told as (
          select v.*, ${present} as there, ${customers.branchId} as branch_id, o.opened,
            coalesce(${customers.joinedOn} > ${period.from}::date and ${customers.joinedOn} <= r.as_of, false) as is_new,
            coalesce(${customers.joinedOn} <= ${period.from}::date, true)
              and (${present} or ${leftOn(period.dormantDays)} > ${period.from}::date) as was_there
          from customer_values v
          join valuation_runs r on r.id = v.run_id
          join ${customers} on ${customers.id} = v.customer_id
          left join (
            select h.customer_id, count(*) as opened
            from holdings h join valuation_runs r on r.id = ${runId}
            where h.opened_on > ${period.from}::date and h.opened_on <= r.as_of
            group by h.customer_id) o on o.customer_id = v.customer_id
          where v.run_id = ${runId} and ${inScope(scope)} and ${withFilters(filters)}),
        summed as (
          select case when grouping(segment_id) = 0 then 'segment' when grouping(branch_id) = 0 then 'branch' else 'all' end as by,
            coalesce(segment_id, branch_id) as id, ${counted(sql`there`)} as customers,
            sum(contribution12m) filter (where there) as "contribution12m",
            (count(contribution12m) filter (where there))::int as "contributionsKnown",
            ${counted(sql`there and frequency >= 1`)} as buyers,
            ${counted(sql`there and frequency >= 2`)} as "repeatBuyers",
            ${counted(sql`there and opened >= 1`)} as "productBuyers",
            ${counted(sql`there and opened >= 2`)} as "repeatProductBuyers",
            avg(satisfaction) filter (where there) as satisfaction,
            (count(satisfaction) filter (where there))::int as respondents,
            ${counted(sql`there and satisfaction_estimated`)} as estimated,
            sum(monetary * frequency) filter (where there) as turnover,
            coalesce(sum(frequency) filter (where there and monetary is not null), 0)::int as transactions,
            ${counted(sql`was_there`)} as "atStart",
            ${counted(sql`was_there and not there`)} as leavers, ${counted(sql`is_new`)} as joined
          from told group by grouping sets ((), (segment_id), (branch_id)))
        select f.*, b.name, coalesce(s.names, b.names) as names
        from summed f
        left join segments s on f.by = 'segment' and s.run_id = ${runId} and s.segmentation = ${mainSegmentation} and s.id = f.id
        left join ${branches} b on f.by = 'branch' and b.id = f.id
        order by f.by <> 'all', f.by, f.customers desc, f.id`,
  );
}

const tenure = z.object({ years: z.number(), atStart: z.number(), leavers: z.number() });

/**
 * Who was there at the start of a period and how many of them are gone by its end, as {@link groupFigures} counts them, by whole
 * years since they joined, the fewest first; without those of whom it is not known when they joined.
 */
export function leaversByTenure(
  db: Database,
  scope: Scope,
  runId: number,
  { filters, period }: { filters: ListFilters; period: MetricsPeriod },
): Promise<z.infer<typeof tenure>[]> {
  return queryRows(
    db,
    tenure,
    sql`select date_part('year', age(${period.from}::date, ${customers.joinedOn}))::int as years, count(*)::int as "atStart",
          (count(*) filter (where not (${present})))::int as leavers
        from customer_values v
        join valuation_runs r on r.id = v.run_id
        join ${customers} on ${customers.id} = v.customer_id
        where v.run_id = ${runId} and ${inScope(scope)} and ${withFilters(filters)}
          and ${customers.joinedOn} <= ${period.from}::date
          and (${present} or ${leftOn(period.dormantDays)} > ${period.from}::date)
        group by 1
        order by 1`,
  );
}

const since = z.object({ since: z.string(), atStart: z.number(), leavers: z.number() });

/**
 * Who was in a segment or a tier at the oldest run of which the values are kept, and of them who has left since.
 * @param filters as they held then
 * @returns undefined where there is no run before
 */
export async function leaversSinceRun(
  db: Database,
  scope: Scope,
  runId: number,
  filters: ListFilters,
): Promise<z.infer<typeof since> | undefined> {
  const [found] = await queryRows(
    db,
    since,
    sql`select p.as_of::text as since,
          (count(*) filter (where ${inScope(scope)} and ${withFilters(filters)} and ${present}))::int as "atStart",
          (count(*) filter (where ${inScope(scope)} and ${withFilters(filters)} and ${present} and n.stage = 'left'))::int
            as leavers
        from valuation_runs r join valuation_runs p on p.status = 'published' and p.as_of < r.as_of
        join customer_values v on v.run_id = p.id
        join ${customers} on ${customers.id} = v.customer_id
        join customer_values n on n.customer_id = v.customer_id and n.run_id = r.id
        where r.id = ${runId}
        group by p.id, p.as_of
        order by p.as_of, p.id
        limit 1`,
  );
  return found;
}

const month = z.object({
  month: z.string(),
  customers: z.number(),
  revenue: z.number(),
  cost: z.number(),
});

/**
 * What the customers of a scope who are still there brought in by month, and what they cost with the expected loss, the
 * newest `months` of a run, oldest first: sums in the bank's currency over so many `customers` as there were then.
 */
export async function groupMonths(
  db: Database,
  scope: Scope,
  runId: number,
  { months, filters }: { months: number; filters: ListFilters },
): Promise<z.infer<typeof month>[]> {
  const held = heldTotals(scope, filters, { books: true, tiers: false });
  if (held !== undefined) {
    const read = await readTotals(
      db,
      month,
      totalsStand(scope, { runId }),
      sql`select t.month::text as month, sum(t.customers)::int as customers, sum(t.revenue) as revenue, sum(t.cost) as cost
          from run_months t where t.run_id = ${runId} and t.present and ${held}
          group by t.month order by t.month desc limit ${months}`,
    );
    if (read !== undefined) return read.reverse();
  }
  const newestFirst = await queryRows(
    db,
    month,
    sql`select c.month::text as month, count(*)::int as customers, sum(c.net_interest + c.fees) as revenue,
          sum(c.cost_to_serve + c.expected_loss) as cost
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
