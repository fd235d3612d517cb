import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Database, queryRows } from '../store.ts';

/** A table as it is copied: its columns with their types, those that count by themselves, and whether triggers watch it. */
export type CopiedTable = {
  name: string;
  columns: readonly { name: string; type: string }[];
  counted: readonly string[];
  watched: boolean;
};

const described = z.object({
  name: z.string(),
  columns: z.array(z.object({ name: z.string(), type: z.string(), counted: z.boolean() })),
  after: z.array(z.string()),
  watched: z.boolean(),
});

/**
 * The tables of the store, each after those that its rows refer to. Columns that the database calculates are left out, and so
 * are tables that an import or a run stages its rows in: these are unlogged.
 * @throws where tables refer to each other in a circle
 */
export async function copiedTables(db: Database): Promise<CopiedTable[]> {
  const found = await queryRows(
    db,
    described,
    sql`select c.relname as name,
          (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
              'counted', a.attidentity <> '') order by a.attnum)
            from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
          coalesce((select json_agg(distinct r.relname) from pg_constraint k join pg_class r on r.oid = k.confrelid
            where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid), '[]') as after,
          exists (select from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal) as watched
        from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relpersistence = 'p' order by c.relname`,
  );
  const placed = new Set<string>();
  const ordered: CopiedTable[] = [];
  while (ordered.length < found.length) {
    const ready = found.filter(
      ({ name, after }) => !placed.has(name) && after.every((each) => placed.has(each)),
    );
    if (ready.length === 0) throw new Error('Tables of the store refer to each other in a circle.');
    for (const { name, columns, watched } of ready) {
      placed.add(name);
      ordered.push({
        name,
        columns: columns.map(({ name, type }) => ({ name, type })),
        counted: columns.filter(({ counted }) => counted).map(({ name }) => name),
        watched,
      });
    }
  }
  return ordered;
}

/**
 * Has a transaction write values as text alike wherever it is, whatever the database or its user is set to.
 * @param tx a transaction
 */
export async function writeAlike(tx: Database): Promise<void> {
  const settings = {
    timezone: 'UTC',
    datestyle: 'ISO, MDY',
    intervalstyle: 'postgres',
    extra_float_digits: '1',
    bytea_output: 'hex',
  };
  for (const [name, value] of Object.entries(settings))
    await tx.execute(sql`select set_config(${name}, ${value}, true)`);
}

/** A row as a line of JSON: each column as the text that the database reads it from, or null. */
export const rowLine = ({ columns }: Pick<CopiedTable, 'columns'>): SQL =>
  sql`to_json(array[${sql.join(
    columns.map(({ name }) => sql`${sql.identifier(name)}::text`),
    sql`, `,
  )}])::text`;

/** How many rows a table has, and the sum of what stands for each, in whatever order they are. */
export type Tally = { rows: number; checksum: string };

/** What a table holds, as the database adds it up. */
export async function tallyOf(db: Database, table: CopiedTable): Promise<Tally> {
  const [tally] = await queryRows(
    db,
    z.object({ rows: z.coerce.number(), checksum: z.string() }),
    sql`select count(*) as rows,
          coalesce(sum(('x' || substr(md5(${rowLine(table)}), 1, 15))::bit(60)::bigint), 0)::text as checksum
        from ${sql.identifier(table.name)}`,
  );
  if (tally === undefined) throw new Error(`${table.name} was not added up.`);
  return tally;
}

/** The migrations that a store has had: how many, and the moment of the newest, in milliseconds. */
export type Migrated = { count: number; newest: number };

/** The migrations that a store has had. */
export async function migrationsOf(db: Database): Promise<Migrated> {
  const [found] = await queryRows(
    db,
    z.object({ count: z.coerce.number(), newest: z.coerce.number() }),
    sql`select count(*) as count, coalesce(max(created_at), 0) as newest from drizzle.__drizzle_migrations`,
  );
  if (found === undefined) throw new Error('The store does not know its migrations.');
  return found;
}
