import pg from 'pg';
import { inStatementSpan } from '../../tracing/span.ts';
import { AskedQuery } from './asked-query.ts';
import type { KeptNames } from './kept-names.ts';
import { type Saying, type Settings, sayingOf } from './who.ts';

/** Works whose statements are small and come again with every question: all others are planned for the figures that they have. */
const keptWorks: readonly (string | undefined)[] = [undefined, 'server'];

/**
 * A pool whose every statement says for whom it runs: one by itself along with it, a transaction once it has begun. No
 * connection is held for it, and none is left with it.
 * @param names of the statements that connections keep prepared
 */
export function askingPool<Pool extends pg.Pool>(
  pool: Pool,
  settings: Settings,
  names: KeptNames,
): Pool {
  const saying = sayingOf(settings);
  const ask = async (config: pg.QueryConfig | string, values?: unknown[]) => {
    const kept = keptWorks.includes(settings.work)
      ? names.of(settings.role, textOf(config))
      : undefined;
    try {
      return await pool.query(new AskedQuery(saying, config, values, kept));
    } catch (error) {
      if (kept === undefined || !isOutdated(error)) throw error;
      return pool.query(new AskedQuery(saying, config, values));
    }
  };
  const query = (config: pg.QueryConfig | string, values?: unknown[]) =>
    inStatementSpan(textOf(config), async () =>
      // It reads nothing to anybody, and goes out with nothing else.
      settings.work !== undefined && /^vacuum\b/.test(textOf(config))
        ? pool.query(config, values)
        : ask(config, values),
    );
  const connect = async () => askingClient(await pool.connect(), saying);
  return new Proxy(pool, {
    get(target, key) {
      if (key === 'query') return query;
      if (key === 'connect') return connect;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** Whether a kept statement was refused before it did anything, as its columns are others since a migration. */
const isOutdated = (error: unknown): boolean =>
  error instanceof pg.DatabaseError &&
  error.code === '0A000' &&
  error.routine === 'RevalidateCachedQuery';

const textOf = (config: pg.QueryConfig | string): string =>
  typeof config === 'string' ? config : config.text;

/** A connection in the hands of a transaction: whatever begins one says for whom. */
function askingClient(client: pg.PoolClient, saying: Saying): pg.PoolClient {
  const query = async (config: pg.QueryConfig | string, values?: unknown[]) => {
    const result = await inStatementSpan(textOf(config), () => client.query(config, values));
    if (/^begin\b/.test(textOf(config))) await client.query(saying);
    return result;
  };
  return new Proxy(client, {
    get(target, key) {
      if (key === 'query') return query;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
