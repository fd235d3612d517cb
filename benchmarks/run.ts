/**
 * A valuation run, by step: the processor time of a bank's first run and of the next night's, and how many times what it
 * costs to load the same bank's rows into the same store, in the same process; and of each run how many times one pass over
 * its transactions, grouped by customer, and the most memory that the process held. A run of which a step grows shows it
 * here whatever the machine.
 *
 *     node benchmarks/run.ts [customers]
 */
import { sql } from 'drizzle-orm';
import { fillDemoBank } from '../src/demo/fill-demo-bank.ts';
import { score } from '../src/scoring/run/valuation-run.ts';
import { readConfig } from '../src/settings/settings.ts';
import { compileQuickly } from '../src/store/embedded/compile-quickly.ts';
import { openEmbedded } from '../src/store/embedded/open-embedded.ts';

compileQuickly();

const customers = Number(process.argv[2] ?? 10_000);
const today = '2026-06-15';
const now = () => new Date(`${today}T12:00:00Z`);

/** Processor seconds of this process so far, of all its threads. */
function spent(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Times what is told of by steps. Models learn while contributions are worked out: they are one step. */
async function bySteps(
  work: (begin: (step: string) => void) => Promise<unknown>,
): Promise<Map<string, number>> {
  const steps = new Map<string, number>();
  let [step, since] = ['begin', spent()];
  const end = () => {
    const at = spent();
    steps.set(step, (steps.get(step) ?? 0) + at - since);
    since = at;
  };
  await work((next) => {
    if (next === step) return;
    end();
    step = next;
  });
  end();
  return steps;
}

const sum = (steps: Map<string, number>) => [...steps.values()].reduce((a, b) => a + b, 0);

const config = readConfig('config/bellwether.yaml');
const store = await openEmbedded(undefined);
const filled = await bySteps((begin) =>
  fillDemoBank(store, { customers, seed: 42, today, onProgress: ({ step }) => begin(step) }),
);
const loading = sum(filled);
const write = (name: string, seconds: number) =>
  console.log(
    `${name.padEnd(32)} ${seconds.toFixed(2).padStart(7)} s  ${(seconds / loading).toFixed(2).padStart(6)} ×`,
  );

const scan = await bySteps(() =>
  store.db.execute(
    sql`select count(*), sum(n), sum(amount) from (
          select customer_id, count(*) as n, sum(amount) as amount from transactions group by customer_id) grouped`,
  ),
);
console.log(`${customers} customers, processor time, and how many times that of loading them:`);
for (const [step, seconds] of filled) write(`loading: ${step}`, seconds);
write('one pass over transactions', sum(scan));
let most = 0;
const looking = setInterval(() => {
  most = Math.max(most, process.memoryUsage.rss());
}, 100);
for (const run of ['first run', 'next night']) {
  most = 0;
  const steps = await bySteps((begin) =>
    score(store, { config, now, onProgress: ({ step }) => begin(step) }),
  );
  for (const [step, seconds] of steps) write(`${run}: ${step}`, seconds);
  write(`${run}, in all`, sum(steps));
  const passes = (sum(steps) / sum(scan)).toFixed(1);
  console.log(
    `  ${passes} passes over the transactions; the process held ${Math.round(most / 2 ** 20)} MB at most`,
  );
}
clearInterval(looking);
await store.close();
