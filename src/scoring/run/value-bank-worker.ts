import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { type Valuation, type ValuationInput, valueBank } from './value-bank.ts';

/** What the worker posts to the thread that started it. */
export type FromWorker = { step: string } | { valuation: Valuation };

if (parentPort === null) throw new Error('This file is started as a worker thread.');
const port = parentPort;
const input: ValuationInput = workerData;
const contributions = once(port, 'message').then(([history]: Float64Array[]) => history!);
const post = (message: FromWorker) => port.postMessage(message);
const valuation = await valueBank(
  input,
  contributions,
  () => performance.now(),
  (step) => post({ step }),
);
post({ valuation });
