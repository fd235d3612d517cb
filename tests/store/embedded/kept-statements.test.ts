import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { customers, managers } from '../../../src/store/schema.ts';
import { rawRows, type Store } from '../../../src/store/store.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

describe.each(storeKinds)('a statement that comes again, on %s', (kind) => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore(kind);
    await store.db.insert(managers).values([
      { externalId: 'm', name: 'Eva', role: 'manager' },
      { externalId: 'n', name: 'Jan', role: 'manager' },
    ]);
    await store.db.insert(customers).values([
      { externalId: 'c1', name: 'Anna', managerId: 1 },
      { externalId: 'c2', name: 'Bea', managerId: 2 },
    ]);
  });
  afterAll(() => store.close());

  const thrice = [1, 2, 3];
  const named = (name: string) =>
    store.db.select({ id: customers.id }).from(customers).where(sql`name = ${name}`);

  it('is answered by what it is asked with each time', async () => {
    for (const _ of thrice) {
      expect(await named('Anna')).toEqual([{ id: 1 }]);
      expect(await named('Bea')).toEqual([{ id: 2 }]);
      expect(await named('nobody')).toEqual([]);
    }
    const told = sql`select ${'x'}::text as text, ${null}::int as number, 'null'::jsonb as json, ${sql.param(['a', 'b'])}::text[] as list,
      ${new Date(0)}::timestamptz = to_timestamp(0) as time, ${true}::boolean as yes`;
    for (const _ of thrice)
      expect(await rawRows(store.db, told)).toMatchObject([
        { text: 'x', number: null, json: null, time: true, list: ['a', 'b'], yes: true },
      ]);
  });

  it('shows each asker their own, whoever asked before, also after one that failed', async () => {
    const names = sql`select name from customers order by name`;
    const seenBy = async (managerId: number) => {
      const who = { person: managerId, scope: { kind: 'book', managerId } as const };
      return rawRows(store.as(who).db, names);
    };
    for (const _ of thrice) {
      expect(await seenBy(1)).toEqual([{ name: 'Anna' }]);
      expect(await seenBy(2)).toEqual([{ name: 'Bea' }]);
      const who = { person: null, scope: { kind: 'none' } as const };
      expect(await rawRows(store.as(who).db, names)).toEqual([]);
      expect(await rawRows(store.db, names)).toHaveLength(2);
      await expect(store.as(who).db.execute(sql`select 1 / ${0}::int`)).rejects.toThrow();
      await expect(store.db.execute(sql`select nothing from nowhere`)).rejects.toThrow();
      await expect(
        store.as(who).db.insert(customers).values({ externalId: 'c3' }),
      ).rejects.toThrow();
    }
  });

  it('reads a table as it is by then', async () => {
    const all = sql`select * from changing`;
    for (const columns of ['a int', 'a text, b int', 'b date']) {
      await store.db.execute(sql.raw(`create table changing (${columns})`));
      await store.db.execute(sql`insert into changing default values`);
      for (const _ of thrice) expect(await rawRows(store.db, all)).toHaveLength(1);
      await store.db.execute(sql`drop table changing`);
    }
    await store.db.execute(sql`create table changing (a int)`);
    await store.db.execute(sql`insert into changing values (1)`);
    const changed = store.db.transaction(async (tx) => {
      await tx.execute(sql`alter table changing add column b int`);
      for (const _ of thrice) expect(await rawRows(tx, all)).toEqual([{ a: 1, b: null }]);
      throw new Error('Undone.');
    });
    await expect(changed).rejects.toThrow('Undone.');
    for (const _ of thrice) expect(await rawRows(store.db, all)).toEqual([{ a: 1 }]);
  });

  it('is answered while what somebody else does fails beside it', async () => {
    for (const _ of thrice) await named('Anna');
    const failing = async () => {
      await store.db.transaction(async (tx) => {
        await tx.execute(sql`select 1`);
        throw new Error('Undone.');
      });
    };
    const all = Array.from({ length: 60 }, (_, at) =>
      at % 2 === 0 ? named('Anna') : failing().catch(() => 'failed'),
    );
    const outcomes = await Promise.all(all);
    expect(outcomes.filter((_, at) => at % 2 === 0)).toEqual(
      Array.from({ length: 30 }, () => [{ id: 1 }]),
    );
  });

  it('may be one of very many', async () => {
    for (const _ of thrice)
      for (let n = 0; n < 250; n++)
        expect(await rawRows(store.db, sql.raw(`select ${n} as "n${n}"`))).toEqual([
          { [`n${n}`]: n },
        ]);
  });

  it('may be answered by as many rows as a large bank has customers', async () => {
    const rows = await rawRows(store.db, sql`select n from generate_series(1, 200000) n`);
    expect(rows).toHaveLength(200_000);
    expect(rows.at(-1)).toEqual({ n: 200_000 });
  });
});
