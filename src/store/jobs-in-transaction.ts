import { is, SQL, sql } from 'drizzle-orm';
import { type Db, fromDrizzle } from 'pg-boss';
import { type Database, rawRows } from './store.ts';

/** A transaction as pg-boss takes it, so that a job is queued if and only if the transaction commits. */
export function jobsInTransaction(tx: Database): Db {
  return fromDrizzle(
    {
      async execute(query) {
        if (!is(query, SQL))
          throw new TypeError('pg-boss was expected to give a statement of Drizzle.');
        return { rows: await rawRows(tx, query) };
      },
    },
    sql,
  );
}
