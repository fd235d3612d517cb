import { type SQL, sql } from 'drizzle-orm';
import type { EventKind } from '../kinds.ts';
import { type CustomerRange, within } from '../scoring/staging.ts';
import {
  anniversaryRule,
  complaintRule,
  maturingRule,
  repaidRule,
  waitingRule,
} from './dealing-rules.ts';
import type { EventDay, EventRules } from './event-rules.ts';
import {
  awakeRule,
  daysRead,
  flowTables,
  incomeRule,
  otherBankRule,
  unusualSumRule,
} from './flow-rules.ts';

/** Which customers are looked at: a range of ids, and a condition on `customers c` for a sample of them. */
export type LookedAt = { range: CustomerRange; sample?: SQL };

const rules: Record<EventKind, (rules: EventRules, day: EventDay) => SQL> = {
  income: incomeRule,
  inflow: (all) => unusualSumRule('inflow', all),
  outflow: (all) => unusualSumRule('outflow', all),
  'to-other-bank': otherBankRule,
  'deposit-maturing': maturingRule,
  'loan-repaid': repaidRule,
  awake: awakeRule,
  complaint: (all, { timezone }) => complaintRule(all, timezone),
  'complaint-waiting': (all, { timezone }) => waitingRule(all, timezone),
  anniversary: anniversaryRule,
};

/**
 * A statement that begins `with` and gives customer_id, kind, day and figures of what befell the customers of a range lately, as
 * it could be known on a day: of a kind at most once a customer and day, the largest. Nothing dated later is read, but what
 * became of a holding since is what is known of it.
 *
 * @param kinds those looked for, at least one
 * @param last what the statement ends on, over `found`
 */
export function foundEvents(
  all: EventRules,
  kinds: readonly EventKind[],
  { range, sample }: LookedAt,
  day: EventDay,
  last: SQL,
): SQL {
  return sql`
    with today as materialized (select ${day.day}::date as day),
    known as materialized (
      select c.id as customer_id, c.joined_on from customers c, today
      where c.id >= ${range.from} and c.id < ${range.to} and (c.joined_on is null or c.joined_on <= today.day)
        and (c.closed_on is null or c.closed_on > today.day) and ${sample ?? sql`true`}),
    booked as materialized (
      select t.customer_id, t.kind, t.counterparty, t.amount, ${day.day}::date - t.booked_on as ago
      from transactions t
      where ${within('t', range)} and t.booked_on <= ${day.day}::date and t.booked_on > ${day.day}::date - ${daysRead}::int
        and t.amount <> 0 and t.kind not in ('interest', 'fee', 'penalty-interest')
        and t.customer_id in (select customer_id from known)),
    ${flowTables(all)},
    found as (
      select distinct on (customer_id, kind, ago) customer_id, kind, (select day from today) - ago as day, figures
      from (${sql.join(
        kinds.map((kind) => sql`(${rules[kind](all, day)})`),
        sql` union all `,
      )}) told
      order by customer_id, kind, ago, (figures ->> 'amount')::float8 desc nulls last)
    ${last}`;
}
