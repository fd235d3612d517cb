import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { type Valuation, type ValuationInput, valueBank } from './value-bank.ts';

/** What the worker posts to the thread that started it. */
export type FromWorker = { step: string } | { valuation: Valuation };

if (parentPort === null) throw new Error('This file is started as a worker thread.');
const port = parentPort;
const input: ValuationInput = workerData;
const contributions = once(port, 'message').then(([history]: Float64Array[]) => history!);
const post = (message: FromWorker, moved: ArrayBuffer[] = []) => port.postMessage(message, moved);
const valuation = await valueBank(
  input,
  contributions,
  () => performance.now(),
  (step) => post({ step }),
);
const { figures, reasons } = valuation;
const vectors = [
  ...Object.values(figures),
  reasons.feature,
  reasons.value,
  reasons.contribution,
  ...valuation.furtherSegments.map(({ numbers }) => numbers),
];
post({ valuation }, [
  ...new Set(vectors.map(({ buffer }) => buffer).filter((buffer) => buffer instanceof ArrayBuffer)),
]);
