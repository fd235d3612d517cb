import { getTableName, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Database, queryRows } from '../store.ts';
import type { HeldPerson } from './held-person.ts';
import { type Treatment, treatments } from './treatments.ts';

/** The condition on a table that holds it to the rows of a person. */
export type FoundRows = (treatment: Treatment) => SQL;

/** A moment after which rows were written, as {@link writtenFrom} tells of a transaction that sees all that was written before. */
export type WrittenFrom = SQL;

/** What was or will be written by whom a transaction does not see yet. */
export async function writtenFrom(db: Database): Promise<WrittenFrom> {
  const [first] = await queryRows(
    db,
    z.object({ xid: z.string() }),
    sql`select pg_snapshot_xmin(pg_current_snapshot())::xid::text as xid`,
  );
  if (first === undefined) throw new Error('The database does not say which transaction this is.');
  return sql`age(xmin) <= age(${first.xid}::xid)`;
}

/**
 * Searches what has to be searched for the rows of a person, once: from then on they are found by their keys.
 * @param from only in what was written since, which is found by looking at no text of what was there
 */
export async function findRows(
  db: Database,
  person: HeldPerson,
  from?: WrittenFrom,
): Promise<FoundRows> {
  const found = new Map<Treatment, SQL>();
  for (const treatment of treatments) {
    const { table, key, rows } = treatment;
    if (key === undefined) continue;
    const which =
      from === undefined ? rows(person) : sql`case when ${from} then ${rows(person)} end`;
    const keys = await queryRows(
      db,
      z.object({ key: z.string() }),
      sql`select ${key}::text as key from ${sql.identifier(getTableName(table))} where ${which}`,
    );
    const all = JSON.stringify(keys.map((each) => each.key));
    found.set(
      treatment,
      sql`${key} in (select each::${sql.raw(key.getSQLType())} from jsonb_array_elements_text(${all}::jsonb) each)`,
    );
  }
  return (treatment) => found.get(treatment) ?? treatment.rows(person);
}
