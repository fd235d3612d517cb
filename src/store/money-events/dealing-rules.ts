import { type SQL, sql } from 'drizzle-orm';
import { depositKinds } from '../kinds.ts';
import type { EventRules } from './event-rules.ts';

/*
 * Rules over what customers hold and what passes between them and the bank. Each select gives customer_id, kind, ago (of the
 * event's day) and figures, with `known` the customers and `today` the day up to which all is known.
 */

const deposits = sql.join(
  depositKinds.map((kind) => sql`${kind}`),
  sql`, `,
);

/** A deposit that matures soon, by its attribute `maturesOn`; `amount` is its newest balance, null where none is recorded. */
export function maturingRule({ 'deposit-maturing': { days } }: EventRules): SQL {
  return sql`
    select h.customer_id, 'deposit-maturing' as kind, ${days}::int - (soon.day - today.day) as ago, jsonb_build_object(
      'product', h.product, 'label', h.label, 'maturesOn', soon.day, 'amount', coalesce(newest.amount, h.amount)) as figures
    from today
    cross join lateral (
      select today.day + n as day, (today.day + n)::text as written from generate_series(0, ${days}::int) n) soon
    join holdings h on h.attributes ->> 'maturesOn' = soon.written
    join known c on c.customer_id = h.customer_id
    left join lateral (
      select b.amount from balances b
      where b.customer_id = h.customer_id and b.holding_id = h.external_id and b.as_of <= today.day
      order by b.as_of desc limit 1) newest on true
    where h.product in (${deposits}) and (h.closed_on is null or h.closed_on > today.day)
      and (h.opened_on is null or h.opened_on <= today.day)`;
}

/** A loan or mortgage closed before its end, which is `months`, among its attributes, after its opening. */
export function repaidRule({ 'loan-repaid': { monthsEarly }, shownDays }: EventRules): SQL {
  return sql`
    select customer_id, 'loan-repaid' as kind, ago, jsonb_build_object(
      'product', product, 'label', label, 'amount', amount, 'closedOn', closed_on, 'dueOn', due_on) as figures
    from (
      select h.customer_id, h.product, h.label, h.amount, h.closed_on, today.day - h.closed_on as ago,
        (h.opened_on + make_interval(months => (h.attributes ->> 'months')::float8::int))::date as due_on
      from today
      join holdings h on h.closed_on <= today.day and h.closed_on > today.day - ${shownDays}::int
      join known c on c.customer_id = h.customer_id
      where h.product in ('loan', 'mortgage')
        and case when jsonb_typeof(h.attributes -> 'months') = 'number'
          then (h.attributes ->> 'months')::float8 between 1 and 1200 else false end) repaid
    where closed_on <= due_on - make_interval(months => ${monthsEarly}::int)`;
}

/** A complaint of the last days; `resolved` by now. */
export function complaintRule({ complaint: { days } }: EventRules, timezone: string): SQL {
  return sql`
    select customer_id, 'complaint' as kind, ago, jsonb_build_object('on', today.day - ago, 'resolved', resolved) as figures
    from (${complaints(timezone, days)}) made, today
    where ago between 0 and ${days}::int - 1`;
}

/** A complaint that has had no answer for so many days; `days` since it was made on `on`. */
export function waitingRule(
  { 'complaint-waiting': { days }, shownDays }: EventRules,
  timezone: string,
): SQL {
  return sql`
    select customer_id, 'complaint-waiting' as kind, ago - ${days}::int as ago, jsonb_build_object(
      'on', today.day - ago, 'days', ago) as figures
    from (${complaints(timezone, days + shownDays)}) made, today
    where not resolved and ago >= ${days} and ago < ${days + shownDays}`;
}

function complaints(timezone: string, days: number): SQL {
  const on = (moment: SQL) => sql`(${moment} at time zone ${timezone})::date`;
  return sql`
    select i.customer_id, today.day - ${on(sql`i.occurred_at`)} as ago,
      coalesce(${on(sql`i.resolved_at`)} <= today.day, false) as resolved
    from today
    join interactions i on i.occurred_at > today.day - ${days + 2}::int and i.occurred_at < today.day + 2
    join known c on c.customer_id = i.customer_id
    where i.kind = 'complaint'`;
}

/** A multiple of some years as a customer, within the next days. */
export function anniversaryRule({ anniversary: { years, days } }: EventRules): SQL {
  return sql`
    select customer_id, 'anniversary' as kind, ${days}::int - 1 - (due - today.day) as ago, jsonb_build_object(
      'on', due, 'years', years) as figures
    from (
      select c.customer_id, n.years, (c.joined_on + make_interval(years => n.years))::date as due
      from known c, today
      cross join lateral (
        select (extract(year from today.day) - extract(year from c.joined_on))::int + ahead as years
        from generate_series(0, 1) ahead) n
      where c.joined_on > date '1900-01-01' and n.years > 0 and n.years % ${years}::int = 0) reached, today
    where due between today.day and today.day + ${days}::int - 1`;
}
