import type pg from 'pg';
import { inStatementSpan } from '../../tracing/span.ts';
import { AskedQuery } from './asked-query.ts';
import { type Settings, sayingOf } from './who.ts';

/**
 * A pool whose every statement says for whom it runs: one by itself along with it, a transaction once it has begun. No
 * connection is held for it, and none is left with it.
 */
export function askingPool<Pool extends pg.Pool>(pool: Pool, settings: Settings): Pool {
  const query = (config: pg.QueryConfig | string, values?: unknown[]) =>
    inStatementSpan(textOf(config), async () =>
      // It reads nothing to anybody, and goes out with nothing else.
      settings.work !== '' && /^vacuum\b/.test(textOf(config))
        ? pool.query(config, values)
        : pool.query(new AskedQuery(settings, config, values)),
    );
  const connect = async () => askingClient(await pool.connect(), settings);
  return new Proxy(pool, {
    get(target, key) {
      if (key === 'query') return query;
      if (key === 'connect') return connect;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

const textOf = (config: pg.QueryConfig | string): string =>
  typeof config === 'string' ? config : config.text;

/** A connection in the hands of a transaction: whatever begins one says for whom. */
function askingClient(client: pg.PoolClient, settings: Settings): pg.PoolClient {
  const query = async (config: pg.QueryConfig | string, values?: unknown[]) => {
    const result = await inStatementSpan(textOf(config), () => client.query(config, values));
    if (/^begin\b/.test(textOf(config))) await client.query(sayingOf(settings));
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
