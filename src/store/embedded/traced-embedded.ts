import type { PGlite, QueryOptions, Transaction } from '@electric-sql/pglite';
import { inStatementSpan } from '../../tracing/span.ts';

/** The embedded database, whose statements are each in a span of a trace, also those of its transactions. */
export function tracedEmbedded(client: PGlite): PGlite {
  const query = (text: string, values?: unknown[], options?: QueryOptions) =>
    inStatementSpan(text, () => client.query(text, values, options));
  const transaction = <T>(work: (tx: Transaction) => Promise<T>) =>
    client.transaction((tx) => work(tracedTransaction(tx)));
  return new Proxy(client, {
    get(target, key) {
      if (key === 'query') return query;
      if (key === 'transaction') return transaction;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

function tracedTransaction(tx: Transaction): Transaction {
  const query: Transaction['query'] = (text, values, options) =>
    inStatementSpan(text, () => tx.query(text, values, options));
  return new Proxy(tx, {
    get: (target, key) => (key === 'query' ? query : Reflect.get(target, key, target)),
  });
}
