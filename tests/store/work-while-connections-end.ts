import { sql } from 'drizzle-orm';
import { PgBoss } from 'pg-boss';
import { z } from 'zod';
import { openPostgres } from '../../src/store/open-postgres.ts';
import { branches } from '../../src/store/schema.ts';
import { queryRows } from '../../src/store/store.ts';

/*
 * A process that works on the store named by its first argument until its standard input ends: statements,
 * transactions of two rows that belong together, COPY, and a queue. It says "ready", then "enough" once a good deal was done
 * and a good deal failed; at the end it tells, as a JSON document, what became of it.
 */

const [url = ''] = process.argv.slice(2);
let ended = 0;
const store = await openPostgres(url, 5, { ended: () => ended++, waiting: () => undefined });
const boss = new PgBoss(store.jobs);
boss.on('error', () => undefined);
await boss.start();
await boss.createQueue('work');
await boss.work('work', { pollingIntervalSeconds: 0.5 }, async () => undefined);
console.log('ready');

const told = { done: 0, failed: 0, ended: 0, pairs: 0, halves: 0, after: 0 };
let working = true;
let enough = false;
process.stdin.resume().on('end', () => {
  working = false;
});

/** Does something over and over; a failure is counted and the next try begins. */
async function over(work: (n: number) => Promise<unknown>): Promise<void> {
  for (let n = 0; working; n++) {
    try {
      await work(n);
      told.done++;
    } catch {
      told.failed++;
      await new Promise((go) => setTimeout(go, 5));
    }
    if (!enough && told.done > 50 && told.failed > 10 && ended > 10) {
      enough = true;
      console.log('enough');
    }
  }
}

const { db } = store;
const pair = (worker: number) => (n: number) =>
  db.transaction(async (tx) => {
    await tx
      .insert(branches)
      .values({ externalId: `${worker}-${n}-a`, name: `pair ${worker}-${n}` });
    await tx.execute(sql`select pg_sleep(0.01)`);
    await tx
      .insert(branches)
      .values({ externalId: `${worker}-${n}-b`, name: `pair ${worker}-${n}` });
  });
const copy = (n: number) =>
  store.copyRows(
    'branches',
    ['external_id', 'name'],
    (function* () {
      for (let row = 0; row < 500; row++) yield [`copy-${n}-${row}`, 'copy'];
    })(),
  );
await Promise.all([
  ...[1, 2, 3, 4].map((worker) => over(pair(worker))),
  over(() => db.execute(sql`select pg_sleep(0.002)`)),
  over(() => db.select().from(branches).limit(1)),
  over(copy),
  over((n) => boss.send('work', { n })),
]);

// Every connection of the pool must come back: more at once than it has.
for (let round = 0; round < 5; round++) {
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      queryRows(db, z.object({ n: z.number() }), sql`select ${n}::integer as n, pg_sleep(0.01)`),
    ),
  );
  told.after += answers.filter(([answer], n) => answer?.n === n).length;
}
const sizes = await queryRows(
  db,
  z.object({ rows: z.coerce.number() }),
  sql`select count(*) as rows from branches where name like 'pair%' group by name`,
);
told.pairs = sizes.filter(({ rows }) => rows === 2).length;
told.halves = sizes.filter(({ rows }) => rows !== 2).length;
told.ended = ended;
await boss.stop({ graceful: false });
await store.close();
console.log(JSON.stringify(told));
