import type { Gauge } from 'prom-client';
import { countDeliveries } from '../store/deliveries/count-deliveries.ts';
import { countDigests } from '../store/operations/count-digests.ts';
import { countImports } from '../store/operations/count-imports.ts';
import { countJobs } from '../store/operations/count-jobs.ts';
import { countRuns, newestRunFigures } from '../store/operations/count-runs.ts';
import { databaseSize } from '../store/operations/database-size.ts';
import { runUnderWay } from '../store/scoring/run-progress.ts';
import type { Store } from '../store/store.ts';
import { type Metrics, measureHeld } from './metrics.ts';

/** How far back deliveries and imports are counted, and runs. */
export const countedHours = 24;
const countedDays = 7;

/** One value without labels, or none. */
function setOrRemove(gauge: Gauge, value: number | undefined): void {
  if (value === undefined) gauge.remove();
  else gauge.set(value);
}

/** What is counted in the store, whichever replica is asked: with labels, and single figures. */
const labelled = [
  'deliveries',
  'digests',
  'jobs',
  'jobsOldest',
  'runs',
  'runStepSeconds',
  'imports',
  'importRows',
] as const satisfies (keyof Metrics)[];
const single = [
  'storeBytes',
  'deliveriesWaiting',
  'runDone',
  'runAlive',
  'runPublished',
  'runAsOf',
  'runCustomers',
  'importDone',
] as const satisfies (keyof Metrics)[];

/**
 * Sets the metrics that are counted in the store. Where the store does not answer they are left out, and `bellwether_store_up` is 0.
 * @throws what the store throws
 */
export async function measureStore(metrics: Metrics, store: Store): Promise<void> {
  measureHeld(metrics, store.held());
  const { db } = store;
  try {
    const bytes = await databaseSize(db);
    const deliveries = await countDeliveries(db, countedHours);
    const digests = await countDigests(db);
    const jobs = await countJobs(db);
    const runs = await countRuns(db, countedDays);
    const newest = await newestRunFigures(db);
    const underWay = await runUnderWay(db);
    const imports = await countImports(db, countedHours);
    forgetCounts(metrics);
    metrics.storeUp.set(1);
    metrics.storeBytes.set(bytes);
    for (const { channel, state, count } of deliveries)
      metrics.deliveries.set({ channel, state }, count);
    const waiting = deliveries.filter(({ state }) => state === 'due' || state === 'sending');
    metrics.deliveriesWaiting.set(Math.max(0, ...waiting.map(({ oldest }) => oldest)));
    for (const { channel, state, count } of digests) metrics.digests.set({ channel, state }, count);
    for (const { queue, state, count, oldest } of jobs) {
      metrics.jobs.set({ queue, state }, count);
      metrics.jobsOldest.set({ queue, state }, oldest);
    }
    for (const { outcome, step, count } of runs) metrics.runs.set({ outcome, step }, count);
    setOrRemove(metrics.runDone, underWay?.done);
    setOrRemove(metrics.runAlive, underWay === undefined ? undefined : Number(underWay.alive));
    setOrRemove(metrics.runPublished, newest?.publishedAt);
    setOrRemove(metrics.runAsOf, newest?.asOf);
    setOrRemove(metrics.runCustomers, newest?.customers);
    for (const [step, seconds] of Object.entries(newest?.seconds ?? {}))
      metrics.runStepSeconds.set({ step }, seconds);
    for (const { status, count } of imports.batches) metrics.imports.set({ status }, count);
    for (const { result, count } of imports.rows) metrics.importRows.set({ result }, count);
    setOrRemove(metrics.importDone, imports.lastDone);
  } catch (error) {
    forgetCounts(metrics);
    metrics.storeUp.set(0);
    throw error;
  }
}

function forgetCounts(metrics: Metrics): void {
  for (const name of labelled) metrics[name].reset();
  for (const name of single) metrics[name].remove();
}
