import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type DemoProgress, fillDemoBank } from '../../src/demo/fill-demo-bank.ts';
import { isEmpty } from '../../src/store/demo/bank-found.ts';
import { bank, branches, customers } from '../../src/store/schema.ts';
import { queryRows, type Store } from '../../src/store/store.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

const today = '2025-11-22';
const size = 1100;
const tables = [
  'bank',
  'branches',
  'managers',
  'customers',
  'households',
  'holdings',
  'balances',
  'transactions',
  'interactions',
  'surveys',
  'feedback',
  'offers',
  'follow_ups',
  'opportunities',
];

async function count(store: Store, what: string): Promise<number> {
  const row = z.object({ n: z.coerce.number() });
  const [found] = await queryRows(store.db, row, sql`select count(*) as n from ${sql.raw(what)}`);
  return found?.n ?? Number.NaN;
}

function digest(store: Store): Promise<string> {
  return store.db.transaction(async (tx) => {
    await tx.execute(sql`set local time zone 'UTC'`);
    const hash = createHash('sha256');
    for (const table of tables) {
      const [whole] = await queryRows(
        tx,
        z.object({ md5: z.string() }),
        sql`select md5(string_agg(t::text, chr(10) order by t::text collate "C")) as md5
          from ${sql.identifier(table)} t`,
      );
      hash.update(`${table} ${whole?.md5}`);
    }
    return hash.digest('hex');
  });
}

const digests: string[] = [];

describe.each(storeKinds)('the demo bank on %s', (kind) => {
  let store: Store;
  const progress: DemoProgress[] = [];
  let turns = 0;

  beforeAll(async () => {
    store = await openTestStore(kind);
    expect(await isEmpty(store)).toBe(true);
    const clock = setInterval(() => {
      turns++;
    }, 1);
    await fillDemoBank(store, {
      customers: size,
      seed: 42,
      today,
      onProgress: (told) => progress.push(told),
    });
    clearInterval(clock);
  });
  afterAll(() => store.close());

  it('is there whole, and says that it is a demo', async () => {
    expect(await isEmpty(store)).toBe(false);
    expect(await store.db.select().from(bank)).toMatchObject([
      { demo: true, currency: 'EUR', timezone: 'Europe/Prague' },
    ]);
    expect(await count(store, 'customers')).toBe(size);
    expect(await count(store, 'branches')).toBe(8);
    expect(await count(store, 'balances')).toBeGreaterThan(25 * size);
    expect(await count(store, 'transactions')).toBeGreaterThan(35 * size);
    for (const table of tables) expect(await count(store, table)).toBeGreaterThan(0);
    expect(progress.at(0)).toMatchObject({ step: 'generating', total: size });
    expect(progress.filter(({ done, total }) => done === total)).toHaveLength(2);
    expect(progress.at(-1)?.step).toBe('publishing');
  });

  it('lets others be answered while it is filled', () => {
    // Some 80,000 rows: a turn for every thousand of them at least.
    expect(turns).toBeGreaterThan(80);
  });

  it('refers only to what exists', async () => {
    const references = [
      ['customers', 'branch_id', 'branches'],
      ['customers', 'manager_id', 'managers'],
      ['managers', 'branch_id', 'branches'],
      ['interactions', 'manager_id', 'managers'],
      ...tables.slice(4).map((table) => [table, 'customer_id', 'customers']),
    ];
    for (const [from = '', column = '', to = ''] of references) {
      expect(
        await count(
          store,
          `${from} f where ${column} is not null and not exists (select from ${to} t where t.id = f.${column})`,
        ),
      ).toBe(0);
    }
    for (const table of ['balances', 'transactions']) {
      expect(
        await count(
          store,
          `${table} f where not exists (select from holdings h
            where h.customer_id = f.customer_id and h.external_id = f.holding_id)`,
        ),
      ).toBe(0);
    }
    expect(
      await count(
        store,
        `customers c join managers m on m.id = c.manager_id
          where m.role <> 'manager' or m.branch_id <> c.branch_id`,
      ),
    ).toBe(0);
  });

  it('holds people of several scripts, comments in two languages, and a few odd customers', async () => {
    for (const script of ['ěščřžýáíé', 'а-я', 'α-ω', '一-龥', 'ء-ي', 'ạ-ỹ']) {
      expect(await count(store, `customers where name ~ '[${script}]'`)).toBeGreaterThan(5);
    }
    expect(await count(store, `branches where names ->> 'zh' = '布拉格'`)).toBe(1);
    expect(
      await count(store, `feedback where language = 'zh' and text ~ '[一-龥]'`),
    ).toBeGreaterThan(5);
    expect(await count(store, `feedback where language = 'en'`)).toBeGreaterThan(50);
    expect(await count(store, 'customers where name is null')).toBe(1);
    expect(await count(store, 'customers where length(name) > 150')).toBe(1);
    expect(await count(store, `customers where joined_on = date '${today}' - 1`)).toBe(1);
    expect(await count(store, `customers where closed_on < date '${today}' - 1500`)).toBe(1);
    expect(
      await count(
        store,
        `customers c where closed_on is null and joined_on < date '${today}' - 300
          and not exists (select from transactions t where t.customer_id = c.id)`,
      ),
    ).toBeGreaterThan(0);
    expect(
      await count(
        store,
        `balances b join holdings h on h.customer_id = b.customer_id and h.external_id = b.holding_id
          where product = 'current-account' and b.amount < -1000`,
      ),
    ).toBeGreaterThan(10);
  });

  it('has families and companies, some across books and branches', async () => {
    expect(
      await count(store, `households where kind = 'household' and role = 'head'`),
    ).toBeGreaterThan(60);
    expect(await count(store, `households where role = 'child'`)).toBeGreaterThan(5);
    expect(
      await count(store, `households where kind = 'group' and role = 'company'`),
    ).toBeGreaterThan(5);
    const pairs = `households h join customers c on c.id = h.customer_id and h.role = 'head'
      join households p on p.external_id = h.external_id and p.role in ('partner', 'parent')
      join customers o on o.id = p.customer_id`;
    expect(await count(store, `${pairs} where o.manager_id <> c.manager_id`)).toBeGreaterThan(5);
    expect(await count(store, `${pairs} where o.branch_id <> c.branch_id`)).toBeGreaterThan(0);
    // Some left soon after one another, which those who are put together by chance would not.
    expect(
      await count(store, `${pairs} where abs(o.closed_on - c.closed_on) <= 150`),
    ).toBeGreaterThan(3);
    const of1042 = `households h join customers c on c.id = h.customer_id and h.external_id = 'H-1042'`;
    expect(await count(store, of1042)).toBeGreaterThan(2);
    expect(
      await count(
        store,
        `${of1042} join managers m on m.id = c.manager_id where m.email = 'petra.novakova@demo.example'`,
      ),
    ).toBe(2);
  });

  it('takes further customers and branches after its own', async () => {
    await store.db.insert(branches).values({ externalId: 'new', name: 'New' });
    await store.db.insert(customers).values({ externalId: 'new' });
    expect(await count(store, 'customers')).toBe(size + 1);
    await store.db.execute(sql`delete from customers where external_id = 'new'`);
    await store.db.execute(sql`delete from branches where external_id = 'new'`);
  });

  it('is left as it is when asked for again', async () => {
    const before = await digest(store);
    await fillDemoBank(store, { customers: 2, seed: 1, today });
    expect(await digest(store)).toBe(before);
    digests.push(before);
  });

  it('is the same to the byte on every store', () => {
    expect(new Set(digests).size).toBe(1);
  });
});

describe.each(storeKinds)('filling the demo bank on %s', (kind) => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore(kind);
  });
  afterAll(() => store.close());

  it('leaves an empty store when it breaks off, and begins anew the next time', async () => {
    const tired = new Error('stopped');
    for (const step of ['generating', 'publishing']) {
      const filling = fillDemoBank(store, {
        customers: 300,
        seed: 5,
        today,
        onProgress: (told) => {
          if (told.step === step && told.done * 2 > told.total) throw tired;
        },
      });
      await expect(filling).rejects.toThrow(tired);
      expect(await isEmpty(store)).toBe(true);
      for (const table of tables) expect(await count(store, table)).toBe(0);
    }
    await fillDemoBank(store, { customers: 300, seed: 5, today });
    expect(await count(store, 'customers')).toBe(300);
    expect(await count(store, `pg_namespace where nspname = 'demo_staging'`)).toBe(0);
  });

  it('refuses a store that holds another bank', async () => {
    await store.db.execute(sql`update bank set demo = false`);
    await expect(fillDemoBank(store, { customers: 10, seed: 5, today })).rejects.toThrow(
      /already holds a bank/,
    );
  });

  it('refuses no customers, and a day that is none', async () => {
    await expect(fillDemoBank(store, { customers: 0, seed: 5, today })).rejects.toThrow(/one/);
    await expect(fillDemoBank(store, { customers: 10, seed: 5, today: 'now' })).rejects.toThrow(
      /YYYY-MM-DD/,
    );
  });
});

describe.runIf(storeKinds.includes('postgres'))('two processes on one PostgreSQL', () => {
  it('fill it once', async () => {
    const store = await openTestStore('postgres');
    try {
      const options = { customers: 50, seed: 5, today };
      await Promise.all([fillDemoBank(store, options), fillDemoBank(store, options)]);
      expect(await count(store, 'customers')).toBe(50);
    } finally {
      await store.close();
    }
  });
});
