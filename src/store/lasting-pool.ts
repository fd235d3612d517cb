import pg from 'pg';

type Callback = Parameters<pg.Pool['connect']>[0];

/**
 * A pool of connections that outlives the end of any of them. node-postgres tells the end of a connection as an event,
 * which ends the process where nobody listens, and listens to idle connections alone: one that ends in somebody's hands
 * is given back here at once, so that its place is free again whatever becomes of who held it.
 */
export class LastingPool extends pg.Pool {
  readonly #onEnded: (error: Error) => void;
  readonly #held = new Set<pg.PoolClient>();

  /** @param onEnded is told of each connection that ended by itself; whoever was at work on it is told by an error */
  constructor(options: pg.PoolConfig, onEnded: (error: Error) => void) {
    super(options);
    this.#onEnded = onEnded;
    this.on('error', onEnded);
    // Who idles or is held is listened to besides; the end of one that the pool is taking leave of concerns nobody.
    this.on('connect', (client) => client.on('error', () => {}));
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Callback): undefined;
  override connect(callback?: Callback): Promise<pg.PoolClient> | undefined {
    // With a callback it is the pool itself that asks, for a single statement, and it listens then.
    if (callback !== undefined) {
      super.connect(callback);
      return undefined;
    }
    // Not by the pool's own promise: the end may be told in the same packet as the beginning, before a promise settles.
    return new Promise((resolve, reject) => {
      super.connect((error, client) => {
        if (client === undefined) reject(error);
        else resolve(this.#hold(client));
      });
    });
  }

  #hold(client: pg.PoolClient): pg.PoolClient {
    const giveBack = client.release.bind(client);
    const ended = (error: Error) => {
      this.#onEnded(error);
      client.release(error);
    };
    client.on('error', ended);
    this.#held.add(client);
    client.release = (error) => {
      if (!this.#held.delete(client)) return;
      client.off('error', ended);
      giveBack(error);
    };
    return client;
  }

  /** Ends the pool when all is done; after `patience` milliseconds, what is still under way is broken off. */
  async close(patience: number): Promise<void> {
    const ending = this.end();
    const timer = setTimeout(() => {
      for (const client of this.#held) client.release(true);
    }, patience);
    await ending;
    clearTimeout(timer);
  }
}
