import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Database, queryRows } from '../store.ts';
import { readColumns } from './read-columns.ts';
import { type CustomerRange, within } from './staging.ts';

/** What customers' attributes of one name hold: numbers alone, or texts, of which the first are given in no order. */
export type AttributeValues = { name: string; allNumbers: boolean; texts: string[] };

/** An attribute to read: a number, or which of some texts it is. */
export type AttributeColumn = { name: string; levels?: readonly string[] | undefined };

const attributesOf = (range: CustomerRange): SQL => sql`
  scoring_customers c join customers k on k.id = c.customer_id where ${within('c', range)}`;

/**
 * What the attributes of a range of staged customers hold.
 * @param most how many different texts of a name are given; where there are more, so many and one more
 */
export function attributeValues(
  db: Database,
  most: number,
  range: CustomerRange,
): Promise<AttributeValues[]> {
  return queryRows(
    db,
    z.object({ name: z.string(), allNumbers: z.boolean(), texts: z.array(z.string()) }),
    sql`select a.name, bool_and(jsonb_typeof(a.value) = 'number') as "allNumbers",
          (array_agg(distinct a.value #>> '{}'))[1:${most + 1}::int] as texts
        from (select k.attributes from ${attributesOf(range)}) held, jsonb_each(held.attributes) a (name, value)
        where a.value <> 'null' group by a.name order by a.name`,
  );
}

/**
 * Reads attributes of a range of staged customers, one vector each by its name: a number, or the index of the text
 * in the levels; `NaN` where a customer has none, or another text.
 */
export async function attributeColumns(
  db: Database,
  asked: readonly AttributeColumn[],
  range: CustomerRange,
): Promise<Record<string, Float64Array>> {
  if (asked.length === 0) return {};
  // A name of any length and any characters is none of a column.
  const named = (n: number) => `a${n}`;
  const columns = asked.map(({ name, levels }, n) => {
    const held =
      levels === undefined
        ? sql`case when jsonb_typeof(k.attributes -> ${name}::text) = 'number' then (k.attributes ->> ${name}::text)::float8 end`
        : sql`array_position(array[${sql.join(
            levels.map((level) => sql`${level}::text`),
            sql`, `,
          )}], k.attributes ->> ${name}::text) - 1`;
    return sql`${held} as ${sql.identifier(named(n))}`;
  });
  const read = await readColumns(
    db,
    asked.map((_, n) => named(n)),
    sql`select ${sql.join(columns, sql`, `)} from ${attributesOf(range)} order by c.customer_id`,
  );
  return Object.fromEntries(asked.map(({ name }, n) => [name, read[named(n)]!]));
}
