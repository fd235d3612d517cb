import { Worker } from 'node:worker_threads';
import type { Sheet } from './sheet.ts';
import { writeXlsx } from './xlsx.ts';
import type { Written, XlsxTask } from './xlsx-worker.ts';

/** Up to here a workbook is written sooner than a thread is started. */
const fewRows = 300;

/**
 * Writes a sheet as an Excel workbook, as {@link writeXlsx} does; a long one on a thread of its own, so that this one can go
 * on answering meanwhile.
 */
export function writeXlsxApart(sheet: Sheet, name: string): Promise<Uint8Array> {
  if (sheet.rows.length <= fewRows) return writeXlsx(sheet, name);
  const task: XlsxTask = { sheet, name };
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./xlsx-worker.ts', import.meta.url), { workerData: task });
    // Under `node --watch` the thread's imports are told over the same channel: those are not ours.
    worker.on('message', (message: Written | { 'watch:import': string[] }) => {
      if ('written' in message) resolve(message.written);
    });
    worker.on('error', reject);
    worker.on('exit', (code) =>
      reject(new Error(`The thread that writes a workbook stopped early with code ${code}.`)),
    );
  });
}
