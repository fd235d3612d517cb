/*
 * What row-level security costs an answer: questions over a bank of 100,000 customers with the totals that a run keeps, asked as
 * people ask them, and past it, by its owner with no word of who asks, in turn. Nothing is compiled (JIT) on either side.
 *
 *   node benchmarks/row-security.ts [postgres://…/an-empty-database]
 *
 * Without an address the embedded store is measured.
 */
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { z } from 'zod';
import { createConversation } from '../src/conversation/create-conversation.ts';
import { readConfig } from '../src/settings/settings.ts';
import { compileQuickly } from '../src/store/embedded/compile-quickly.ts';
import { openEmbedded } from '../src/store/embedded/open-embedded.ts';
import { openPostgres } from '../src/store/open-postgres.ts';
import { queryRows, type Store } from '../src/store/store.ts';
import { keepNewestTotals } from '../src/store/totals/keep-totals.ts';
import { fillValuedBank, monthsUpTo } from '../tests/banks/valued-bank.ts';

compileQuickly();

const customers = 100_000;
const branches = 20;
const managers = 400;
const rounds = 41;
const asOf = '2026-06-30';
const month = {
  netInterest: 10,
  fees: 1,
  costToServe: 2,
  expectedLoss: 0,
  balance: 500,
  transactions: 3,
};

const url = process.argv[2] && `${process.argv[2]}?options=${encodeURIComponent('-c jit=off')}`;
const store = url === undefined ? await openEmbedded(undefined) : await openPostgres(url);
const bank = await fillValuedBank(store, {
  branches: Array.from({ length: branches }, (_, i) => ({ externalId: `b${i}`, name: `B${i}` })),
  people: [
    { externalId: 'a', name: 'Analyst', role: 'analyst' },
    { externalId: 's', name: 'Supervisor', role: 'supervisor', branch: 'b0' },
    ...Array.from({ length: managers }, (_, i) => ({
      externalId: `m${i}`,
      name: `Manager ${i}`,
      role: 'manager' as const,
      branch: `b${i % branches}`,
    })),
  ],
  customers: [
    {
      externalId: 'c0',
      name: 'Customer 0',
      joinedOn: '2020-01-01',
      branch: 'b0',
      manager: 'm0',
      value: { segmentId: 1, churnProbability: 0.2 },
      months: monthsUpTo(asOf, 12).map((day) => ({ ...month, month: day })),
    },
  ],
  segments: [{ id: 1, names: { en: 'savers', zh: '储户' }, size: customers }],
  run: {
    asOf,
    at: new Date('2026-07-01T00:00:00Z'),
    parameters: { churn: { horizonMonths: 3, atRisk: 0.3 } },
  },
});
await store.db.execute(sql`insert into customers (external_id, name, joined_on, branch_id, manager_id)
  select 'c' || n, 'Customer ' || n, '2020-01-01', b.id, m.id
  from generate_series(1, ${customers - 1}::int) n
  join branches b on b.external_id = 'b' || n % ${branches}::int
  join managers m on m.external_id = 'm' || n % ${managers}::int`);
for (const table of ['customer_values', 'contributions']) {
  const [found] = await queryRows(
    store.db,
    z.object({ columns: z.string() }),
    sql`select string_agg(attname, ', ' order by attnum) as columns from pg_attribute
        where attrelid = ${table}::regclass and attnum > 0 and not attisdropped and attname <> 'customer_id'`,
  );
  const columns = found?.columns ?? '';
  await store.db.execute(
    sql.raw(`insert into ${table} (customer_id, ${columns}) select c.id, ${columns.replaceAll(/(\w+)/g, 't.$1')}
      from customers c cross join ${table} t where t.customer_id = 1 and c.id <> 1`),
  );
}
await store.db.execute(sql`update customer_values set clv = customer_id % 9973, churn_probability = (customer_id % 1000) / 1000.0,
  value_at_stake = customer_id % 977`);
for (const table of ['customers', 'customer_values', 'contributions'])
  await store.db.execute(sql.raw(`vacuum analyze ${table}`));
await keepNewestTotals(store.db);

const pool = url === undefined ? undefined : new pg.Pool({ connectionString: url });
const db = pool === undefined ? store.db : drizzle({ client: pool, casing: 'snake_case' });
const open: Store = { ...store, db, bankWide: db, as: () => open };
const config = readConfig('config/bellwether.yaml');
const conversationOf = (over: Store) =>
  createConversation({ store: over, config, now: () => new Date('2026-07-01T08:00:00Z') });
const ways = [conversationOf(store), conversationOf(open)] as const;
const middle = (times: number[]) =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;

for (const who of ['m0', 's', 'a']) {
  const principal = bank.person(who);
  for (const text of ['/value customer c0', '/value at-risk', '/value book']) {
    const times: [number[], number[]] = [[], []];
    for (let round = -2; round < rounds; round++) {
      for (const way of round % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
        const started = performance.now();
        const { intent, reply } = await ways[way].answer({
          text,
          principal,
          channel: 'web',
          address: String(principal.managerId),
          shared: false,
        });
        if (round === -2 && way === 0)
          console.log(`${principal.role}, ${intent}: ${reply.summary}`);
        if (round >= 0) times[way].push(performance.now() - started);
      }
    }
    const [held, free] = [middle(times[0]), middle(times[1])];
    console.log(
      `  held ${held.toFixed(1)} ms, not held ${free.toFixed(1)} ms: ${(held / free).toFixed(3)}`,
    );
  }
}
await pool?.end();
await store.close();
