import { parentPort, workerData } from 'node:worker_threads';
import { type Valuation, type ValuationInput, valueBank } from './valuation.ts';

/** What the worker tells the thread that started it. */
export type FromWorker = { step: string } | { valuation: Valuation };

const input: ValuationInput = workerData;
const tell = (message: FromWorker, transfer: ArrayBuffer[] = []) =>
  parentPort?.postMessage(message, transfer);
const valuation = await valueBank(
  input,
  () => performance.now(),
  (step) => tell({ step }),
);
tell({ valuation });
