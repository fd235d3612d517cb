import { type SQL, sql } from 'drizzle-orm';
import { debtKinds } from '../kinds.ts';

const debts: SQL = sql.join(
  debtKinds.map((kind) => sql`${kind}`),
  sql`, `,
);

/** Debts `h` of a customer that are open on a day: cards, loans and mortgages. */
const openDebts = (
  customerId: SQL,
  day: SQL,
): SQL => sql`h.customer_id = ${customerId} and h.product in (${debts})
    and (h.opened_on is null or h.opened_on <= ${day}) and (h.closed_on is null or h.closed_on > ${day})`;

/**
 * What a customer owes on a day: the debts of cards, loans and mortgages that are open then, each by its newest balance up to that
 * day, as an amount above 0; null where no balance of any is recorded.
 * @param customerId in the store
 * @param day a date
 */
export const owedOn = (customerId: SQL, day: SQL): SQL => sql`(
  select sum(greatest(-newest.amount, 0))::float8
  from holdings h
  cross join lateral (
    select b.amount from balances b
    where b.customer_id = h.customer_id and b.holding_id = h.external_id and b.as_of <= ${day}
    order by b.as_of desc limit 1) newest
  where ${openDebts(customerId, day)})`;

/** The months over which a loan `h` is paid back, as an interval; null where they are not told, or 0. */
const term = sql`case when jsonb_typeof(h.attributes -> 'months') = 'number'
  then nullif((h.attributes ->> 'months')::float8::integer, 0) * interval '1 month' end`;

/**
 * Of how many loans and mortgages that a customer has on a day no balance up to it is recorded, so that what is owed on them is not
 * in {@link owedOn}. One whose months are over is paid back, as a run counts it. A card without a balance may be one on which nothing was ever owed.
 */
export const owedUnrecordedOn = (customerId: SQL, day: SQL): SQL => sql`(
  select count(*)::int
  from holdings h
  where ${openDebts(customerId, day)} and h.product <> 'card'
    and coalesce(h.opened_on + ${term}, 'infinity'::date) > ${day} and not exists (
    select from balances b
    where b.customer_id = h.customer_id and b.holding_id = h.external_id and b.as_of <= ${day}))`;
