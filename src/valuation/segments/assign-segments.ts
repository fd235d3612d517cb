import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { TallyRequest } from './assignment-worker.ts';
import type { FeatureColumn } from './feature-transformation.ts';
import { portraySegments } from './portraits.ts';
import type { Segmentation, SegmentationModel } from './segmentation.ts';
import type { GivenNames } from './settled-names.ts';
import { joinTallies, type Labeller, type Tally } from './tally.ts';
import { blocksOf, tallyAll } from './tally-blocks.ts';

/** Below this number of rows, starting workers takes more time than they save. */
const ROWS_WORTH_WORKERS = 200_000;

/** How to assign customers to the segments of a model. */
export type AssignmentOptions = GivenNames & {
  /** how many worker threads share the work, 0 for this thread alone; by default chosen by the number of rows */
  workers?: number;
};

/**
 * Assigns every customer to a segment of a fitted model without changing the model: the same features
 * always give the same segment, so a customer moves only if one of their features changed. The result is
 * the same to the last bit with any number of workers; workers keep this thread free.
 *
 * @param columns at least the model's features (and those of its rules), one value a customer
 * @throws RangeError when a feature is not among the columns, infinite, or missing where the model refuses
 *   that; feature and row are named
 */
export async function assignSegments(
  model: SegmentationModel,
  columns: readonly FeatureColumn[],
  { workers, ...given }: AssignmentOptions = {},
): Promise<Segmentation> {
  const labeller: Labeller = {
    transformation: model.transformation,
    labelling: model.labelling,
    centres: model.segments.map(({ centre }) => centre),
  };
  const rows = columns[0]?.values.length ?? 0;
  const threads = workers ?? (rows < ROWS_WORTH_WORKERS ? 0 : availableParallelism());
  const tally =
    threads === 0 ? tallyAll(labeller, columns) : await tallyInWorkers(labeller, columns, threads);
  return portraySegments(model, tally, given);
}

async function tallyInWorkers(
  labeller: Labeller,
  columns: readonly FeatureColumn[],
  threads: number,
): Promise<Tally> {
  const blocks = blocksOf(labeller, columns);
  const tallies: Tally[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    const worker = new Worker(new URL('./assignment-worker.ts', import.meta.url));
    try {
      for (let block = next++; block < blocks.length; block = next++) {
        // A copy of the block is transferred to the worker; the caller keeps its columns.
        const copies = blocks[block]!.columns.map(({ name, values }) => ({
          name,
          values: new Float64Array(values),
        }));
        const buffers = copies.map(({ values }) => values.buffer);
        tallies[block] = await ask(worker, { labeller, columns: copies }, buffers);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(threads, blocks.length) }, work));
  return joinTallies(tallies, blocks.at(-1)!.to);
}

function ask(worker: Worker, request: TallyRequest, transfer: ArrayBuffer[]): Promise<Tally> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void): void => {
      worker.off('message', onMessage);
      worker.off('error', onError);
      worker.off('exit', onExit);
      finish();
    };
    // Under `node --watch` a worker's imports are reported over the same channel.
    const onMessage = (message: Tally | { 'watch:import': string[] }) => {
      if ('labels' in message) settle(() => resolve(message));
    };
    const onError = (error: Error) => settle(() => reject(error));
    const onExit = (code: number) =>
      settle(() => reject(new Error(`A segment worker stopped early with exit code ${code}.`)));
    worker.on('message', onMessage);
    worker.on('error', onError);
    worker.on('exit', onExit);
    worker.postMessage(request, transfer);
  });
}
