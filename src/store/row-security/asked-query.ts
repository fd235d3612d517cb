import pg from 'pg';
import { type Settings, sayingOf } from './who.ts';

/** What node-postgres has of a statement under way, and its type declarations leave out. */
declare module 'pg' {
  interface Query {
    prepare(connection: pg.Connection): void;
    handleDataRow(message: unknown): void;
    handleCommandComplete(message: unknown, connection: pg.Connection): void;
  }
}

/**
 * A statement that says first for whom it runs. Both go out together and are one transaction, by themselves: what is said
 * ends with the statement, and it costs no second way to the server.
 */
export class AskedQuery extends pg.Query {
  readonly #settings: Settings;
  #said = false;

  constructor(settings: Settings, config: pg.QueryConfig | string, values?: unknown[]) {
    const statement = typeof config === 'string' ? { text: config } : config;
    // Together they can only go out as prepared statements do.
    super({ ...statement, ...{ queryMode: 'extended' } }, values ?? []);
    this.#settings = settings;
  }

  override prepare(connection: pg.Connection): void {
    const { text, values } = sayingOf(this.#settings);
    connection.parse({ name: '', text, types: [] }, true);
    connection.bind({ portal: '', statement: '', values }, true);
    connection.execute({ portal: '', rows: '' }, true);
    super.prepare(connection);
  }

  // What saying it gives is one row, and nobody's.
  override handleDataRow(message: unknown): void {
    if (this.#said) super.handleDataRow(message);
  }

  override handleCommandComplete(message: unknown, connection: pg.Connection): void {
    if (this.#said) super.handleCommandComplete(message, connection);
    this.#said = true;
  }
}
