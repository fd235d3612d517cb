/*
 * Makes a bank of any size in an empty PostgreSQL database by SQL alone, with two published runs and the totals that a run keeps for
 * questions, in minutes: to ask it, not to score it.
 *
 *   node benchmarks/scale/make-bank.ts --url postgres://…/an-empty-database [--customers 1000000]
 *
 * Its user must be a superuser: references are not checked while rows are put in. Who asks it are the manager `m0`, the supervisor `s`
 * and the analyst `a` (`benchmarks/questions.ts`), or anybody of `managers` by their address.
 */
import { parseArgs } from 'node:util';
import pg from 'pg';
import { bankFacts } from '../../src/store/book/bank-facts.ts';
import { openPostgres } from '../../src/store/open-postgres.ts';
import { keepTotals } from '../../src/store/totals/keep-totals.ts';
import { fillLargeBank } from '../../tests/banks/large-bank.ts';

const { values } = parseArgs({
  options: { url: { type: 'string' }, customers: { type: 'string', default: '1000000' } },
});
if (values.url === undefined) throw new Error('Say which database: --url postgres://…');
const customers = Number(values.customers);
const url = new URL(values.url);
url.searchParams.set(
  'options',
  '-c session_replication_role=replica -c synchronous_commit=off -c maintenance_work_mem=512MB -c work_mem=256MB -c max_parallel_workers_per_gather=0',
);

const began = performance.now();
const told = (what: string) =>
  console.log(`${((performance.now() - began) / 1000).toFixed(0).padStart(5)} s  ${what}`);
const store = await openPostgres(url.href, 2);
if ((await bankFacts(store.db)) !== undefined) throw new Error('The database has a bank already.');
const admin = new pg.Client({ connectionString: url.href });
await admin.connect();

// Filled first and made at once is faster than kept with every row.
const { rows: indexes } = await admin.query<{ name: string; definition: string }>(
  `select quote_ident(i.relname) as name, pg_get_indexdef(i.oid) as definition
   from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
   where not x.indisunique and t.relname in ('customers', 'customer_values', 'transactions', 'opinions', 'households')`,
);
for (const { name } of indexes) await admin.query(`drop index ${name}`);
const bank = await fillLargeBank(store, {
  customers,
  branches: Math.max(4, Math.round(customers / 20_000)),
  managers: Math.max(4, Math.round(customers / 500)),
  months: 24,
  lived: true,
});
told('rows');
await admin.query(
  `update valuation_runs set parameters = '{"churn": {"horizonMonths": 3, "atRisk": 0.3}}'`,
);
await admin.query(`update managers set email = external_id || '@bank.example'`);
for (const { definition } of indexes) await admin.query(definition);
told('indexes');
await store.db.transaction((tx) => keepTotals(tx, bank.earlierRunId));
await store.db.transaction((tx) => keepTotals(tx, bank.runId));
told('totals');
await admin.query('vacuum analyze');
told('counted for the planner');
await admin.end();
await store.close();
