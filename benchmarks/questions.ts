/*
 * How questions over a large bank on PostgreSQL do beside a bare Fastify route that asks the database as often, one question at a
 * time and eight at once: for a manager, a supervisor and an analyst.
 *
 *   node benchmarks/questions.ts postgres://…/a-database [customers]
 *
 * An empty database is filled first (100,000 customers unless said); one that was filled before is asked again, as is one that
 * `benchmarks/scale/make-bank.ts` made, for larger ones. `store` is what its statements took together, one question at a time.
 */
import { loadavg } from 'node:os';
import { sql } from 'drizzle-orm';
import Fastify from 'fastify';
import pg from 'pg';
import type { Linked } from '../src/access/principal.ts';
import { createConversation } from '../src/conversation/create-conversation.ts';
import { readConfig } from '../src/settings/settings.ts';
import { bankFacts } from '../src/store/book/bank-facts.ts';
import { openPostgres } from '../src/store/open-postgres.ts';
import { findPersonByExternalId } from '../src/store/people/find-person.ts';
import type { Store } from '../src/store/store.ts';
import { keepNewestTotals } from '../src/store/totals/keep-totals.ts';
import { fillLargeBank } from '../tests/banks/large-bank.ts';

const [, , url, size = '100000'] = process.argv;
if (url === undefined) throw new Error('Say which database: postgres://…');
const seconds = 6;
const most = 300;
const customers = Number(size);

const store = await openPostgres(url);
if ((await bankFacts(store.db)) === undefined) await fill(store);
await keepNewestTotals(store.db);
const conversation = createConversation({
  store,
  config: readConfig('config/bellwether.yaml'),
  now: () => new Date('2026-07-01T08:00:00Z'),
});

/** Statements sent so far, by whatever client of this process, and how long they took together, in milliseconds. */
let sent = 0;
let inStore = 0;
const { query } = pg.Client.prototype;
pg.Client.prototype.query = function counted(this: pg.Client, ...args: unknown[]) {
  sent++;
  const began = performance.now();
  const [first] = args;
  if (first instanceof pg.Query)
    first.once('end', () => {
      inStore += performance.now() - began;
    });
  return Reflect.apply(query, this, args);
};

const bare = Fastify();
const pool = new pg.Pool({ connectionString: url, max: 10 });
bare.get<{ Params: { times: string } }>('/ask/:times', async ({ params }) => {
  for (let i = 0; i < Number(params.times); i++) await pool.query('select 1');
  return { asked: params.times };
});
const address = await bare.listen({ host: '127.0.0.1', port: 0 });

const questions: Record<string, (i: number) => string> = {
  'value ID': () => '/value customer c0',
  'value NAME': () => '/value customer Cyril Nula',
  'value NAME mistyped': () => '/value customer Cyrli Nula',
  sentence: () => 'what is customer c0 worth?',
  'at-risk': () => '/value at-risk 10',
  top: () => '/value top 10',
  'top by cvs': () => '/value top 10 by cvs',
  book: () => '/value book',
  segments: () => '/value segments',
  'segment NAME': () => '/value segment savers',
};
console.log(`load ${loadavg().map((each) => each.toFixed(1))}`);
for (const externalId of ['m0', 's', 'a']) {
  const person = await findPersonByExternalId(store.db, externalId);
  if (person === undefined) throw new Error(`The bank has no ${externalId}.`);
  const principal: Linked = { kind: 'linked', ...person, locale: 'en' };
  for (const [kind, text] of Object.entries(questions)) {
    const ask = async (i: number, worker: number) => {
      const place = { channel: 'web', address: `${principal.managerId}-${worker}` } as const;
      await conversation.answer({ text: text(i), principal, ...place, shared: false });
    };
    for (let i = 0; i < 3; i++) await ask(i, 0);
    sent = 0;
    await ask(3, 0);
    const times = sent;
    const plain = async () => void (await (await fetch(`${address}/ask/${times}`)).text());
    const told = [];
    for (const atOnce of [1, 8]) {
      inStore = 0;
      const asked = await drive(ask, atOnce);
      if (atOnce === 1) told.push(`store ${(inStore / asked.length).toFixed(1)} ms`);
      const beside = await drive(plain, atOnce);
      told.push(
        `at ${atOnce}: p50 ${ms(asked, 0.5)} p99 ${ms(asked, 0.99)} ms, bare ${ms(beside, 0.5)}: ratio ${(at(asked, 0.5) / at(beside, 0.5)).toFixed(2)}`,
      );
    }
    console.log(`${principal.role} ${kind} (${times} statements): ${told.join('; ')}`);
  }
}
console.log(`load ${loadavg().map((each) => each.toFixed(1))}`);
await pool.end();
await bare.close();
await store.close();

async function fill(into: Store): Promise<void> {
  await fillLargeBank(into, {
    customers,
    branches: Math.max(4, Math.round(customers / 20_000)),
    managers: Math.max(4, Math.round(customers / 500)),
    months: 24,
  });
  await into.db.execute(
    sql`update valuation_runs set parameters = '{"churn": {"horizonMonths": 3, "atRisk": 0.3}}'`,
  );
}

/** How long each took, in milliseconds, the shortest first. */
async function drive(
  work: (i: number, worker: number) => Promise<void>,
  atOnce: number,
): Promise<number[]> {
  const times: number[] = [];
  const began = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async (_, worker) => {
      while (next < most && performance.now() - began < seconds * 1000) {
        const started = performance.now();
        await work(next++, worker);
        times.push(performance.now() - started);
      }
    }),
  );
  return times.sort((a, b) => a - b);
}

function at(times: readonly number[], share: number): number {
  return times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
}

function ms(times: readonly number[], share: number): string {
  return at(times, share).toFixed(0);
}
