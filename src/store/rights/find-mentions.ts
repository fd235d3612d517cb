import { getTableName, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Database, queryRows } from '../store.ts';
import type { FoundRows } from './found-rows.ts';
import { type Held, type HeldPerson, hasWords } from './held-person.ts';
import { treatments } from './treatments.ts';

/** Rows of a column of a table in which a person's id or name stands, and which are about others. */
export type Mention = { table: string; column: string; rows: number };

const column = z.object({
  schema: z.string(),
  table: z.string(),
  column: z.string(),
  holds: z.enum(['text', 'json', 'texts']),
});

/**
 * Looks through every text of the database, as its own catalogue has them, for a person: what stands in rows that are not about
 * them. Ids of other things than customers are left out, as one can be the same by chance.
 */
export async function findMentions(
  db: Database,
  person: HeldPerson,
  rowsOf: FoundRows,
): Promise<Mention[]> {
  const columns = await queryRows(
    db,
    column,
    sql`select n.nspname as schema, c.relname as table, a.attname as column,
          case t.typname when 'jsonb' then 'json' when '_text' then 'texts' else 'text' end as holds
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        join pg_type t on t.oid = a.atttypid
        where n.nspname in ('public', 'pgboss') and c.relkind in ('r', 'p') and not c.relispartition
          and t.typname in ('text', 'varchar', 'bpchar', 'jsonb', '_text')
          and not (a.attname like '%\\_id' or a.attname = 'id')
        order by 1, 2, a.attnum`,
  );
  const tables = Map.groupBy(columns, ({ schema, table }) => `${schema}.${table}`);
  const mentions: Mention[] = [];
  for (const held of tables.values())
    mentions.push(...(await mentionsIn(db, held, person, rowsOf)));
  return mentions;
}

async function mentionsIn(
  db: Database,
  columns: readonly { schema: string; table: string; column: string; holds: Held }[],
  person: HeldPerson,
  rowsOf: FoundRows,
): Promise<Mention[]> {
  const [first] = columns;
  if (first === undefined) return [];
  const { schema, table } = first;
  const treated = treatments.find((each) => getTableName(each.table) === table);
  const others: SQL =
    schema !== 'public' || treated === undefined
      ? sql`true`
      : sql`(${rowsOf(treated)}) is not true`;
  const searched = treated?.searched?.(person).map((each) => each.name) ?? [];
  const unsearched = columns.filter(({ column }) => !searched.includes(column));
  if (unsearched.length === 0) return [];
  const counted = unsearched.map(
    ({ column, holds }, i) =>
      sql`count(*) filter (where ${hasWords(sql`${sql.identifier(column)}`, holds, person.words)})::int as ${sql.identifier(`c${i}`)}`,
  );
  const [found] = await queryRows(
    db,
    z.record(z.string(), z.number()),
    sql`select ${sql.join(counted, sql`, `)} from ${sql.identifier(schema)}.${sql.identifier(table)}
        where ${others}`,
  );
  return unsearched.flatMap(({ column }, i) => {
    const rows = found?.[`c${i}`] ?? 0;
    return rows === 0
      ? []
      : [{ table: schema === 'public' ? table : `${schema}.${table}`, column, rows }];
  });
}
