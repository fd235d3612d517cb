import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { queryRows, type Store } from '../store.ts';
import { type BackupHead, tallyOfLines } from './backup-lines.ts';
import {
  type CopiedTable,
  copiedTables,
  migrationsOf,
  rowLine,
  type Tally,
  writeAlike,
} from './copied-tables.ts';

/** What a backup has of a table. */
export type CopiedRows = Tally & { table: string };

/** How many rows are read at once. */
const atOnce = 2_000;

/**
 * Writes all of a store down as it is at one moment, whatever is changed meanwhile.
 * @param write takes a piece of text, lines with their ends, and waits until there is room for more
 * @param onProgress is told how many rows of how many are written
 * @returns the tables, each after those that its rows refer to
 */
export function writeBackup(
  { db }: Pick<Store, 'db'>,
  { version, writtenAt }: Pick<BackupHead, 'version' | 'writtenAt'>,
  write: (text: string) => Promise<void>,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<CopiedRows[]> {
  return db.transaction(
    async (tx) => {
      await writeAlike(tx);
      const tables = await copiedTables(tx);
      const counts = await queryRows(
        tx,
        z.object({ rows: z.coerce.number() }),
        sql.join(
          tables.map(({ name }) => sql`select count(*) as rows from ${sql.identifier(name)}`),
          sql` union all `,
        ),
      );
      const total = counts.reduce((sum, { rows }) => sum + rows, 0);
      const head: BackupHead = {
        bellwether: 'backup',
        format: 1,
        version,
        migrations: await migrationsOf(tx),
        writtenAt,
        rows: total,
      };
      await write(`${JSON.stringify(head)}\n`);
      const copied: CopiedRows[] = [];
      let done = 0;
      for (const table of tables) {
        const tally = await writeTable(tx, table, write, (rows) => {
          done += rows;
          onProgress(done, total);
        });
        copied.push({ table: table.name, ...tally });
      }
      await write(`${JSON.stringify({ whole: true, tables: tables.length })}\n`);
      return copied;
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

/** The last number that each column of a table gave by itself; of one that gave none yet, nothing. */
async function lastCounts(
  tx: Store['db'],
  { name, counted }: CopiedTable,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const column of counted) {
    const [found] = await queryRows(
      tx,
      z.object({ last: z.coerce.number().nullable() }),
      sql`select pg_sequence_last_value(pg_get_serial_sequence(${`public.${name}`}, ${column})::regclass) as last`,
    );
    if (typeof found?.last === 'number') counts[column] = found.last;
  }
  return counts;
}

async function writeTable(
  tx: Store['db'],
  table: CopiedTable,
  write: (text: string) => Promise<void>,
  onRows: (rows: number) => void,
): Promise<Tally> {
  const { name, columns } = table;
  await write(`${JSON.stringify({ table: name, columns: columns.map(({ name }) => name) })}\n`);
  const lines = tallyOfLines();
  await tx.execute(
    sql`declare copied no scroll cursor for select ${rowLine(table)} as line from ${sql.identifier(name)}`,
  );
  for (;;) {
    const rows = await queryRows(
      tx,
      z.object({ line: z.string() }),
      sql`fetch forward ${sql.raw(String(atOnce))} from copied`,
    );
    if (rows.length === 0) break;
    for (const { line } of rows) lines.add(line);
    await write(rows.map(({ line }) => `${line}\n`).join(''));
    onRows(rows.length);
  }
  await tx.execute(sql`close copied`);
  const tally = lines.tally();
  const counts = await lastCounts(tx, table);
  await write(`${JSON.stringify({ end: name, counts, ...tally })}\n`);
  return tally;
}
