import pg from 'pg';
import type { Saying } from './who.ts';

/** What node-postgres has of a statement under way, and its type declarations leave out. */
declare module 'pg' {
  interface Query {
    prepare(connection: pg.Connection): void;
    handleDataRow(message: unknown): void;
    handleCommandComplete(message: unknown, connection: pg.Connection): void;
    handleError(error: Error, connection: pg.Connection): void;
  }
  interface Connection {
    /** the texts of the statements that the server keeps for this connection, by name */
    parsedStatements: Record<string, string>;
  }
}

/** How many statements a connection keeps at most, besides those that say for whom: each keeps its plan, of tens of kilobytes. */
const mostKept = 200;

/** The names of the statements that a connection keeps, the one that was used longest ago first. */
const keptBy = new WeakMap<pg.Connection, Set<string>>();

/**
 * A statement that says first for whom it runs. Both go out together and are one transaction, by themselves: what is said
 * ends with the statement, and it costs no second way to the server. The server reads and plans the saying once a connection.
 */
export class AskedQuery extends pg.Query {
  readonly #saying: Saying;
  readonly #kept: string | undefined;
  #said = false;

  /** @param kept the name by which the connection keeps the statement; undefined: it does not */
  constructor(saying: Saying, config: pg.QueryConfig | string, values?: unknown[], kept?: string) {
    const statement = typeof config === 'string' ? { text: config } : config;
    // Together they can only go out as prepared statements do.
    super(
      { ...statement, ...(kept === undefined ? {} : { name: kept }), ...{ queryMode: 'extended' } },
      values ?? [],
    );
    this.#kept = kept;
    this.#saying = saying;
  }

  override prepare(connection: pg.Connection): void {
    const { name, text, values } = this.#saying;
    if (connection.parsedStatements[name] === undefined) {
      // It may be there from a time before that came to nothing.
      connection.close({ type: 'S', name }, true);
      connection.parse({ name, text, types: [] }, true);
    }
    connection.bind({ portal: '', statement: name, values }, true);
    connection.execute({ portal: '', rows: '' }, true);
    if (this.#kept !== undefined) keep(connection, this.#kept);
    super.prepare(connection);
  }

  // What saying it gives is one row, and nobody's.
  override handleDataRow(message: unknown): void {
    if (this.#said) super.handleDataRow(message);
  }

  override handleCommandComplete(message: unknown, connection: pg.Connection): void {
    if (this.#said) super.handleCommandComplete(message, connection);
    else connection.parsedStatements[this.#saying.name] = this.#saying.text;
    this.#said = true;
  }

  override handleError(error: Error, connection: pg.Connection): void {
    // The driver takes it to be there once the saying is read.
    if (this.#kept !== undefined) delete connection.parsedStatements[this.#kept];
    super.handleError(error, connection);
  }
}

/** Makes room for a statement that a connection is to keep. */
function keep(connection: pg.Connection, name: string): void {
  const kept = keptBy.get(connection) ?? new Set();
  keptBy.set(connection, kept);
  // It may be there from a time before that came to nothing.
  if (connection.parsedStatements[name] === undefined) connection.close({ type: 'S', name }, true);
  kept.delete(name);
  kept.add(name);
  const [oldest] = kept;
  if (kept.size <= mostKept || oldest === undefined) return;
  kept.delete(oldest);
  delete connection.parsedStatements[oldest];
  connection.close({ type: 'S', name: oldest }, true);
}
