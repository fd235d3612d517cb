import { sql } from 'drizzle-orm';
import type { z } from 'zod';
import { type Database, rawRows, type Store } from '../store.ts';
import {
  type BackupHead,
  backupEnd,
  backupHead,
  backupRow,
  tableEnd,
  tableHead,
  tallyOfLines,
} from './backup-lines.ts';
import {
  type CopiedTable,
  copiedTables,
  migrationsOf,
  tallyOf,
  writeAlike,
} from './copied-tables.ts';
import type { CopiedRows } from './write-backup.ts';

/** A backup cannot be restored; the message says why, and what to do. Nothing of it is kept. */
export class NotRestored extends Error {}

/** How many rows, and how many characters of them, are inserted at once. */
const atOnce = { rows: 1_000, characters: 8_000_000 };

/**
 * Restores a backup into a store that holds nothing, whole or not at all, and has the database add up what it holds then.
 * @param lines of a backup, without their ends
 * @param onProgress is told how many rows of how many are restored
 * @throws NotRestored where the store holds something, or the backup is of another version, damaged or not whole
 */
export function restoreBackup(
  { db }: Pick<Store, 'db'>,
  lines: AsyncIterable<string>,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<{ head: BackupHead; copied: CopiedRows[] }> {
  return db.transaction(async (tx) => {
    const reading = lines[Symbol.asyncIterator]();
    const next = async (): Promise<string> => {
      const { value, done } = await reading.next();
      if (done === true)
        throw new NotRestored('The backup ends before its last line: it is not whole.');
      return value;
    };
    const head = read(backupHead, await next(), 'This is not a backup of Bellwether.');
    await writeAlike(tx);
    await checkVersion(tx, head);
    const tables = await copiedTables(tx);
    await checkEmpty(tx, tables);
    for (const { name, watched } of tables)
      if (watched) await tx.execute(sql`alter table ${sql.identifier(name)} disable trigger user`);

    const copied: CopiedRows[] = [];
    let done = 0;
    for (const table of tables) {
      const rows = await restoreTable(tx, table, next, (count) => {
        done += count;
        onProgress(done, head.rows);
      });
      copied.push(rows);
    }
    read(backupEnd, await next(), 'The backup has more tables than this version knows.');

    for (const table of tables) {
      if (table.watched)
        await tx.execute(sql`alter table ${sql.identifier(table.name)} enable trigger user`);
    }
    return { head, copied };
  });
}

/** Reads a line of a backup. */
function read<T>(shape: z.ZodType<T>, line: string, otherwise: string): T {
  let document: unknown;
  try {
    document = JSON.parse(line);
  } catch {
    throw new NotRestored(`${otherwise} A line of it is not JSON.`);
  }
  const parsed = shape.safeParse(document);
  if (!parsed.success) throw new NotRestored(otherwise);
  return parsed.data;
}

async function checkVersion(tx: Database, { version, migrations }: BackupHead): Promise<void> {
  const here = await migrationsOf(tx);
  if (here.count === migrations.count && here.newest === migrations.newest) return;
  throw new NotRestored(
    `The backup was written by version ${version}, whose tables are others (${migrations.count} migrations; this version has ${here.count}). Restore it with the version that wrote it; a newer one brings the tables up to date when it starts.`,
  );
}

async function checkEmpty(tx: Database, tables: readonly CopiedTable[]): Promise<void> {
  for (const { name } of tables) {
    const rows = await rawRows(tx, sql`select 1 from ${sql.identifier(name)} limit 1`);
    if (rows.length > 0)
      throw new NotRestored(
        `The store is not empty: ${name} has rows. Restore into a new store (another DATA_DIR, or a new database).`,
      );
  }
}

async function restoreTable(
  tx: Database,
  table: CopiedTable,
  next: () => Promise<string>,
  onRows: (rows: number) => void,
): Promise<CopiedRows> {
  const { name, columns } = table;
  const damaged = `The backup is damaged in the table ${name}.`;
  const head = read(tableHead, await next(), damaged);
  const names = columns.map((column) => column.name);
  if (head.table !== name || head.columns.join() !== names.join())
    throw new NotRestored(`${damaged} Expected its columns ${names.join(', ')}.`);
  const target = sql.join(
    names.map((column) => sql.identifier(column)),
    sql`, `,
  );
  const values = sql.join(
    columns.map(({ type }, at) => sql`(line ->> ${sql.raw(String(at))})::${sql.raw(type)}`),
    sql`, `,
  );
  const insert = async (rows: readonly string[]) => {
    if (rows.length === 0) return;
    await tx.execute(
      sql`insert into ${sql.identifier(name)} (${target}) overriding system value
          select ${values} from json_array_elements(${`[${rows.join()}]`}::json) line`,
    );
    onRows(rows.length);
  };

  const lines = tallyOfLines();
  let waiting: string[] = [];
  let characters = 0;
  for (;;) {
    const line = await next();
    if (!line.startsWith('[')) {
      await insert(waiting);
      const end = read(tableEnd, line, damaged);
      const told = { rows: end.rows, checksum: end.checksum };
      await countOn(tx, table, end.counts);
      const inDatabase = await tallyOf(tx, table);
      for (const tally of [lines.tally(), inDatabase])
        if (end.end !== name || tally.rows !== told.rows || tally.checksum !== told.checksum)
          throw new NotRestored(`${damaged} Its rows do not add up to what it says.`);
      return { table: name, ...told };
    }
    if (read(backupRow, line, damaged).length !== columns.length) throw new NotRestored(damaged);
    lines.add(line);
    waiting.push(line);
    characters += line.length;
    if (waiting.length >= atOnce.rows || characters >= atOnce.characters) {
      await insert(waiting);
      waiting = [];
      characters = 0;
    }
  }
}

/** Has columns that count by themselves go on where they stood, so that no id is given again that was taken away. */
async function countOn(
  tx: Database,
  { name, counted }: CopiedTable,
  counts: Readonly<Record<string, number>>,
): Promise<void> {
  for (const column of counted) {
    const last = counts[column];
    if (last !== undefined)
      await tx.execute(
        sql`select setval(pg_get_serial_sequence(${`public.${name}`}, ${column}), ${last}::bigint)`,
      );
  }
}
