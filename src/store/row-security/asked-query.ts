import pg from 'pg';
import { type Settings, sayingOf } from './who.ts';

/** What node-postgres has of a statement under way, and its type declarations leave out. */
declare module 'pg' {
  interface Query {
    prepare(connection: pg.Connection): void;
    handleDataRow(message: unknown): void;
    handleCommandComplete(message: unknown, connection: pg.Connection): void;
  }
  interface Connection {
    /** the texts of the statements that the server keeps for this connection, by name */
    parsedStatements: Record<string, string>;
  }
}

/**
 * A statement that says first for whom it runs. Both go out together and are one transaction, by themselves: what is said
 * ends with the statement, and it costs no second way to the server. The server reads and plans the saying once a connection.
 */
export class AskedQuery extends pg.Query {
  readonly #saying: ReturnType<typeof sayingOf>;
  #said = false;

  constructor(settings: Settings, config: pg.QueryConfig | string, values?: unknown[]) {
    const statement = typeof config === 'string' ? { text: config } : config;
    // Together they can only go out as prepared statements do.
    super({ ...statement, ...{ queryMode: 'extended' } }, values ?? []);
    this.#saying = sayingOf(settings);
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
}
