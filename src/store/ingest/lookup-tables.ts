import { sql } from 'drizzle-orm';
import type { Database } from '../store.ts';

/** The table of a lookup, for the length of a transaction: key, value, ambiguous. */
export const lookupTable = (lookup: string) => sql.identifier(`lookup_${lookup}`);

/**
 * Makes a lookup's table from the staged rows of its file. A key with several values is ambiguous, unless `pick`
 * says which of them holds.
 * @param staged the staging tables of the lookup's files, in the order of reading; none where they were all empty
 */
export async function createLookupTable(
  tx: Database,
  lookup: string,
  staged: readonly string[],
  pick: 'first' | 'last' | undefined,
): Promise<void> {
  const key = sql.identifier(`k_${lookup}`);
  const value = sql.identifier(`l_${lookup}`);
  const rows = staged.map(
    (table, file) =>
      sql`select ${key} as key, ${value} as value, ${sql.raw(String(file))} as file, line
          from ${sql.identifier(table)} where ${key} is not null and ${value} is not null`,
  );
  if (rows.length === 0)
    rows.push(sql`select ''::text as key, ''::text as value, 0 as file, 0 as line where false`);
  const held =
    pick === undefined
      ? sql`min(value) as value, min(value) <> max(value) as ambiguous`
      : sql`(array_agg(value order by file ${sql.raw(pick === 'first' ? 'asc' : 'desc')},
              line ${sql.raw(pick === 'first' ? 'asc' : 'desc')}))[1] as value, false as ambiguous`;
  await tx.execute(
    sql`create temp table ${lookupTable(lookup)} on commit drop as
        select key, ${held} from (${sql.join(rows, sql` union all `)}) given group by key`,
  );
}
