import { eq, type SQL, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  beginsWord,
  oneSlipOff,
  runTogether,
  wholeWord,
} from '../../src/language/name-patterns.ts';
import {
  findCustomersAlike,
  findCustomersNamed,
  namesWith,
} from '../../src/store/customers/find-customers.ts';
import { lossAtStake } from '../../src/store/measures.ts';
import { openPostgres } from '../../src/store/open-postgres.ts';
import { bankSearchedFor, searchInBank } from '../../src/store/row-security/searched-bank.ts';
import { customers, delegations, managers } from '../../src/store/schema.ts';
import type { Scope } from '../../src/store/scope.ts';
import { type Database, queryRows, rawRows, type Store } from '../../src/store/store.ts';
import { makeTestDatabase, openTestStore, storeKinds } from '../test-store.ts';

const counted = z.object({ count: z.number() });
const plan = z.object({ 'QUERY PLAN': z.string() });

/** How many rows of a table somebody reads. */
const rowsOf = async (db: Database, table: string) =>
  (
    await queryRows(db, counted, sql`select count(*)::int as count from ${sql.identifier(table)}`)
  )[0]?.count;

/** The roles of the database that questions run as. */
const questionRoles = sql`(select oid, rolname from pg_roles where rolname like
  'bellwether_' || (select oid from pg_database where datname = current_database()) || '_%')`;

describe.each(storeKinds)('row-level security on %s', (kind) => {
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

  it('is on every table that has a customer’s id, also for who owns it, and every role is held to a policy', async () => {
    const open = await rawRows(
      store.db,
      sql`select c.relname, r.rolname from pg_class c cross join ${questionRoles} r
          where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
            and (c.relname = 'customers' or exists (
              select from pg_attribute a where a.attrelid = c.oid and a.attname in ('customer_id', 'customer_ids')))
            and not (c.relrowsecurity and c.relforcerowsecurity and (
              not has_table_privilege(r.oid, c.oid, 'select')
              or exists (select from pg_policy p where p.polrelid = c.oid and r.oid = any (p.polroles))))`,
    );
    expect(open).toEqual([]);
    expect(await rawRows(store.db, questionRoles)).toHaveLength(5);
  });

  it('holds questions to roles that own nothing and cannot pass it by', async () => {
    const mighty = await rawRows(
      store.db,
      sql`select r.rolname from ${questionRoles} r join pg_roles s using (oid)
          where s.rolsuper or s.rolbypassrls or s.rolcanlogin or s.rolcreaterole
            or exists (select from pg_class c where c.relowner = r.oid)`,
    );
    expect(mighty).toEqual([]);
  });

  it('gives a transaction that says nobody no row, and one of somebody theirs', async () => {
    const of = (managerId: number) =>
      store.as({ person: managerId, scope: { kind: 'book', managerId } }).db;
    expect(await rowsOf(store.as({ person: null, scope: { kind: 'none' } }).db, 'customers')).toBe(
      0,
    );
    expect(await of(1).select({ id: customers.externalId }).from(customers)).toEqual([
      { id: 'c1' },
    ]);
    expect(
      await of(2).transaction(async (tx) => [
        await rowsOf(tx, 'customers'),
        await tx.transaction((nested) => rowsOf(nested, 'customers')),
      ]),
    ).toEqual([1, 1]);
    expect(await rowsOf(store.bankWide, 'customers')).toBe(2);
    // Nothing of it is left with a connection.
    expect(await rowsOf(store.db, 'customers')).toBe(2);
  });

  it('keeps to a question what is nobody’s to ask or to change', async () => {
    const { db } = store.as({ person: 1, scope: { kind: 'all' } });
    for (const table of [
      'secrets',
      'api_tokens',
      'sign_ins',
      'access_log',
      'inbox',
      'answers_before',
    ])
      await expect(rowsOf(db, table)).rejects.toThrow();
    await expect(db.update(customers).set({ name: 'x' })).rejects.toThrow();
    await expect(store.bankWide.delete(customers)).rejects.toThrow();
    const book = store.as({ person: 1, scope: { kind: 'book', managerId: 1 } }).db;
    await expect(
      book.execute(sql`insert into follows (customer_id, manager_id, since) values (2, 1, now())`),
    ).rejects.toThrow();
    expect(await rowsOf(store.db, 'follows')).toBe(0);
  });

  it('gives what somebody sees to a replica of the version before, which does not say whose books they see', async () => {
    const seenBy = (person: number) =>
      store.db.transaction(async (tx) => {
        await tx.execute(
          sql`select set_config('role', rolname, true), set_config('bellwether.person', ${String(person)}, true)
              from ${questionRoles} roles where rolname like '%\\_book'`,
        );
        return tx.select({ id: customers.externalId }).from(customers).orderBy(customers.id);
      });
    expect(await seenBy(1)).toEqual([{ id: 'c1' }]);
    expect(await seenBy(3)).toEqual([]);
    await store.db.insert(delegations).values({
      fromId: 1,
      toId: 2,
      until: '2999-12-31',
      endsAt: new Date('2999-12-31T00:00:00Z'),
      createdAt: new Date('2026-07-01T00:00:00Z'),
    });
    expect(await seenBy(2)).toEqual([{ id: 'c1' }, { id: 'c2' }]);
    await store.db.delete(delegations);
    expect(await seenBy(2)).toEqual([{ id: 'c2' }]);
  });

  it('gives somebody the books of others as soon as these are theirs to see, and as long', async () => {
    const { db } = store.as({ person: 2, scope: { kind: 'book', managerId: 2 } });
    const seen = async () =>
      (await db.select({ id: customers.externalId }).from(customers).orderBy(customers.id)).map(
        ({ id }) => id,
      );
    const delegated = (endsAt: Date) => ({
      fromId: 1,
      toId: 2,
      until: '2999-12-31',
      endsAt,
      createdAt: new Date('2026-07-01T00:00:00Z'),
    });
    expect(await seen()).toEqual(['c2']);
    await store.db.insert(delegations).values(delegated(new Date(Date.now() + 700)));
    expect([await seen(), await seen()]).toEqual([
      ['c1', 'c2'],
      ['c1', 'c2'],
    ]);
    await new Promise((resolve) => setTimeout(resolve, 800));
    expect(await seen()).toEqual(['c2']);
    await store.db.delete(delegations);
    const undone = store.db.transaction(async (tx) => {
      await tx.insert(delegations).values(delegated(new Date('2999-12-31T00:00:00Z')));
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await seen()).toEqual(['c2']);
    await store.db.update(managers).set({ role: 'lead' }).where(eq(managers.id, 2));
    await store.db.update(managers).set({ lead: 'n' }).where(eq(managers.id, 1));
    expect(await seen()).toEqual(['c1', 'c2']);
    await store.db.execute(sql`update managers set lead = null, role = 'manager'`);
    expect(await seen()).toEqual(['c2']);
    await store.db.transaction(async (tx) => {
      await tx.insert(delegations).values(delegated(new Date('2999-12-31T00:00:00Z')));
    });
    expect(await seen()).toEqual(['c1', 'c2']);
    await store.db.delete(delegations);
    expect(await seen()).toEqual(['c2']);
  });

  it('finds by an index who has how much at stake, within a scope', async () => {
    const { db } = store.as({ person: 1, scope: { kind: 'branch', branchId: 1 } });
    const plans = await db.transaction(async (tx) => {
      await tx.execute(sql`set local enable_seqscan = off`);
      await tx.execute(sql`set local enable_bitmapscan = off`);
      return queryRows(
        tx,
        plan,
        sql`explain select from customer_values v where v.run_id = 1 and v.churn_probability is not null
            and ${lossAtStake} between 10 and 11`,
      );
    });
    const [cond] = plans.flatMap((line) => /Index Cond: .*/.exec(line['QUERY PLAN']) ?? []);
    expect(cond).toMatch(/value_at_stake.* >= '10'/);
  });

  it('answers several at once, each their own', async () => {
    const found = await Promise.all(
      Array.from({ length: 24 }, (_, i) => {
        const managerId = 1 + (i % 2);
        const { db } = store.as({ person: managerId, scope: { kind: 'book', managerId } });
        return db.select({ managerId: customers.managerId }).from(customers);
      }),
    );
    expect(found).toEqual(found.map((_, i) => [{ managerId: 1 + (i % 2) }]));
  });
});

/** Twenty branches, ten managers each, and 20,000 customers, the nth of them in branch 1 + n % 20 and called by an expression of n. */
async function fillBranches({ db }: Store, name: SQL): Promise<void> {
  await db.execute(sql`insert into branches (external_id, name)
    select n::text, n::text from generate_series(1, 20) n`);
  await db.execute(sql`insert into managers (external_id, name, role)
    select n::text, n::text, 'manager' from generate_series(1, 200) n`);
  await db.execute(sql`insert into customers (external_id, name, branch_id, manager_id)
    select 'c' || n, ${name}, 1 + n % 20, 1 + n % 200 from generate_series(1, 20000) n`);
  await db.execute(sql`vacuum analyze customers`);
}

describe.runIf(storeKinds.includes('postgres'))('row-level security of a server', () => {
  it('reads names by an index, of the bank and within a scope', async () => {
    const store = await openTestStore('postgres');
    try {
      await fillBranches(store, sql`md5(n::text) || ' ' || md5((n * 7)::text)`);
      const searches = [
        (db: Database) => findCustomersNamed(db, { kind: 'all' }, { patterns: ['a87ff679'] }, 9),
        (db: Database) => findCustomersAlike(db, { kind: 'all' }, 'a87ff679a2f3e71d9181a67b', 9),
      ];
      for (const search of searches) {
        expect(await plansOf(store.as({ person: 1, scope: { kind: 'all' } }).db, search)).toMatch(
          /customers_branch_name_trigram/,
        );
        expect(
          await plansOf(store.as({ person: 1, scope: { kind: 'book', managerId: 1 } }).db, search),
        ).toMatch(/customers_of_manager/);
        expect(
          await plansOf(store.as({ person: 1, scope: { kind: 'branch', branchId: 1 } }).db, search),
        ).toMatch(/customers_branch_name_trigram/);
      }
    } finally {
      await store.close();
    }
  });

  it('reads nobody’s row to find that nobody of the scope is called so, however many others are', async () => {
    const store = await openTestStore('postgres');
    try {
      await fillBranches(
        store,
        sql`case when n % 20 > 0 and n % 17 = 0 then 'Bohumil Kratochvil'
          else initcap(translate(md5(n::text), '0123456789', 'ghijklmnop')) || ' ' || initcap(translate(md5((n * 7)::text), '0123456789', 'qrstuvwxyz')) end`,
      );
      const searches = (scope: Scope) => ({
        words: (db: Database) =>
          findCustomersNamed(db, scope, { patterns: ['bohumil', 'kratoch'].map(beginsWord) }, 9),
        slip: (db: Database) =>
          findCustomersNamed(db, scope, { patterns: [oneSlipOff('bohumyl') ?? ''] }, 9),
        together: (db: Database) =>
          findCustomersNamed(db, scope, { patterns: [runTogether(['bohumilkratochvil'])] }, 9),
        alike: (db: Database) => findCustomersAlike(db, scope, 'bohumil kratochwil', 9),
        inSentence: (db: Database) =>
          namesWith(db, scope, [['bohumil', 'kratochvil'].map(wholeWord)], 5),
      });
      const ofBank = store.as({ person: 1, scope: { kind: 'all' } }).db;
      const scope = { kind: 'branch', branchId: 1 } as const;
      const ofBranch = store.as({ person: 1, scope }).db;
      for (const [name, search] of Object.entries(searches(scope))) {
        expect(await search(ofBranch), name).toEqual([]);
        // Of its own customers, those whose names have the same letters elsewhere; of the thousand others none.
        expect(await rowsRead(ofBranch, search), name).toBeLessThan(100);
      }
      for (const [name, search] of Object.entries(searches({ kind: 'all' })))
        expect((await search(ofBank)).length, name).toBeGreaterThan(0);
    } finally {
      await store.close();
    }
  });

  it('keeps a statement that comes again, for each role apart, through a change of its table', async () => {
    const { url, drop } = await makeTestDatabase();
    const store = await openPostgres(url, 1);
    try {
      await store.db.insert(managers).values({ externalId: 'm', name: 'Eva', role: 'manager' });
      await store.db.insert(customers).values([
        { externalId: 'c1', name: 'Anna', managerId: 1 },
        { externalId: 'c2', name: 'Bea' },
      ]);
      const whole = store.as({ person: 1, scope: { kind: 'all' } }).db;
      const own = store.as({ person: 1, scope: { kind: 'book', managerId: 1 } }).db;
      const everything = sql`select * from customers where id > ${0}`;
      const read = async () =>
        Promise.all([whole, own].map(async (db) => (await rawRows(db, everything)).length));
      for (let i = 0; i < 8; i++) expect(await read()).toEqual([2, 1]);
      const kept = sql`select count(*)::int as count from pg_prepared_statements
        where name like 'kept%' and statement like 'select * from customers%'`;
      expect(await queryRows(store.db, counted, kept)).toEqual([{ count: 2 }]);
      await store.db.execute(sql`alter table customers add column newer text`);
      for (let i = 0; i < 3; i++) expect(await read()).toEqual([2, 1]);
      expect(await rawRows(whole, sql`select newer from customers where id = ${1}`)).toHaveLength(
        1,
      );
      await expect(rawRows(whole, sql`select ${'x'}::int as no`)).rejects.toThrow();
      await expect(rawRows(whole, sql`select ${'x'}::int as no`)).rejects.toThrow();
      expect(await rawRows(whole, sql`select ${'7'}::int as no`)).toEqual([{ no: 7 }]);
    } finally {
      await store.close();
      await drop();
    }
  });

  it('is put back where a restore into another server could not, for want of the roles', async () => {
    const { url, drop } = await makeTestDatabase();
    const admin = new pg.Client({ connectionString: url });
    await admin.connect();
    try {
      const filled = await openPostgres(url, 2);
      await filled.db.insert(managers).values({ externalId: 'm', name: 'Eva', role: 'manager' });
      await filled.db.insert(customers).values({ externalId: 'c1', name: 'Anna', managerId: 1 });
      await filled.close();
      const { rows } = await admin.query(
        `select format('drop policy %I on %I', polname, relname) as statement
         from pg_policy p join pg_class c on c.oid = polrelid where polname <> 'work'`,
      );
      expect(rows.length).toBeGreaterThan(40);
      for (const { statement } of rows) await admin.query(statement);
      const store = await openPostgres(url, 2);
      const own = store.as({ person: 1, scope: { kind: 'book', managerId: 1 } });
      expect(await rowsOf(own.db, 'customers')).toBe(1);
      expect(await rowsOf(store.bankWide, 'customers')).toBe(1);
      await store.close();
    } finally {
      await admin.end();
      await drop();
    }
  });

  it('holds the owner of the tables to it too, where it is no superuser', async () => {
    const { url, drop } = await makeTestDatabase('template0');
    const name = new URL(url).pathname.slice(1);
    const owner = `owner_of_${name}`;
    const admin = new pg.Client({ connectionString: url });
    await admin.connect();
    const own = new URL(url);
    own.username = owner;
    own.password = 'x';
    try {
      await admin.query(`create role ${owner} login password 'x'`);
      await admin.query(`alter database ${name} owner to ${owner}`);
      await admin.query(`alter schema public owner to ${owner}`);
      await expect(openPostgres(own.href, 2)).rejects.toThrow(
        /may not create roles.*create role bellwether_\d+ nologin noinherit;.*grant bellwether_\d+ to/,
      );
      await admin.query(`alter role ${owner} createrole`);
      const store = await openPostgres(own.href, 2);
      await store.db.insert(customers).values({ externalId: 'c1', name: 'Anna' });
      expect(await rowsOf(store.db, 'customers')).toBe(1);
      expect(await rowsOf(store.bankWide, 'customers')).toBe(1);
      const client = new pg.Client({ connectionString: own.href });
      await client.connect();
      expect(await rowsOf(drizzle({ client }), 'customers')).toBe(0);
      await client.end();
      await store.close();
      // Opened again it is as it should be, and nothing is changed.
      await (await openPostgres(own.href, 2)).close();
    } finally {
      await admin.query(`reassign owned by ${owner} to current_user`);
      await admin.query(`drop owned by ${owner}`);
      await admin.end();
      await drop();
      const server = new pg.Client({ connectionString: url.replace(name, 'postgres') });
      await server.connect();
      await server.query(`drop role ${owner}`);
      await server.end();
    }
  });
});

/** The plan of what a function of the store asks: its statement is explained as whoever asks it. */
async function plansOf(
  db: Database,
  ask: (db: Database) => Promise<unknown>,
  explain = sql`explain`,
): Promise<string> {
  let said = '';
  const explaining = (explained: Database): Database =>
    new Proxy(explained, {
      get(target, key) {
        if (key === 'transaction')
          return (work: (tx: Database) => Promise<unknown>) =>
            target.transaction((tx) => work(explaining(tx)));
        if (key !== 'execute') return Reflect.get(target, key, target);
        return async (query: Parameters<Database['execute']>[0]) => {
          const lines = await queryRows(target, plan, sql`${explain} ${query}`);
          said += lines.map((line) => line['QUERY PLAN']).join('\n');
          return { rows: [] };
        };
      },
    });
  const bank = bankSearchedFor(db);
  const asked = explaining(db);
  await ask(bank === undefined ? asked : searchInBank(asked, explaining(bank)));
  return said;
}

/** How many customers' rows a function of the store has the database look at, also those that it then leaves out. */
async function rowsRead(db: Database, ask: (db: Database) => Promise<unknown>): Promise<number> {
  const said = await plansOf(db, ask, sql`explain (analyze, costs off, timing off, summary off)`);
  const nodes = said.split(/\n(?=\s*(?:->)?)/);
  const counts = nodes.flatMap((line) => [
    ...(/(?:Scan on customers|using customers\S* on customers).*actual rows=(\d+)/
      .exec(line)
      ?.slice(1) ?? []),
    ...(/Rows Removed by (?:Filter|Index Recheck): (\d+)/.exec(line)?.slice(1) ?? []),
  ]);
  return counts.reduce((sum, count) => sum + Number(count), 0);
}
