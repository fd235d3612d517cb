import { sql } from 'drizzle-orm';
import type { Gauge } from 'prom-client';
import { countDeliveries, countedHours } from '../store/deliveries/count-deliveries.ts';
import { countDigests } from '../store/operations/count-digests.ts';
import { countImports } from '../store/operations/count-imports.ts';
import { countJobs } from '../store/operations/count-jobs.ts';
import { countRuns, newestRunFigures } from '../store/operations/count-runs.ts';
import { databaseSize } from '../store/operations/database-size.ts';
import { runUnderWay } from '../store/scoring/run-progress.ts';
import type { Database, Store } from '../store/store.ts';
import { type Metrics, measureHeld } from './metrics.ts';

/** How far back runs are counted. */
const countedDays = 7;

/** One value without labels, or none. */
function setOrRemove(gauge: Gauge, value: number | undefined): void {
  if (value === undefined) gauge.remove();
  else gauge.set(value);
}

/** What one count of the store sets: the metrics that are left out where it fails, and how it is counted. */
type Count = { sets: Emptied[]; count: (db: Database) => Promise<void> };
/** A metric with what empties it: those with labels are reset, single figures removed. */
type Emptied = { gauge: Gauge; labelled: boolean };

/** How long the store may take for all of it, in milliseconds: less than Prometheus waits unless told otherwise. */
const usualPatience = 5000;
/** How much longer a server may work at a statement that nobody waits for, in milliseconds. */
const grace = 1000;

/**
 * Sets the metrics that are counted in the store. `bellwether_store_up` says whether it answers at all; where it does not, or one of
 * the counts fails or is not there in time, what that would have set is left out.
 * @param failed is told what the store threw, for each count that failed
 * @param patience how many milliseconds the store may take for all of it
 */
export async function measureStore(
  metrics: Metrics,
  store: Store,
  failed: (error: unknown) => void,
  patience = usualPatience,
): Promise<void> {
  measureHeld(metrics, store.held());
  const counts = countsOf(metrics);
  const deadline = AbortSignal.timeout(patience);
  const ends = performance.now() + patience;
  try {
    await before(deadline, () => within(store, ends, (db) => db.execute(sql`select 1`)));
    metrics.storeUp.set(1);
  } catch (error) {
    metrics.storeUp.set(0);
    for (const { sets } of counts) empty(sets);
    failed(error);
    return;
  }
  for (const { sets, count } of counts) {
    let counting: Promise<void> | undefined;
    try {
      await before(deadline, () => {
        counting = within(store, ends, count);
        return counting;
      });
    } catch (error) {
      empty(sets);
      failed(error);
      // What comes too late would be told next time as if it were counted then.
      void counting?.then(
        () => empty(sets),
        () => undefined,
      );
    }
  }
}

/**
 * Has a server end the statements of a count soon after nobody waits for them, so that they hold no connection and no lock. The embedded
 * store, which does one thing at a time, cannot be told to.
 * @param ends when nobody waits any more, as `performance.now()` tells
 */
function within<T>(store: Store, ends: number, count: (db: Database) => Promise<T>): Promise<T> {
  if (store.kind === 'pglite') return count(store.db);
  return store.db.transaction(async (tx) => {
    const left = Math.max(1, Math.ceil(ends + grace - performance.now()));
    await tx.execute(sql`select set_config('statement_timeout', ${String(left)}, true)`);
    return count(tx);
  });
}

/** What some work gives. @throws the signal's reason where that aborts before; the work goes on, and nobody waits for it */
async function before<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work(), promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function empty(sets: readonly Emptied[]): void {
  for (const { gauge, labelled } of sets) {
    if (labelled) gauge.reset();
    else gauge.remove();
  }
}

function countsOf(metrics: Metrics): Count[] {
  const labelled = (...gauges: Gauge[]): Emptied[] =>
    gauges.map((gauge) => ({ gauge, labelled: true }));
  const single = (...gauges: Gauge[]): Emptied[] =>
    gauges.map((gauge) => ({ gauge, labelled: false }));
  return [
    {
      sets: single(metrics.storeBytes),
      count: async (db) => metrics.storeBytes.set(await databaseSize(db)),
    },
    {
      sets: [...labelled(metrics.deliveries), ...single(metrics.deliveriesWaiting)],
      async count(db) {
        const deliveries = await countDeliveries(db, countedHours);
        metrics.deliveries.reset();
        for (const { channel, state, count } of deliveries)
          metrics.deliveries.set({ channel, state }, count);
        const waiting = deliveries.filter(({ state }) => state === 'due' || state === 'sending');
        metrics.deliveriesWaiting.set(Math.max(0, ...waiting.map(({ oldest }) => oldest)));
      },
    },
    {
      sets: labelled(metrics.digests),
      async count(db) {
        const digests = await countDigests(db);
        metrics.digests.reset();
        for (const { channel, state, count } of digests)
          metrics.digests.set({ channel, state }, count);
      },
    },
    {
      sets: labelled(metrics.jobs, metrics.jobsOldest),
      async count(db) {
        const jobs = await countJobs(db);
        metrics.jobs.reset();
        metrics.jobsOldest.reset();
        for (const { queue, state, count, oldest } of jobs) {
          metrics.jobs.set({ queue, state }, count);
          metrics.jobsOldest.set({ queue, state }, oldest);
        }
      },
    },
    {
      sets: labelled(metrics.runs),
      async count(db) {
        const runs = await countRuns(db, countedDays);
        metrics.runs.reset();
        for (const { outcome, step, count } of runs) metrics.runs.set({ outcome, step }, count);
      },
    },
    {
      sets: [
        ...labelled(metrics.runStepSeconds),
        ...single(metrics.runPublished, metrics.runAsOf, metrics.runCustomers),
      ],
      async count(db) {
        const newest = await newestRunFigures(db);
        metrics.runStepSeconds.reset();
        setOrRemove(metrics.runPublished, newest?.publishedAt);
        setOrRemove(metrics.runAsOf, newest?.asOf);
        setOrRemove(metrics.runCustomers, newest?.customers);
        for (const [step, seconds] of Object.entries(newest?.seconds ?? {}))
          metrics.runStepSeconds.set({ step }, seconds);
      },
    },
    {
      sets: single(metrics.runDone, metrics.runAlive),
      async count(db) {
        const underWay = await runUnderWay(db);
        setOrRemove(metrics.runDone, underWay?.done);
        setOrRemove(metrics.runAlive, underWay === undefined ? undefined : Number(underWay.alive));
      },
    },
    {
      sets: [...labelled(metrics.imports, metrics.importRows), ...single(metrics.importDone)],
      async count(db) {
        const imports = await countImports(db, countedHours);
        metrics.imports.reset();
        metrics.importRows.reset();
        for (const { status, count } of imports.batches) metrics.imports.set({ status }, count);
        for (const { result, count } of imports.rows) metrics.importRows.set({ result }, count);
        setOrRemove(metrics.importDone, imports.lastDone);
      },
    },
  ];
}
