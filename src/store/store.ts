import type { SQL } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import type { ConstructorOptions } from 'pg-boss';
import { z } from 'zod';
import type { Who } from './row-security/who.ts';

/** The database, or a transaction on it: every question to the store takes one of these first. */
export type Database = PgDatabase<PgQueryResultHKT>;

/** One value of a row on its way in by COPY. A number must be finite. */
export type CopyValue = string | number | boolean | null;

/** Connections of a store, and the memory of an embedded one. */
export type StoreHeld = {
  connections: { active: number; idle: number };
  /** statements that wait for a connection */
  waiting: number;
  /** bytes of the embedded database in this process; undefined where the database is a server */
  memory: number | undefined;
};

/** An open store: embedded PGlite or a PostgreSQL server, alike to everything above. */
export type Store = {
  readonly kind: 'pglite' | 'postgres';
  /** of a work of the server's own, unless {@link Store.as} says whose it is */
  readonly db: Database;
  /**
   * For figures of the whole bank that name nobody, whoever asks: it reads customers' rows beyond what they may see, and changes
   * nothing. What of such a figure may be told is for its caller to say.
   */
  readonly bankWide: Database;
  /**
   * The same store for somebody: the database itself gives `db` no row of a customer whom they may not see, whatever a
   * statement asks for.
   */
  as(who: Who): Store;
  /**
   * Loads rows into a table by COPY, in the order of `columns` (database names), and returns how many.
   * Not part of any transaction: load a staging table, then move its rows in one transaction.
   */
  copyRows(
    table: string,
    columns: readonly string[],
    rows: AsyncIterable<readonly CopyValue[]> | Iterable<readonly CopyValue[]>,
  ): Promise<number>;
  /** What the store holds of the process and of the server at this moment. */
  held(): StoreHeld;
  /** The same database as pg-boss takes it. */
  readonly jobs: ConstructorOptions;
  close(): Promise<void>;
};

const result = z.object({ rows: z.array(z.unknown()) });

/** Runs a statement and gives its rows as the driver made them. */
export async function rawRows(db: Database, query: SQL): Promise<unknown[]> {
  return result.parse(await db.execute(query)).rows;
}

/**
 * Runs a statement and parses each row.
 * @param row the shape of a row. Numbers of type numeric or bigint arrive as text: use z.coerce.number().
 *   Dates and timestamps arrive as text.
 * @throws ZodError when the statement and the shape disagree
 */
export async function queryRows<T>(db: Database, row: z.ZodType<T>, query: SQL): Promise<T[]> {
  return z.array(row).parse(await rawRows(db, query));
}
