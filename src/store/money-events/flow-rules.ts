import { type SQL, sql } from 'drizzle-orm';
import type { EventRules } from './event-rules.ts';

/*
 * Rules over `booked`: transactions that the bank did not book by itself, with the days `ago` that they were booked. Each select
 * gives customer_id, kind, ago (of the event's day) and figures, with `today` the day up to which all is known.
 */

/** How many days of transactions the rules read. */
export const daysRead = 260;
/** Days of a month on average: how far apart regular income is. */
const monthDays = 30.44;
/** Regular income that has not come for more days than this, a month and what weekends move, has stopped. */
const lateAfter = 38;
/** What is unusual of a sum is told by the days before it, of which so many had sums that went the same way. */
const pastDays = 180;
const leastSums = 5;

/** What the rules below read of `booked`. */
export function flowTables({ income, shownDays }: EventRules): SQL {
  const whole = (number: number) => sql.raw(String(number));
  const four = (from: number) => {
    const months = sql`filter (where month between ${whole(from)} and ${whole(from + 3)})`;
    const steady = sql`(count(*) ${months} = 4 and count(distinct month) ${months} = 4
      and max(amount) ${months} <= 1.6 * min(amount) ${months})`;
    return { steady, mean: sql`avg(amount) ${months}` };
  };
  const [last, before] = [four(0), four(1)];
  return sql`
    payers as materialized (
      select customer_id, kind, counterparty, min(ago) as since, max(amount) filter (where month = 0) as newest,
        ${last.steady} as steady, ${last.mean} as mean,
        ${before.steady} and count(*) filter (where month = 0) = 1 as steady_before, ${before.mean} as mean_before
      from (
        select *, round((ago - since) / ${monthDays}::float8) as month
        from (
          select customer_id, kind, counterparty, amount, ago,
            min(ago) over (partition by customer_id, kind, counterparty) as since
          from booked where amount > 0 and kind <> 'loan-payment') received) numbered
      where month <= 4
      group by customer_id, kind, counterparty),
    incomes as materialized (
      select *, now <= ${1 - income.fall}::float8 * before as fell,
        case when since > ${lateAfter} then since - ${lateAfter + 1} else since end as ago
      from (
        select customer_id, kind, counterparty, since,
          case when since <= ${lateAfter} and steady_before then mean_before else mean end as before,
          case when since > ${lateAfter} then 0 when steady_before then newest else mean end as now
        from payers
        where since <= ${lateAfter + shownDays} and (steady or since <= ${lateAfter} and steady_before)) regular),
    flows as materialized (
      select customer_id, ago, sum(amount) > 0 as inward, abs(sum(amount)) as amount
      from booked where kind <> 'loan-payment'
      group by customer_id, ago
      having sum(amount) <> 0)`;
}

/**
 * Regular income that stopped or fell. Regular income is what `moneyEventColumns` says: what came from one source (kind and
 * counterparty) in each of four months, the largest at most 1.6 times the smallest. It has stopped where the source paid last more
 * than 38 days ago, and fallen where its newest payment is as far below the mean of the four months before. What another named
 * payer now pays in the same way makes up for it. `before` and `now` add up a month of all regular income; `lastOn` is the day of
 * the newest payment of what stopped or fell.
 */
export function incomeRule({ income, shownDays }: EventRules): SQL {
  return sql`
    select i.customer_id, 'income' as kind, min(i.ago) filter (where fell) as ago, jsonb_build_object(
      'before', round(sum(before), 2), 'now', round(sum(now), 2),
      'lastOn', (select day from today) - min(since) filter (where fell)) as figures
    from incomes i
    left join (
      select p.customer_id, max(p.newest) as amount
      from payers p
      where p.counterparty is not null and p.since <= ${lateAfter}
        and exists (select from incomes i where i.customer_id = p.customer_id and i.kind = p.kind)
        and not exists (
          select from incomes i
          where i.customer_id = p.customer_id and i.kind = p.kind and i.counterparty = p.counterparty)
      group by p.customer_id) other on other.customer_id = i.customer_id
    group by i.customer_id, other.amount
    having min(i.ago) filter (where fell) < ${shownDays}
      and sum(now) + coalesce(other.amount, 0) <= ${1 - income.fall}::float8 * sum(before)`;
}

/**
 * A day on which far more came in than on any of the 180 days before it, or left: what came and went on a day is set against each
 * other, so that money moved between a customer's own accounts does not count. `usual` is the most on a day before, and `days`
 * of how many days before it anything of the customer is known, at most 180.
 */
export function unusualSumRule(
  kind: 'inflow' | 'outflow',
  { [kind]: { times, least }, shownDays }: EventRules,
): SQL {
  const direction = kind === 'inflow' ? sql`inward` : sql`not inward`;
  return sql`
    select f.customer_id, ${kind}::text as kind, f.ago, jsonb_build_object(
      'amount', f.amount, 'usual', max(b.amount), 'days', least(${pastDays}::int, past.oldest - f.ago)) as figures
    from (
      select customer_id, max(ago) as oldest,
        max(amount) filter (where ${direction} and ago between ${shownDays} and ${pastDays}) as most
      from flows
      group by customer_id) past
    join flows f on f.customer_id = past.customer_id and f.amount >= ${times}::float8 * past.most
    join flows b on b.customer_id = f.customer_id and b.inward = f.inward
      and b.ago > f.ago and b.ago <= f.ago + ${pastDays}
    where ${kind === 'inflow' ? sql`f.inward` : sql`not f.inward`} and f.ago < ${shownDays} and f.amount >= ${least}::float8
    group by f.customer_id, f.ago, f.amount, past.oldest
    having count(*) >= ${leastSums} and f.amount >= ${times}::float8 * max(b.amount)`;
}

/** Money that left for a bank that the configuration names, by day. `bank` is its name as the newest transaction has it. */
export function otherBankRule({ 'to-other-bank': { least, banks }, shownDays }: EventRules): SQL {
  return sql`
    select customer_id, 'to-other-bank' as kind, ago, jsonb_build_object(
      'amount', sum(-amount), 'bank', max(counterparty)) as figures
    from booked
    where amount < 0 and ago < ${shownDays} and lower(counterparty) in (
      select lower(name) from jsonb_array_elements_text(${JSON.stringify(banks)}::jsonb) name)
    group by customer_id, ago
    having sum(-amount) >= ${least}::float8`;
}

/** The first transaction after a silence: `silentDays` days after the one before it, of `lastOn`. */
export function awakeRule({ awake: { silentDays }, shownDays }: EventRules): SQL {
  return sql`
    select a.customer_id, 'awake' as kind, a.ago, jsonb_build_object(
      'silentDays', a.before - a.ago, 'lastOn', (select day from today) - a.before) as figures
    from (
      select n.customer_id, n.ago, coalesce(n.before, (
          select (select day from today) - max(t.booked_on) from transactions t
          where t.customer_id = n.customer_id and t.booked_on <= (select day from today) - ${daysRead}::int
            and t.kind not in ('interest', 'fee', 'penalty-interest') and t.amount <> 0)) as before
      from (
        select customer_id, max(ago) filter (where ago < ${shownDays}) as ago,
          min(ago) filter (where ago >= ${shownDays}) as before
        from booked group by customer_id) n
      where n.ago is not null and (n.before is null or n.before - n.ago >= ${silentDays})
      offset 0) a
    where a.before - a.ago >= ${silentDays}`;
}
