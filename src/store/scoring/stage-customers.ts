import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { mayProfile } from '../rights/wishes.ts';
import { customers } from '../schema.ts';
import { type Database, queryRows } from '../store.ts';

/**
 * Gathers everybody who had joined by the as-of date and whom models may judge. A departure after that date is not known yet. Who has no joining
 * date is a customer from the first sign of them within the bank's data; without any sign, from the start. Days up to 1
 * January 1900, and births after the as-of date or more than 120 years before it, count as not known: they stand for
 * that where they come from. Of those whom a file labels as left on the as-of date itself, what they held then counts.
 * @returns how many customers there are
 */
export async function stageCustomers(db: Database, asOf: string): Promise<number> {
  await db.execute(sql`
    insert into scoring_customers
    select id, joined,
      case when closed_on <= ${asOf}::date and not (labelled_on = ${asOf}::date and closed_on = labelled_on and "left") then closed_on end,
      birth_date, sex,
      case when labelled_on <= ${asOf}::date then "left" end, case when labelled_on <= ${asOf}::date then labelled_on end
    from (
      select c.id, ${known(sql`c.closed_on`)} as closed_on, c.sex, coalesce(c."left", false) as "left",
        case when c."left" is not null then c.labelled_on end as labelled_on,
        case when ${bornPlausibly(asOf)} then c.birth_date end as birth_date,
        coalesce(${known(sql`c.joined_on`)}, least(
          (select min(${known(sql`opened_on`)}) from holdings h where h.customer_id = c.id and opened_on <= ${asOf}::date),
          (select min(booked_on) from transactions t where t.customer_id = c.id
            and booked_on between (select min(day) from scoring_days) and ${asOf}::date)
        )) as joined
      from customers c where c.id in (select ${customers.id} from ${customers} where ${mayProfile})) known
    where joined is null or joined <= ${asOf}::date
    order by id`);
  await db.execute(sql`analyze scoring_customers`);
  const [found] = await queryRows(
    db,
    z.object({ customers: z.coerce.number() }),
    sql`select count(*) as customers from scoring_customers`,
  );
  return found?.customers ?? 0;
}

/** How many of the gathered customers have a day of joining, closing or birth that counts as not known. */
export async function customersOfOddDays(db: Database, asOf: string): Promise<number> {
  const [found] = await queryRows(
    db,
    z.object({ customers: z.coerce.number() }),
    sql`select count(*) as customers from scoring_customers s join customers c on c.id = s.customer_id
        where c.joined_on is distinct from ${known(sql`c.joined_on`)}
          or c.closed_on is distinct from ${known(sql`c.closed_on`)} or not ${bornPlausibly(asOf)}`,
  );
  return found?.customers ?? 0;
}

function bornPlausibly(asOf: string): SQL {
  return sql`(c.birth_date between ${asOf}::date - interval '120 years' and ${asOf}::date)`;
}

function known(day: SQL): SQL {
  return sql`case when ${day} > date '1900-01-01' then ${day} end`;
}

/** How many transactions and balances a customer has in the mean, for cutting work into even ranges. */
export async function rowsPerCustomer(db: Database): Promise<number> {
  const [found] = await queryRows(
    db,
    z.object({ rows: z.coerce.number(), customers: z.coerce.number() }),
    sql`select (select count(*) from transactions) + (select count(*) from balances) as rows,
          (select count(*) from customers) as customers`,
  );
  return found === undefined || found.customers === 0 ? 0 : found.rows / found.customers;
}
