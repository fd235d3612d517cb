import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { sql } from 'drizzle-orm';
import { drizzle as drizzlePostgres } from 'drizzle-orm/node-postgres';
import { migrate as migratePostgres } from 'drizzle-orm/node-postgres/migrator';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openEmbedded } from '../../src/store/embedded/open-embedded.ts';
import { migrationsFolder } from '../../src/store/migrations-folder.ts';
import { openPostgres } from '../../src/store/open-postgres.ts';
import { branches, customerValues, segments, transactions } from '../../src/store/schema.ts';
import { queryRows, type Store } from '../../src/store/store.ts';
import { needing } from '../needs.ts';
import { makeTestDatabase, storeKinds } from '../test-store.ts';

const postgresNeeded = needing(
  storeKinds.includes('postgres'),
  'no PostgreSQL answers at TEST_DATABASE_URL',
);

const folder = mkdtempSync(join(tmpdir(), 'bellwether-migrations-'));
afterAll(() => rmSync(folder, { recursive: true }));

const journal = z.looseObject({ entries: z.array(z.looseObject({ tag: z.string() })) });

/** The migrations up to one of them, as an earlier version had them. */
function migrationsUpTo(last: string): string {
  const earlier = join(folder, last);
  cpSync(migrationsFolder, earlier, { recursive: true });
  const file = join(earlier, 'meta', '_journal.json');
  const { entries, ...rest } = journal.parse(JSON.parse(readFileSync(file, 'utf8')));
  const known = entries.slice(0, entries.findIndex(({ tag }) => tag === last) + 1);
  writeFileSync(file, JSON.stringify({ ...rest, entries: known }));
  return earlier;
}

/** A store of an earlier version with rows in it, opened by this one. */
async function upgraded(kind: Store['kind'], last: string, rows: string): Promise<Store> {
  const earlier = migrationsUpTo(last);
  if (kind === 'pglite') {
    const client = await PGlite.create({ extensions: { pg_trgm } });
    await migrate(drizzle({ client }), { migrationsFolder: earlier });
    await client.exec(rows);
    const data = await client.dumpDataDir('none');
    await client.close();
    return openEmbedded(undefined, data);
  }
  const { url, drop } = await makeTestDatabase('template0');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await migratePostgres(drizzlePostgres({ client }), { migrationsFolder: earlier });
  await client.query(rows);
  await client.end();
  const store = await openPostgres(url, 2);
  return {
    ...store,
    async close() {
      await store.close();
      await drop();
    },
  };
}

describe.each(storeKinds)('a store of an earlier version on %s', (kind) => {
  it('keeps every name of its segments and branches', async () => {
    const store = await upgraded(
      kind,
      '0007_prediction_history',
      `insert into branches (external_id, name, attributes) values
         ('p', 'Prague', '{"nameZh": "布拉格", "floors": 3}'), ('b', 'Brno', '{"floors": 2}'),
         ('o', 'Ostrava', '{"nameZh": 7}'), ('z', 'Zlín', '{"nameZh": " "}');
       insert into valuation_runs (as_of, status, started_at, parameters)
         values ('2026-06-30', 'published', now(), '{}');
       insert into segments (run_id, cut, id, name_en, name_zh, size) values
         (1, 'main', 1, 'quiet "savers"', '安静储户', 5), (1, 'main', 2, 'VIP', 'VIP', 1),
         (1, 'habits', 1, 'loyal', '忠实', 6);`,
    );
    try {
      const named = await store.db.select().from(branches).orderBy(branches.id);
      expect(named.map(({ name, names, attributes }) => [name, names, attributes])).toEqual([
        ['Prague', { zh: '布拉格' }, { floors: 3 }],
        ['Brno', {}, { floors: 2 }],
        ['Ostrava', {}, { nameZh: 7 }],
        ['Zlín', {}, { nameZh: ' ' }],
      ]);
      const kept = await store.db
        .select()
        .from(segments)
        .orderBy(segments.segmentation, segments.id);
      expect(
        kept.map(({ segmentation, id, names, size }) => [segmentation, id, names, size]),
      ).toEqual([
        ['habits', 1, { en: 'loyal', zh: '忠实' }, 6],
        ['main', 1, { en: 'quiet "savers"', zh: '安静储户' }, 5],
        ['main', 2, { en: 'VIP', zh: 'VIP' }, 1],
      ]);
      const again = { runId: 1, id: 1, names: { en: 'another' }, size: 1 };
      await expect(store.db.insert(segments).values(again)).rejects.toThrow();
    } finally {
      await store.close();
    }
  });

  it('holds amounts of more decimals, without a table written anew', async () => {
    const store = await upgraded(
      kind,
      '0009_stage_names',
      `insert into customers (external_id) values ('1');
       insert into transactions (customer_id, external_id, booked_on, amount, kind, balance_after)
         values (1, 'a', '2026-06-30', -12.3, 'fee', 100);
       create table before as select relname as name, relfilenode as file from pg_class
         where relname in ('transactions', 'balances', 'holdings');`,
    );
    try {
      const files = await queryRows(
        store.db,
        z.object({ name: z.string(), same: z.boolean() }),
        sql`select name, c.relfilenode = file as same from before join pg_class c on relname = name
            order by 1`,
      );
      expect(files).toEqual(
        ['balances', 'holdings', 'transactions'].map((name) => ({ name, same: true })),
      );
      const fee = { customerId: 1, bookedOn: '2026-06-30', kind: 'fee' } as const;
      await store.db.insert(transactions).values({ ...fee, externalId: 'b', amount: -0.0041 });
      const kept = await store.db.select().from(transactions).orderBy(transactions.externalId);
      expect(kept.map(({ amount, balanceAfter }) => [amount, balanceAfter])).toEqual([
        [-12.3, 100],
        [-0.0041, null],
      ]);
    } finally {
      await store.close();
    }
  });

  it('knows customers by the stages that there are now', async () => {
    const stages = ['introduced', 'confirmed', 'growing', 'kept', 'leaving', 'left'];
    const store = await upgraded(
      kind,
      '0008_names_by_language',
      `insert into customers (external_id) select n::text from generate_series(1, ${stages.length}) n;
       insert into valuation_runs (as_of, status, started_at, parameters)
         values ('2026-06-30', 'published', now(), '{}');
       insert into customer_values (customer_id, run_id, frequency, recency_score, frequency_score,
           monetary_score, contribution12m, expected_contribution, clv, clv_low, clv_high,
           horizon_months, cvs, tier, balance, stage)
         select n, 1, 0, 1, 1, 1, 0, 0, 0, 0, 0, 36, 0, 'low', 0,
           ('{${stages.join()}}'::text[])[n] from generate_series(1, ${stages.length}) n;`,
    );
    try {
      const rows = await store.db.select().from(customerValues).orderBy(customerValues.customerId);
      expect(rows.map(({ stage }) => stage)).toEqual([
        'onboarding',
        'active',
        'growing',
        'retained',
        'at-risk',
        'left',
      ]);
    } finally {
      await store.close();
    }
  });
});

describe('an upgrade beside questions that are under way', postgresNeeded, () => {
  it('ends none of them, however many tables they read, and goes on once they are done', async () => {
    const { url, drop } = await makeTestDatabase('template0');
    const earlier = new pg.Client({ connectionString: url });
    const asking = new pg.Client({ connectionString: url });
    await earlier.connect();
    await asking.connect();
    try {
      await migratePostgres(drizzlePostgres({ client: earlier }), {
        migrationsFolder: migrationsUpTo('0049_access_log_by_customer'),
      });
      const { rows } = await earlier.query<{ name: string }>(
        "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1",
      );
      // Whoever asks holds one table, and reads all others while the upgrade waits for that one.
      await asking.query('begin');
      await asking.query('select from transactions limit 1');
      const opened = openPostgres(url, 2);
      for (let waited = 0; waited < 200; waited++) {
        const held = await earlier.query(
          'select from pg_locks where not granted and database = (select oid from pg_database where datname = current_database())',
        );
        if (held.rowCount !== null && held.rowCount > 0) break;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      for (const { name } of rows) await asking.query(`select from "${name}" limit 1`);
      await asking.query('commit');
      const store = await opened;
      await store.close();
    } finally {
      await asking.end();
      await earlier.end();
      await drop();
    }
  });
});
