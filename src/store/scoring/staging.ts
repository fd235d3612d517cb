import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '../store.ts';

/*
 * What a run gathers before it computes: three unlogged tables that are made at its start and dropped at its
 * end. One run is under way at a time, which the caller sees to.
 *
 * scoring_customers   who was a customer by the as-of date, numbered from 0 without gaps
 * scoring_activity    transactions added up by customer and period
 * scoring_balances    changes of the balances added up by customer and period; their running total is the balance
 */

/** Makes the tables afresh, whatever an earlier run left. */
export async function createStaging(db: Database): Promise<void> {
  await dropStaging(db);
  await db.execute(sql`create unlogged table scoring_customers (
    position integer not null, customer_id integer primary key, joined_on date, closed_on date,
    birth_date date, sex text)`);
  await db.execute(sql`create unlogged table scoring_activity (
    customer_id integer, period smallint, transactions integer not null, own integer not null,
    own_days integer not null, own_amount float8 not null, inflow float8 not null, outflow float8 not null,
    transfer_out float8 not null, fees float8 not null, first_own date, last_own date,
    primary key (customer_id, period))`);
  await db.execute(sql`create unlogged table scoring_balances (
    customer_id integer, period smallint, deposits float8 not null, debt float8 not null,
    mean_deposits float8 not null, interest float8 not null, mean_interest float8 not null,
    loss float8 not null, mean_loss float8 not null,
    primary key (customer_id, period))`);
}

/** Drops the tables. */
export async function dropStaging(db: Database): Promise<void> {
  await db.execute(sql`drop table if exists scoring_customers, scoring_activity, scoring_balances`);
}

/** Tells the planner what the tables hold, which on the embedded store nobody else does. */
export async function analyseStaging(db: Database): Promise<void> {
  await db.execute(sql`analyze scoring_customers`);
  await db.execute(sql`analyze scoring_activity`);
  await db.execute(sql`analyze scoring_balances`);
}

/** A range of customers by their number in the run, the second excluded. */
export type Positions = { from: number; to: number };

/** The condition on `scoring_customers c` that holds a statement to a range. */
export function within({ from, to }: Positions): SQL {
  return sql`c.position >= ${from} and c.position < ${to}`;
}

/** Days as PostgreSQL takes them in one parameter. */
export function dayArray(days: readonly string[]): SQL {
  return sql`string_to_array(${days.join(',')}::text, ',')::date[]`;
}
