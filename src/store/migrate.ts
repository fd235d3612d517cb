import { sql } from 'drizzle-orm';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { z } from 'zod';
import { givingWay, lockPatience } from './giving-way.ts';
import { migrationsFolder } from './migrations-folder.ts';
import { type Database, queryRows } from './store.ts';

/**
 * Brings the tables up to date: each migration in a transaction of its own, which gives way to questions that are under way, so that
 * replicas of the version before go on answering. Where it is ended in between, the next start goes on from there. What was applied is kept
 * where drizzle-kit looks for it.
 * @param db of the owner of the tables, one process at a time
 * @throws what the database throws; where others hold a table for minutes, that
 */
export async function applyMigrations(db: Database): Promise<void> {
  await db.execute(sql`create schema if not exists drizzle`);
  await db.execute(
    sql`create table if not exists drizzle.__drizzle_migrations
        (id serial primary key, hash text not null, created_at bigint)`,
  );
  const [last] = await queryRows(
    db,
    z.object({ at: z.coerce.number() }),
    sql`select created_at as at from drizzle.__drizzle_migrations order by created_at desc limit 1`,
  );
  for (const { hash, folderMillis, sql: statements } of readMigrationFiles({ migrationsFolder })) {
    if (last !== undefined && last.at >= folderMillis) continue;
    await givingWay(() =>
      db.transaction(async (tx) => {
        await tx.execute(sql.raw(lockPatience));
        for (const statement of statements) await tx.execute(sql.raw(statement));
        await tx.execute(
          sql`insert into drizzle.__drizzle_migrations (hash, created_at) values (${hash}, ${folderMillis})`,
        );
      }),
    );
  }
}
