import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Database, queryRows, type Store } from '../store.ts';

/*
 * What a run gathers before it computes: unlogged tables that are made at its start and dropped at its end. One run is
 * under way at a time, which the caller sees to.
 *
 * scoring_days        the days of the bank's data up to the as-of date, each with its period and month: what is dated
 *                     on another day is not seen
 * scoring_customers   who was a customer by the as-of date
 * scoring_activity    transactions added up by customer and period
 * scoring_balances    changes of the balances added up by customer and period; their running total is the balance
 * scoring_values      what is known of customers by themselves, where a bank is valued in parts
 * scoring_default_risk  how likely each debtor defaults, where the configuration has contributions go by that
 */

/** A calendar to write into `scoring_days`. */
export type StagedCalendar = {
  /** first and last day, YYYY-MM-DD */
  from: string;
  asOf: string;
  /** first day of each period, ascending; periods are numbered from 1 */
  periodStarts: readonly string[];
  /** first day of each month whose contribution is wanted, ascending; months are numbered from 1 */
  months: readonly string[];
  /** the first day after them */
  monthsEnd: string;
};

/** Makes the tables afresh, whatever an earlier run left. */
export async function createStaging(db: Database, calendar: StagedCalendar): Promise<void> {
  await dropStaging(db);
  await db.execute(sql`create unlogged table scoring_days (
    day date primary key, period smallint not null, month smallint not null, month_start date not null,
    ends_month boolean not null, part float8 not null)`);
  await db.execute(sql`create unlogged table scoring_customers (
    customer_id integer primary key, joined_on date, closed_on date, birth_date date, sex text,
    "left" boolean, labelled_on date)`);
  await db.execute(sql`create unlogged table scoring_activity (
    customer_id integer, period smallint, month smallint not null, transactions integer not null,
    own integer not null, own_days integer not null, own_amount numeric not null, own_kept numeric not null,
    inflow numeric not null, outflow numeric not null, transfer_out numeric not null, fees numeric not null,
    first_own date, last_own date, last_booked date,
    primary key (customer_id, period))`);
  await db.execute(sql`create unlogged table scoring_balances (
    customer_id integer, period smallint, month smallint not null, deposits float8, debt float8 not null,
    mean_deposits float8, interest float8 not null, mean_interest float8 not null,
    loss float8 not null, mean_loss float8 not null,
    primary key (customer_id, period))`);
  await stageDays(db, calendar);
}

/** Drops the tables. */
export async function dropStaging(db: Database): Promise<void> {
  await db.execute(
    sql`drop table if exists scoring_days, scoring_customers, scoring_activity, scoring_balances, scoring_default_risk, scoring_values`,
  );
}

/**
 * `month` is 0 before the months wanted and one more than their number after them. `part` is the part of the calendar
 * month from the day on.
 */
async function stageDays(db: Database, calendar: StagedCalendar): Promise<void> {
  const months = [...calendar.months, calendar.monthsEnd];
  await db.execute(sql`
    insert into scoring_days
    select day, width_bucket(day, ${dayArray(calendar.periodStarts)}), width_bucket(day, ${dayArray(months)}),
      start, day = next - 1, (next - day)::float8 / (next - start)
    from (
      select day::date as day, date_trunc('month', day)::date as start,
        (date_trunc('month', day) + interval '1 month')::date as next
      from generate_series(${calendar.from}::date::timestamp, ${calendar.asOf}::date::timestamp, interval '1 day') day
    ) days`);
  await db.execute(sql`analyze scoring_days`);
}

/** Tells the planner what the tables hold, which on the embedded store nobody else does. */
export async function analyseStaging(db: Database): Promise<void> {
  await db.execute(sql`analyze scoring_activity`);
  await db.execute(sql`analyze scoring_balances`);
}

/** A range of customers by their id, the second excluded. */
export type CustomerRange = { from: number; to: number };

/**
 * How much one statement of a run works on: rows of transactions and balances, and customers whose transactions of some months
 * are read. The embedded store answers nobody meanwhile, so that it has to take well under a second. On a server a customer's
 * rows lie far apart in large tables, and many read together are found by fewer visits to each page.
 */
export const atATime: Readonly<Record<Store['kind'], { rows: number; customers: number }>> = {
  pglite: { rows: 30_000, customers: 5000 },
  postgres: { rows: 500_000, customers: 40_000 },
};

/** Works in a transaction whose statements may take the memory on a server that so much at a time needs. */
export function withRoom<T>(
  { kind, db }: Pick<Store, 'kind' | 'db'>,
  work: (db: Database) => Promise<T>,
): Promise<T> {
  if (kind === 'pglite') return work(db);
  return db.transaction(async (tx) => {
    await tx.execute(sql`set local work_mem = '64MB'`);
    return work(tx);
  });
}

/** Cuts the staged customers into ranges of at most `size`. */
export async function customerRanges(db: Database, size: number): Promise<CustomerRange[]> {
  const bounds = await queryRows(
    db,
    z.object({ from: z.number() }),
    sql`select customer_id as "from"
        from (select customer_id, row_number() over (order by customer_id) - 1 as n from scoring_customers) numbered
        where n % ${size} = 0 order by customer_id`,
  );
  return bounds.map(({ from }, i) => ({ from, to: bounds[i + 1]?.from ?? 2 ** 31 - 1 }));
}

/** The condition that holds a table with a `customer_id`, by its name in the statement, to a range. */
export function within(table: string, { from, to }: CustomerRange): SQL {
  const id = sql`${sql.identifier(table)}.customer_id`;
  return sql`${id} >= ${from} and ${id} < ${to}`;
}

/** In a select of its own, so that the text is read once and not for every row. */
function dayArray(days: readonly string[]): SQL {
  return sql`(select string_to_array(${days.join(',')}::text, ',')::date[])`;
}
