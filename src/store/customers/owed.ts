import { type SQL, sql } from 'drizzle-orm';
import { debtKinds } from '../kinds.ts';

const debts: SQL = sql.join(
  debtKinds.map((kind) => sql`${kind}`),
  sql`, `,
);

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
  where h.customer_id = ${customerId} and h.product in (${debts})
    and (h.closed_on is null or h.closed_on > ${day}))`;
