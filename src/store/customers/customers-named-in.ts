import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { plainName } from '../plain-name.ts';
import { customers } from '../schema.ts';
import { inReach, type Scope } from '../scope.ts';
import { type Database, queryRows } from '../store.ts';

/** A customer whose name stands in a text; `plain` is the name as names are searched. */
export type NamedIn = { id: number; externalId: string; name: string; plain: string };

const named = z.object({
  id: z.number(),
  externalId: z.string(),
  name: z.string(),
  plain: z.string(),
});

const plain = plainName(customers.name);

/**
 * Customers of the scope whose whole name stands somewhere in a text, in any case and with or without accents, the longest
 * names first. Reads every name of the scope.
 * @returns them, and the text as names are searched
 */
export async function customersNamedIn(
  db: Database,
  scope: Scope,
  text: string,
  limit: number,
): Promise<{ found: NamedIn[]; text: string }> {
  const searched = plainName(sql`${text}::text`);
  const [[row], found] = await Promise.all([
    queryRows(db, z.object({ text: z.string() }), sql`select ${searched} as text`),
    queryRows(
      db,
      named,
      sql`with said as materialized (select ${searched} as text)
          select ${customers.id} as id, ${customers.externalId} as "externalId", ${customers.name} as name, ${plain} as plain
          from ${customers}, said
          where length(${customers.name}) > 1 and position(${plain} in said.text) > 0 and ${inReach(scope)}
          order by length(${customers.name}) desc, ${customers.id}
          limit ${limit}`,
    ),
  ]);
  if (row === undefined) throw new Error('A text was not read as names are.');
  return { found, text: row.text };
}
