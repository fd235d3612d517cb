import { getTableName, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Database, queryRows } from '../store.ts';
import type { HeldPerson } from './held-person.ts';
import { type Treatment, treatments } from './treatments.ts';

/** The condition on a table that holds it to the rows of a person. */
export type FoundRows = (treatment: Treatment) => SQL;

/** Searches what has to be searched for the rows of a person, once: from then on they are found by their keys. */
export async function findRows(db: Database, person: HeldPerson): Promise<FoundRows> {
  const found = new Map<Treatment, SQL>();
  for (const treatment of treatments) {
    const { table, key, rows } = treatment;
    if (key === undefined) continue;
    const keys = await queryRows(
      db,
      z.object({ key: z.string() }),
      sql`select ${key}::text as key from ${sql.identifier(getTableName(table))} where ${rows(person)}`,
    );
    const all = JSON.stringify(keys.map((each) => each.key));
    found.set(
      treatment,
      sql`${key} in (select each::${sql.raw(key.getSQLType())} from jsonb_array_elements_text(${all}::jsonb) each)`,
    );
  }
  return (treatment) => found.get(treatment) ?? treatment.rows(person);
}
