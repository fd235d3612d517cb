import { Worker } from 'node:worker_threads';
import { PackedReasons } from '../churn/churn-reasons.ts';
import type { Valuation, ValuationInput } from './value-bank.ts';
import type { FromWorker } from './value-bank-worker.ts';

/**
 * Values a bank on a thread of its own, so that this one can go on answering. The input's vectors move to that thread:
 * afterwards they are empty here.
 *
 * @param contributions as `valueBank` takes them; when they fail, so does the valuation
 * @param onStep called before each step with its name
 * @throws what the valuation throws; the signal's reason when it is aborted
 */
export function valueInWorker(
  input: ValuationInput,
  contributions: Promise<Float64Array>,
  onStep: (step: string) => void,
  signal: AbortSignal | undefined,
): Promise<Valuation> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./value-bank-worker.ts', import.meta.url), {
      workerData: input,
      transferList: buffersOf(input),
    });
    const stop = (reason: unknown) => {
      void worker.terminate();
      reject(reason);
    };
    const giveUp = () => stop(signal?.reason);
    contributions.then((history) => worker.postMessage(history), stop);
    const settle = (finish: () => void) => {
      signal?.removeEventListener('abort', giveUp);
      finish();
    };
    if (signal?.aborted) giveUp();
    signal?.addEventListener('abort', giveUp, { once: true });
    // Under `node --watch` the thread's imports are told over the same channel: those are not ours.
    worker.on('message', (message: FromWorker | { 'watch:import': string[] }) => {
      if ('step' in message) onStep(message.step);
      else if ('valuation' in message) settle(() => resolve(unpacked(message.valuation)));
    });
    worker.on('error', (error) => settle(() => reject(error)));
    worker.on('exit', (code) =>
      settle(() => reject(new Error(`The valuation's thread stopped early with code ${code}.`))),
    );
  });
}

/** A thread hands over what an object holds, and not what it does. */
function unpacked(valuation: Valuation): Valuation {
  const { features, feature, value, contribution } = valuation.reasons;
  return {
    ...valuation,
    reasons: new PackedReasons(features, 0, { feature, value, contribution }),
  };
}

/** The memory of all vectors, once each. */
function buffersOf({ bank, lastSegmentation }: ValuationInput): ArrayBuffer[] {
  const { learning } = bank;
  const vectors = [
    ...Object.values(bank.customers),
    ...Object.values(learning.customers),
    ...[...bank.snapshots, ...learning.snapshots].flatMap(({ columns, overridden }) => [
      ...Object.values(columns),
      overridden,
    ]),
    ...[...bank.attributes.columns, ...learning.attributes.columns].map(({ values }) => values),
    ...Object.values(bank.purchases),
    ...Object.values(bank.pastPurchases?.columns ?? {}),
    ...(bank.holdingsClosed === null ? [] : [bank.holdingsClosed]),
    bank.balance,
    ...(bank.lastOwn === null ? [] : [bank.lastOwn]),
    ...Object.values(lastSegmentation).map(({ segments }) => segments),
  ];
  return [
    ...new Set(
      vectors.map(({ buffer }) => buffer).filter((buffer) => buffer instanceof ArrayBuffer),
    ),
  ];
}
