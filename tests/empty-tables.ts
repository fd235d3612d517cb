import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { queryRows, type Store } from '../src/store/store.ts';

const trigger = z.object({ name: z.string(), table: z.string() });

/**
 * Empties tables and those that refer to them, and counts their ids from 1 again. The log of access, which refers to people, is
 * held by triggers that always fire; they are taken off meanwhile.
 */
export async function emptyTables(store: Store, names: readonly string[]): Promise<void> {
  const tables = sql.join(
    names.map((name) => sql.identifier(name)),
    sql`, `,
  );
  await store.db.transaction(async (tx) => {
    const held = await queryRows(
      tx,
      trigger,
      sql`select tgname as name, relname as table from pg_trigger join pg_class c on c.oid = tgrelid
          where tgenabled = 'A' and not tgisinternal`,
    );
    const each = async (what: string) => {
      for (const { name, table } of held)
        await tx.execute(
          sql`alter table ${sql.identifier(table)} ${sql.raw(what)} trigger ${sql.identifier(name)}`,
        );
    };
    await each('disable');
    await tx.execute(sql`truncate ${tables} restart identity cascade`);
    await each('enable always');
  });
}
