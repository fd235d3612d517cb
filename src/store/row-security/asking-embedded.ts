import type { PGlite, QueryOptions, Transaction } from '@electric-sql/pglite';
import { type Settings, sayingOf, sayings } from './who.ts';

/** Has an embedded database keep the statements that say for whom one runs. To be called when it is opened. */
export async function keepSayings(client: PGlite): Promise<void> {
  for (const [name, text] of Object.entries(sayings))
    await client.exec(`prepare ${name} as ${text}`);
}

/**
 * The embedded database whose every statement says for whom it runs, in a transaction of its own: its one connection is
 * free again once the statement is done.
 */
export function askingEmbedded(client: PGlite, settings: Settings): PGlite {
  const { name, values } = sayingOf(settings);
  const say = `execute ${name} (${values.map((value) => `'${value}'`).join(', ')})`;
  const transaction = <T>(work: (tx: Transaction) => Promise<T>) =>
    client.transaction(async (tx) => {
      await tx.exec(say);
      return work(tx);
    });
  const query = (text: string, values?: unknown[], options?: QueryOptions) =>
    transaction((tx) => tx.query(text, values, options));
  return new Proxy(client, {
    get(target, key) {
      if (key === 'query') return query;
      if (key === 'transaction') return transaction;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
