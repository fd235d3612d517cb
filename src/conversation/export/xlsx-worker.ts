import { parentPort, workerData } from 'node:worker_threads';
import type { Sheet } from './sheet.ts';
import { writeXlsx } from './xlsx.ts';

/** What the thread is given, and what it gives back. */
export type XlsxTask = { sheet: Sheet; name: string };
export type Written = { written: Uint8Array };

if (parentPort === null) throw new Error('This file is started as a worker thread.');
const { sheet, name }: XlsxTask = workerData;
const message: Written = { written: await writeXlsx(sheet, name) };
parentPort.postMessage(message);
