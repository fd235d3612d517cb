import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { accessLog, branches, customers } from '../src/store/schema.ts';
import { queryRows, type Store } from '../src/store/store.ts';
import { fillSevenCustomers } from './banks/seven-customers.ts';
import { openTestStore, storeKinds } from './test-store.ts';

/*
 * A store of the tests is empty and whole, whatever the test before did to what it is kept in.
 */

const place = z.object({ place: z.coerce.number() });

/** Which database it is: the same where one is lent again. */
async function placeOf({ db, kind }: Store): Promise<number> {
  // The number of transactions begun in an embedded one only rises; a server has a number for each of its databases.
  const [found] = await queryRows(
    db,
    place,
    kind === 'pglite'
      ? sql`select txid_current() as place`
      : sql`select oid::int8 as place from pg_database where datname = current_database()`,
  );
  return found?.place ?? Number.NaN;
}

async function isAsNew(store: Store): Promise<void> {
  expect(await store.db.select().from(customers)).toEqual([]);
  const [first] = await store.db
    .insert(branches)
    .values({ externalId: 'first', name: 'First' })
    .returning();
  expect(first?.id).toBe(1);
}

describe.each(storeKinds)('a store of the tests on %s', (kind) => {
  it('is lent again once it is emptied of a bank, its log of access and its numbers', async () => {
    const store = await openTestStore(kind);
    const { person } = await fillSevenCustomers(store, new Date());
    await store.db.insert(accessLog).values({
      at: new Date(),
      managerId: person('m').managerId,
      channel: 'web',
      intent: 'help',
      customerIds: [],
    });
    await store.db.execute(sql`analyze`);
    const before = await placeOf(store);
    await store.close();
    const next = await openTestStore(kind);
    const after = await placeOf(next);
    if (kind === 'postgres') expect(after).toBe(before);
    else expect(after).toBeGreaterThan(before);
    await isAsNew(next);
    await next.close();
  });

  it.each([
    'alter table customers add column odd text',
    'alter table branches rename to gone',
    'drop policy work on customers',
    'create function odd() returns int language sql as $$ select 1 $$',
    'alter table access_log disable trigger access_log_stays',
    'create schema odd',
    'delete from drizzle.__drizzle_migrations where id = 1',
  ])('is thrown away after %s', async (statement) => {
    const store = await openTestStore(kind);
    await store.db.execute(sql.raw(statement));
    await store.close();
    const next = await openTestStore(kind);
    await isAsNew(next);
    const left = await queryRows(
      next.db,
      z.object({ n: z.coerce.number() }),
      sql`select (select count(*) from drizzle.__drizzle_migrations where id = 1)
            + (select count(*) from pg_policy where polname = 'work' and polrelid = 'customers'::regclass)
            + (select count(*) from pg_trigger where tgname = 'access_log_stays' and tgenabled = 'A')
            - (select count(*) from pg_namespace where nspname = 'odd') - (select count(*) from pg_proc where proname = 'odd')
            - (select count(*) from pg_attribute where attrelid = 'customers'::regclass and attname = 'odd') as n`,
    );
    expect(left).toEqual([{ n: 3 }]);
    await next.close();
  });

  it('refuses whoever uses it after it was closed, and tells the next test nothing of it', async () => {
    const store = await openTestStore(kind);
    await store.close();
    await expect(
      store.db.insert(branches).values({ externalId: 'late', name: 'Late' }),
    ).rejects.toThrow();
    const next = await openTestStore(kind);
    await isAsNew(next);
    await next.close();
  });
});
