import { sql } from 'drizzle-orm';
import type { Store } from '../../src/store/store.ts';

/** The day the bank is valued on. */
export const asOf = '2024-06-30';

/**
 * A bank of 242 customers with 18 months of history up to 30 June 2024. Customers 1 and 2 are told row by row, so that
 * their figures can be checked by hand; the others are regular, and every fourth leaves after a fall of the balance.
 */
export async function fillRecordedHistory({ db }: Store): Promise<void> {
  await db.execute(
    sql`insert into bank (name, currency, timezone) values ('Small Bank', 'EUR', 'Europe/Prague')`,
  );
  await db.execute(sql`insert into branches (external_id, name) values ('P', 'Prague')`);
  await db.execute(sql`
    insert into customers (external_id, name, sex, birth_date, branch_id, joined_on, closed_on)
    select n::text, 'Customer ' || n, case when n % 2 = 0 then 'female' else 'male' end,
      date '1950-01-01' + n * 60, 1,
      case n when 1 then date '2023-02-10' when 2 then date '2024-06-29' else date '2021-01-01' + n end,
      case when n > 2 and n % 4 = 0 then date '2023-07-05' + (n * 37) % 350 end
    from generate_series(1, 242) n`);
  await db.execute(sql`
    insert into holdings (customer_id, external_id, product, opened_on, closed_on)
    select id, 'c' || id, 'current-account', joined_on, closed_on from customers`);
  await db.execute(sql`
    insert into holdings (customer_id, external_id, product, opened_on)
    select id, 's' || id, 'savings', date '2022-01-01' from customers where id > 2 and id % 3 = 0`);
  await db.execute(sql`
    insert into balances (customer_id, holding_id, as_of, amount)
    select c.id, 'c' || c.id, month_end, round((500 + (c.id * 7919) % 9000) *
      case when c.closed_on is null then 1 + 0.1 * sin(c.id + extract(month from month_end)::float8)
        else least(1, greatest(0.05, (c.closed_on - month_end) / 150.0)) end)
    from customers c
    cross join (select (m + interval '1 month')::date - 1 as month_end
      from generate_series(timestamp '2023-01-01', timestamp '2024-06-01', interval '1 month') m) months
    where c.id > 2 and (c.closed_on is null or month_end < c.closed_on)`);
  await db.execute(sql`
    insert into transactions (customer_id, external_id, holding_id, booked_on, amount, kind)
    select c.id, c.id || '-' || day, 'c' || c.id, day, case when (c.id + extract(day from day)::int) % 3 = 0 then 900 else -120 end,
      case when (c.id + extract(day from day)::int) % 3 = 0 then 'deposit'
        when (c.id + extract(day from day)::int) % 5 = 0 then 'transfer-out' else 'card-payment' end
    from customers c
    cross join (select d::date as day from generate_series(timestamp '2023-01-03', timestamp '2024-06-30', interval '9 days') d) days
    where c.id > 2 and (c.closed_on is null or day < c.closed_on - 20) and (c.id + extract(doy from day)::int) % 7 <> 0`);
  await db.execute(sql`
    insert into surveys (customer_id, external_id, answered_on, score, scale_max)
    select id, 'v' || id, date '2024-03-01' + id % 40, 1 + id % 5, 5 from customers where id > 2 and id % 2 = 0`);
  await db.execute(sql`
    insert into interactions (customer_id, external_id, occurred_at, kind, resolved_at)
    select id, 'i' || id, timestamptz '2024-04-10 10:00+00' - id * interval '1 day',
      case when id % 4 = 0 then 'complaint' else 'call' end, null
    from customers where id > 2 and id % 5 = 0`);
  await tellCustomers({ db });
}

/** Customer 1 in full, and customer 2, who joined the day before the as-of date. */
async function tellCustomers({ db }: Pick<Store, 'db'>): Promise<void> {
  await db.execute(sql`
    insert into holdings (customer_id, external_id, product, opened_on, closed_on, amount, attributes) values
      (1, 'loan1', 'loan', '2024-03-31', null, 12000, '{"months": 12}'),
      (1, 'card1', 'card', '2023-02-10', '2024-05-16', 3000, '{}')`);
  await db.execute(sql`
    insert into balances (customer_id, holding_id, as_of, amount) values
      (1, 'c1', '2023-02-28', 1000), (1, 'c1', '2023-12-31', 4000), (1, 'c1', '2024-03-31', 6000),
      (1, 'c1', '2024-05-31', 3000), (1, 'c1', '2024-06-11', 2400), (1, 'c1', '2024-06-30', 3600),
      (1, 'card1', '2024-04-30', -1500), (2, 'c2', '2024-06-30', 50)`);
  await db.execute(sql`
    insert into transactions (customer_id, external_id, holding_id, booked_on, amount, kind) values
      (1, 't1', 'c1', '2023-02-10', 1000, 'deposit'), (1, 't2', 'c1', '2023-05-02', -20, 'card-payment'),
      (1, 't3', 'c1', '2024-06-11', -600, 'transfer-out'), (1, 't4', 'c1', '2024-06-11', -40, 'card-payment'),
      (1, 't5', 'c1', '2024-06-12', -5, 'fee'), (1, 't6', 'c1', '2024-06-30', 3.5, 'interest'),
      (1, 't7', 'c1', '2024-05-31', 160, 'deposit')`);
  await db.execute(sql`
    insert into interactions (customer_id, external_id, occurred_at, kind, resolved_at) values
      (1, 'a', '2024-05-31 23:30:00+00', 'call', null), (1, 'b', '2024-06-03 09:00:00+00', 'complaint', '2024-06-20 09:00:00+00')`);
  await db.execute(sql`
    insert into surveys (customer_id, external_id, answered_on, score, scale_max) values
      (1, 'x', '2023-06-01', 2, 5), (1, 'y', '2024-01-10', 4, 5)`);
}
