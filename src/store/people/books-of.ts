import { type SQL, sql } from 'drizzle-orm';

/**
 * The managers whose books somebody sees, as an array: their own, those of whoever they stand in for now, by the clock of the
 * database, and those of the team that they lead while that is their role; so that it is the same for every statement and for the
 * policies of row-level security.
 * @param manager an id of the store, as SQL
 */
export const booksOf = (manager: SQL): SQL =>
  sql`array(select d.from_id from delegations d where d.to_id = ${manager} and d.ends_at > now()
    union all select t.id from managers l join managers t on t.lead = l.external_id where l.id = ${manager} and l.role = 'lead'
    union all select ${manager})`;
