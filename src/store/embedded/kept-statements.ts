import {
  messages,
  type PGlite,
  protocol,
  type QueryOptions,
  type Results,
  type Transaction,
} from '@electric-sql/pglite';

const { serialize } = protocol;

/** A statement and its parameters. */
export type Statement = { text: string; values: readonly unknown[] };

/** What is said before each statement, in its transaction: PostgreSQL plans a statement anew for each role it runs as. */
export type Saying = Statement & {
  role: string;
  /**
   * What may be said in its place after it gave a row: until something may have been changed, or a moment, in milliseconds as of
   * `Date.now`.
   */
  again?: ((row: readonly (string | null)[]) => { saying: Statement; until: number }) | undefined;
};

/** What the database says to what it was asked, in order. */
type Told = Awaited<ReturnType<PGlite['execProtocolStream']>>;
type Prepared = { name: string; parameters: readonly number[]; columns: readonly Column[] };
type Column = { name: string; dataTypeID: number };

/** How many prepared statements the database holds at most: each keeps its plan, of tens of kilobytes. */
const mostKept = 200;
/** How many statements are known to have been run once. */
const mostSeen = 500;
/** The longest statement that is kept, in characters: longer ones are rows written at once, of which no two are alike. */
const longestKept = 8000;

const mayBeKept = /^[\s(]*(?:select|with|insert|update|delete)\b/i;
/** Commands after which a prepared statement may no longer mean what it did. */
const changesTables = /^(?:create|drop|alter|do|call)\b/i;
const mayChangeTables = /\b(?:create|drop|alter|do|call)\b/i;
/** Words without which a statement changes no row. */
const mayChangeRows =
  /\b(?:insert|update|delete|merge|truncate|copy|create|drop|alter|do|call|execute|rollback)\b/i;

/**
 * The statements of an embedded database. PGlite on its own asks the database six times for each, and has it parse and plan it
 * each time; here one that comes again is prepared, and asked once, together with what is said before it.
 */
export class KeptStatements {
  readonly #client: PGlite;
  /** Those prepared, the one that was used longest ago first. */
  readonly #prepared = new Map<string, Prepared>();
  readonly #seen = new Set<string>();
  /** What is sent to say for whom, by the name under which the database has it prepared. */
  readonly #saidAs = new WeakMap<Statement, { name: string; messages: Uint8Array[] }>();
  /** What is said again in place of a saying, with how many changes there had been. */
  readonly #again = new WeakMap<Saying, { saying: Statement; until: number; changes: number }>();
  /** How often something may have been changed. */
  #changes = 0;
  /** Names that the database is told to forget with the next statement. */
  #closing: string[] = [];
  #named = 0;

  constructor(client: PGlite) {
    this.#client = client;
  }

  /**
   * The same database, whose statements are kept.
   * @param saying is said before each statement, or once in each transaction
   */
  over(saying?: Saying): PGlite {
    const client = this.#client;
    const query = async (text: string, values: unknown[] = [], options: QueryOptions = {}) => {
      if (options.blob !== undefined)
        return this.#changing(text, () => client.query(text, values, options));
      await client._checkReady();
      return client._runExclusiveTransaction(() =>
        this.#ask({ text, values }, options, { saying, role: saying?.role, syncToFs: true }),
      );
    };
    const exec = (text: string, options?: QueryOptions) =>
      this.#changing(text, () => client.exec(text, options));
    const transaction = async <T>(work: (tx: Transaction) => Promise<T>) => {
      try {
        return await client.transaction(async (tx) => {
          const within = { role: saying?.role, syncToFs: false };
          if (saying !== undefined) await this.#ask(saying, {}, within);
          return work(this.#transaction(tx, within));
        });
      } catch (error) {
        // What it changed is undone.
        this.#forget();
        this.#changes++;
        throw error;
      }
    };
    const own = new Map<PropertyKey, unknown>(Object.entries({ query, exec, transaction }));
    return new Proxy(client, {
      get(target, key) {
        if (own.has(key)) return own.get(key);
        const value: unknown = Reflect.get(target, key, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  }

  #transaction(tx: Transaction, within: { role: string | undefined; syncToFs: boolean }) {
    const query = async (text: string, values: unknown[] = [], options: QueryOptions = {}) =>
      tx.closed || options.blob !== undefined
        ? this.#changing(text, () => tx.query(text, values, options))
        : this.#ask({ text, values }, options, within);
    const exec: Transaction['exec'] = (text, options) =>
      this.#changing(text, () => tx.exec(text, options));
    const rollback = () => {
      this.#forget();
      this.#changes++;
      return tx.rollback();
    };
    const own = new Map<PropertyKey, unknown>(Object.entries({ query, exec, rollback }));
    return new Proxy(tx, {
      get: (target, key) => (own.has(key) ? own.get(key) : Reflect.get(target, key)),
    });
  }

  /** What may change tables: whatever is kept by then is of the tables as they were. */
  async #changing<T>(text: string, work: () => Promise<T>): Promise<T> {
    // Before, too: what is asked meanwhile is not to go by what was worked out earlier.
    this.#changes++;
    try {
      return await work();
    } finally {
      this.#changes++;
      if (mayChangeTables.test(text)) this.#forget();
    }
  }

  #forget(): void {
    for (const { name } of this.#prepared.values()) this.#closing.push(name);
    this.#prepared.clear();
    this.#seen.clear();
  }

  #ask(
    statement: Statement,
    options: QueryOptions,
    how: { saying?: Saying | undefined; role: string | undefined; syncToFs: boolean },
  ): Promise<Results> {
    return this.#client.runExclusive(async () => {
      const { saying, role, syncToFs } = how;
      // Closed first of all: none of the names taken below is among them, though more may be forgotten meanwhile.
      const asked: Uint8Array[] = this.#closing
        .splice(0)
        .map((name) => serialize.close({ type: 'S', name }));
      const told: Told = [];
      try {
        // All of it is one transaction, for it ends with the one message that ends one.
        const changes = this.#changes;
        const known = saying === undefined ? undefined : this.#saidBefore(saying);
        const said = known ?? saying;
        if (said !== undefined)
          asked.push(...this.#said(await this.#prepare(said, role, asked, told), said));
        const prepared = await this.#prepare(statement, role, asked, told);
        asked.push(...this.#bound(prepared, statement, options), serialize.sync());
        // One by one: an answer may have more rows than a call takes arguments.
        for (const each of await this.#send(asked, syncToFs)) told.push(each);
        if (saying?.again !== undefined && known === undefined)
          this.#sayAgain(saying, saying.again, told, changes);
        return this.#resultOf(told, prepared.columns, options);
      } catch (error) {
        // Where it was not sent: until then the database hears nothing else.
        await this.#send([serialize.sync()], syncToFs);
        throw error;
      } finally {
        if (mayChangeRows.test(statement.text)) this.#changes++;
      }
    });
  }

  /** What may be said in place of a saying; undefined where that is to be worked out anew. */
  #saidBefore(saying: Saying): Statement | undefined {
    const kept = this.#again.get(saying);
    return kept !== undefined && kept.changes === this.#changes && Date.now() < kept.until
      ? kept.saying
      : undefined;
  }

  /** Keeps what may be said in place of a saying from now on, by its row: the first, since it is said first of all. */
  #sayAgain(
    saying: Saying,
    again: NonNullable<Saying['again']>,
    told: Told,
    changes: number,
  ): void {
    const row = told.find((each) => each instanceof messages.DataRowMessage);
    if (row === undefined) return;
    const known = again(row.fields);
    const before = this.#again.get(saying)?.saying;
    const isSame = before?.values.every((value, at) => value === known.saying.values[at]);
    this.#again.set(saying, { ...known, ...(before && isSame ? { saying: before } : {}), changes });
  }

  /** The messages that say it, which are the same each time. */
  #said(prepared: Prepared, saying: Statement): Uint8Array[] {
    const kept = this.#saidAs.get(saying);
    if (kept !== undefined && kept.name === prepared.name) return kept.messages;
    const messages = this.#bound(prepared, saying, {});
    this.#saidAs.set(saying, { name: prepared.name, messages });
    return messages;
  }

  #send(parts: Uint8Array[], syncToFs: boolean) {
    return this.#client.execProtocolStream(Buffer.concat(parts.splice(0)), { syncToFs });
  }

  /**
   * The statement as the database knows it; where it does not yet, it is told, after all that is still to be asked.
   * @param told what the database says to that is added here
   */
  async #prepare(
    { text }: Statement,
    role: string | undefined,
    asked: Uint8Array[],
    told: Told,
  ): Promise<Prepared> {
    const key = `${role ?? ''}\n${text}`;
    const known = this.#prepared.get(key);
    if (known !== undefined) {
      this.#prepared.delete(key);
      this.#prepared.set(key, known);
      return known;
    }
    const isKept = this.#seen.has(key);
    const name = isKept ? `kept_${++this.#named}` : '';
    const answer = await this.#send(
      [
        ...asked.splice(0),
        serialize.parse({ name, text }),
        serialize.describe({ type: 'S', name }),
      ],
      false,
    );
    for (const each of answer) told.push(each);
    const prepared: Prepared = {
      name,
      parameters:
        answer.find((each) => each instanceof messages.ParameterDescriptionMessage)?.dataTypeIDs ??
        [],
      columns:
        answer.findLast((each) => each instanceof messages.RowDescriptionMessage)?.fields ?? [],
    };
    if (isKept) this.#keep(key, prepared);
    else if (text.length <= longestKept && mayBeKept.test(text)) {
      this.#seen.add(key);
      const [first] = this.#seen;
      if (this.#seen.size > mostSeen && first !== undefined) this.#seen.delete(first);
    }
    return prepared;
  }

  #keep(key: string, prepared: Prepared): void {
    this.#prepared.set(key, prepared);
    const [first] = this.#prepared;
    if (this.#prepared.size <= mostKept || first === undefined) return;
    const [oldest, { name }] = first;
    this.#prepared.delete(oldest);
    this.#closing.push(name);
  }

  /** The messages that run it. */
  #bound({ name, parameters }: Prepared, { values }: Statement, options: QueryOptions) {
    const texts = values.map((value, at) => {
      if (value === null || value === undefined) return null;
      const type = parameters[at] ?? 0;
      const serializer = options.serializers?.[type] ?? this.#client.serializers[type];
      return serializer === undefined ? String(value) : serializer(value);
    });
    return [serialize.bind({ statement: name, values: texts }), serialize.execute({})];
  }

  /** The result of the last statement of several. */
  #resultOf(told: Told, columns: readonly Column[], { parsers, rowMode }: QueryOptions): Results {
    const readers = columns.map(
      ({ dataTypeID }) => parsers?.[dataTypeID] ?? this.#client.parsers[dataTypeID],
    );
    const read = (field: string | null, at: number): unknown => {
      const { [at]: reader } = readers;
      return field === null || reader === undefined
        ? field
        : reader(field, columns[at]?.dataTypeID);
    };
    const rows: Results['rows'] = [];
    let command = '';
    // What was said before it gave a row of its own.
    const from = told.findLastIndex(({ name }) => name === 'bindComplete');
    for (const each of told.slice(from)) {
      if (each instanceof messages.DataRowMessage) {
        const values = each.fields.map(read);
        rows.push(
          rowMode === 'array'
            ? values
            : Object.fromEntries(columns.map(({ name }, at) => [name, values[at]])),
        );
      } else if (each instanceof messages.CommandCompleteMessage) command = each.text;
    }
    if (changesTables.test(command)) this.#forget();
    const changed = /^(?:INSERT|UPDATE|DELETE|MERGE)\b.* (\d+)$/.exec(command)?.[1];
    return { rows, fields: [...columns], affectedRows: Number(changed ?? 0) };
  }
}
