import { setImmediate } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { bank } from '../schema.ts';
import { type Database, queryRows, type Store } from '../store.ts';
import { trustReferences } from '../trust-references.ts';
import { closeStaging, stagingOf } from './staging.ts';

/** Pages of a staging table moved by one statement: few enough to be done in some tens of milliseconds. */
const pagesAtATime = 32;
/** A sample large enough for the planner, and drawn in some tens of milliseconds. */
const statisticsTarget = 25;
const withSequence = new Set([
  'branches',
  'managers',
  'customers',
  'campaigns',
  'follow_ups',
  'opportunities',
]);

/**
 * Moves the staged rows into their tables and names the bank, in one transaction: all of it appears, or nothing. The
 * planner learns of the rows at once, for an embedded store has nobody to tell it later.
 *
 * @param tables in an order in which each refers to earlier ones only
 * @param onProgress tables moved, of how many
 */
export async function publishStaging(
  { kind, db }: Pick<Store, 'kind' | 'db'>,
  tables: readonly string[],
  { name, currency, timezone }: { name: string; currency: string; timezone: string },
  onProgress: (done: number, total: number) => void,
): Promise<void> {
  await db.transaction(async (tx) => {
    await trustReferences(tx);
    if (kind === 'pglite') await leaveOutOfLog(tx, tables);
    await tx.execute(
      sql`set local default_statistics_target = ${sql.raw(String(statisticsTarget))}`,
    );
    for (const [done, table] of tables.entries()) {
      await moveRows(tx, table);
      await tx.execute(sql`analyze ${sql.identifier(table)}`);
      onProgress(done + 1, tables.length);
    }
    await tx.insert(bank).values({ name, currency, timezone, demo: true });
    await closeStaging(tx);
  });
}

/**
 * Has the rows that follow left out of the log, which is as large as the bank itself: those of a table that is emptied, as it is
 * already, in the same transaction. Tables that others refer to cannot be, and are small. Elsewhere this would lock others out.
 */
async function leaveOutOfLog(tx: Database, tables: readonly string[]): Promise<void> {
  const free = await queryRows(
    tx,
    z.object({ table: z.string() }),
    sql`select c.relname as "table" from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relname = any (string_to_array(${tables.join(',')}::text, ','))
          and not exists (select from pg_constraint where confrelid = c.oid)`,
  );
  if (free.length === 0) return;
  const names = free.map(({ table }) => sql.identifier(table));
  await tx.execute(sql`truncate ${sql.join(names, sql`, `)}`);
}

async function moveRows(tx: Database, table: string): Promise<void> {
  const staging = stagingOf(table);
  const [size] = await queryRows(
    tx,
    z.object({ pages: z.coerce.number() }),
    sql`select pg_relation_size(${staging}::regclass) / current_setting('block_size')::integer as pages`,
  );
  for (let page = 0; page < (size?.pages ?? 0); page += pagesAtATime) {
    await tx.execute(sql`
      insert into ${sql.identifier(table)} overriding system value
      select * from ${sql.raw(staging)}
      where ctid >= ${`(${page},0)`}::tid and ctid < ${`(${page + pagesAtATime},0)`}::tid`);
    await setImmediate();
  }
  if (withSequence.has(table)) {
    await tx.execute(sql`
      select setval(pg_get_serial_sequence(${table}, 'id'), max(id)) from ${sql.identifier(table)}`);
  }
}
