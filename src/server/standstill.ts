import inspector from 'node:inspector';
import { setTimeout as wait } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { z } from 'zod';

/*
 * A thread whose event loop stands still, as on a sentence that a pattern takes for ever over, answers nobody and hears
 * no signal. It beats a pulse while it runs; another thread watches.
 */

/** How often a pulse beats, and how often it is felt: milliseconds. */
const beat = 500;
const feel = 1000;
/** A watcher that was itself not run for so long, as in a suspended machine, has seen nothing. */
const blind = 5000;

/** Memory that the two threads share: the count of beats. */
export const newPulse = (): Int32Array => new Int32Array(new SharedArrayBuffer(4));

/** Beats while the event loop of this thread runs, and keeps nothing alive. */
export function beatPulse(pulse: Int32Array): void {
  setInterval(() => Atomics.add(pulse, 0, 1), beat).unref();
}

/**
 * How long a thread has stood still, in seconds, of which it may have waited for a processor: on a machine that is busy
 * with other things a second of work takes many. The clock counts fully only if half of its time was worked, and for a
 * quarter in any case, since a call of the system can wait as well.
 * @param clock seconds since the last beat
 * @param worked seconds that the process has had of processors since
 */
export function standing(clock: number, worked: number): number {
  return Math.min(clock, Math.max(2 * worked, clock / 4));
}

/**
 * Watches a pulse. Time in which this thread did not run either does not count, nor does any that somebody spends in a
 * debugger.
 * @param limit seconds
 * @param onStandstill called when the thread has stood still for so long, and again after each further `limit`
 */
export function watchPulse(
  pulse: Int32Array,
  limit: number,
  onStandstill: (seconds: number) => Promise<void>,
): void {
  let count = Atomics.load(pulse, 0);
  let looked = performance.now();
  let felt = { at: looked, worked: process.cpuUsage() };
  let times = 1;
  let calling = false;
  setInterval(() => {
    const now = performance.now();
    const counted = Atomics.load(pulse, 0);
    const unseen = now - looked > blind || inspector.url() !== undefined;
    looked = now;
    if (counted !== count || unseen) {
      count = counted;
      felt = { at: now, worked: process.cpuUsage() };
      times = 1;
    }
    const { user, system } = process.cpuUsage(felt.worked);
    const seconds = standing((now - felt.at) / 1000, (user + system) / 1e6);
    if (calling || seconds < times * limit) return;
    times++;
    calling = true;
    onStandstill(seconds).finally(() => {
      calling = false;
    });
  }, feel).unref();
}

const profile = z.object({
  nodes: z.array(
    z.object({
      id: z.number(),
      hitCount: z.number(),
      callFrame: z.object({ functionName: z.string(), url: z.string(), lineNumber: z.number() }),
      children: z.array(z.number()).default([]),
    }),
  ),
});

/**
 * The functions that a thread is in, the innermost first, each with its file and line, whether or not its event loop runs: where half a second of it
 * was spent.
 * @returns nothing where it does not tell within some seconds, as in a call of the system
 */
export async function framesOf(worker: Worker): Promise<string[]> {
  const measured = (async () => {
    const measuring = await worker.startCpuProfile();
    await wait(500);
    return profile.parse(JSON.parse(await measuring.stop()));
  })();
  const told = await Promise.race([
    measured.catch(() => undefined),
    wait(3000, undefined, { ref: false }),
  ]);
  if (told === undefined) return [];
  const { nodes } = told;
  const frames: string[] = [];
  let node = nodes.toSorted((a, b) => b.hitCount - a.hitCount)[0];
  while (node !== undefined) {
    const { id, callFrame } = node;
    const { functionName, url, lineNumber } = callFrame;
    if (url !== '') frames.push(`${functionName || 'anonymous'} (${url}:${lineNumber + 1})`);
    node = nodes.find(({ children }) => children.includes(id));
  }
  return frames;
}
