import type { PGlite, QueryOptions, Transaction } from '@electric-sql/pglite';
import { type Settings, settingValues } from './who.ts';

/**
 * The embedded database whose every statement says for whom it runs, in a transaction of its own: its one connection is
 * free again once the statement is done.
 */
export function askingEmbedded(client: PGlite, settings: Settings): PGlite {
  const [role, person, branch, work] = settingValues(settings).map((value) => `'${value}'`);
  const say = `select set_config('role', ${role}, true), set_config('bellwether.person', ${person}, true),
    set_config('bellwether.branch', ${branch}, true), set_config('bellwether.work', ${work}, true)`;
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
