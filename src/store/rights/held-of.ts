import { getTableName, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Database, queryRows } from '../store.ts';
import { findHeldPerson } from './held-person.ts';
import { treatments } from './treatments.ts';
import { unitOf } from './units.ts';

/** What a table holds of a customer, with what each column is and in which unit. */
export type HeldTable = {
  table: string;
  heading: string;
  columns: { name: string; heading: string; unit: string }[];
  rows: Record<string, unknown>[];
};

/** Everything that is held of a customer, by table. */
export type HeldOf = { id: number; customer: string; tables: HeldTable[] };

/** Headings of columns whose name alone does not say what they hold, by table and column. */
const headings: Readonly<Record<string, string>> = {
  'customers.left': 'Had left the bank by the day below, as its file says',
  'customers.labelled_on': 'Day of which the file says who had left',
};

const heading = (name: string) => {
  const words = name.replaceAll('_', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
};

/**
 * Everything that is held of a customer: of what others are told of too, as a message, only when and where.
 * @param currency ISO 4217, of the bank
 * @returns undefined where there is no customer of this id
 */
export async function heldOf(
  db: Database,
  externalId: string,
  currency: string,
): Promise<HeldOf | undefined> {
  const person = await findHeldPerson(db, externalId);
  if (person === undefined) return undefined;
  const types = await columnTypes(db);
  const tables: HeldTable[] = [];
  for (const treatment of treatments.toReversed()) {
    const table = getTableName(treatment.table);
    const found = await queryRows(
      db,
      z.object({ row: z.record(z.string(), z.unknown()) }),
      sql`select ${treatment.told ?? sql`to_jsonb(t)`} as row
          from (select * from ${sql.identifier(table)} where ${treatment.rows(person)}) t`,
    );
    const rows = found.map(({ row }) => row);
    const [first] = rows;
    if (first === undefined) continue;
    const columns = Object.keys(first).map((name) => ({
      name,
      heading: headings[`${table}.${name}`] ?? heading(name),
      unit: unitOf(name, types.get(`${table}.${name}`), currency) ?? 'text',
    }));
    tables.push({ table, heading: heading(table), columns, rows });
  }
  return { id: person.id, customer: externalId, tables };
}

/** The types of the columns of all tables, by table and column. */
async function columnTypes(db: Database): Promise<Map<string, string>> {
  const found = await queryRows(
    db,
    z.object({ column: z.string(), type: z.string() }),
    sql`select table_name || '.' || column_name as column, data_type as type
        from information_schema.columns where table_schema = 'public'`,
  );
  return new Map(found.map(({ column, type }) => [column, type]));
}
