import { is, SQL, sql } from 'drizzle-orm';
import { type Db, fromDrizzle, type PgBoss } from 'pg-boss';
import { type Database, rawRows } from './store.ts';

const noJob = '00000000-0000-0000-0000-000000000000';

/**
 * Makes a queue where there is none, ready for {@link jobsInTransaction}: pg-boss reads what it knows of a queue when it
 * first needs it, on a connection of its own, which within a transaction on the embedded store would wait forever.
 */
export async function createQueue(
  boss: PgBoss,
  name: string,
  options: Parameters<PgBoss['createQueue']>[1],
): Promise<void> {
  await boss.createQueue(name, options);
  await boss.getJobById(name, noJob);
}

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
