import { type SQL, sql } from 'drizzle-orm';

/**
 * The managers whose books a manager sees, as an array: their own, and those of whoever they stand in for now, by the clock of the
 * database, so that it is the same for every statement and for the policies of row-level security.
 * @param manager an id of the store, as SQL
 */
export const booksOf = (manager: SQL): SQL =>
  sql`array(select d.from_id from delegations d where d.to_id = ${manager} and d.ends_at > now() union all select ${manager})`;
