import { MessageChannel, Worker } from 'node:worker_threads';
import {
  type CrossValidation,
  dealFolds,
  poolFolds,
  type ValidationOptions,
} from '../evaluation/cross-validation.ts';
import { planChurn } from './churn-model.ts';
import type { ChurnAnswer, ChurnRequest, ChurnTask } from './churn-worker.ts';
import type { Dataset, Labels } from './dataset.ts';
import type { ChurnKind, ChurnModel } from './model.ts';
import type { TrainingOptions } from './training.ts';

/** Whoever does the heavy work of churn models: this thread, or others. */
export type ChurnExecutor = {
  train(
    kind: ChurnKind,
    dataset: Dataset,
    y: Labels,
    options: TrainingOptions,
  ): Promise<ChurnModel>;
  crossValidate(
    kind: ChurnKind,
    dataset: Dataset,
    y: Labels,
    options: ValidationOptions,
  ): Promise<CrossValidation>;
  predict(model: ChurnModel, dataset: Dataset): Promise<Float64Array>;
  /** What each feature adds to each row's log-odds; rows × features, row-major. */
  contributions(model: ChurnModel, dataset: Dataset): Promise<Float64Array>;
};

/** Worker threads that train, cross-validate, predict and explain, until they are closed. */
export type ChurnWorkers = ChurnExecutor & { close(): Promise<void> };

/**
 * Starts worker threads for churn models. Every answer is the same, to the last bit, as that of the
 * plain functions on one thread, however many threads there are; the event loop stays free.
 *
 * @param threads at least 1; as many as there are cores to spare
 */
export function startChurnWorkers(threads: number): ChurnWorkers {
  if (!Number.isInteger(threads) || threads < 1) {
    throw new RangeError(`Churn models need at least one worker thread, not ${threads}.`);
  }
  const unanswered = new Set<(error: unknown) => void>();
  let closed = false;
  let died: { error: unknown } | undefined;
  let trainings = 0;

  function failAll(error: unknown): void {
    died ??= { error };
    for (const fail of unanswered) fail(error);
  }

  const workers = Array.from({ length: threads }, () => {
    const worker = new Worker(new URL('./churn-worker.ts', import.meta.url));
    worker.on('error', failAll);
    worker.on('exit', () => {
      if (!closed) failAll(new Error('A worker thread of the churn models ended unexpectedly.'));
    });
    return worker;
  });

  /** Asks worker `number % threads`; what it answers follows from the task. */
  function ask<Result>(number: number, task: ChurnTask): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      if (closed) throw new Error('The churn workers were closed.');
      if (died !== undefined) throw died.error;
      const { port1: mine, port2: reply } = new MessageChannel();
      const settle = (): void => {
        unanswered.delete(fail);
        mine.close();
      };
      const fail = (error: unknown): void => {
        settle();
        reject(error);
      };
      unanswered.add(fail);
      mine.once('message', (answer: ChurnAnswer<Result>) => {
        if ('error' in answer) return fail(answer.error);
        settle();
        resolve(answer.result);
      });
      workers[number % threads]!.postMessage({ task, reply } satisfies ChurnRequest, [reply]);
    });
  }

  /** Cuts rows into as many stretches as there are threads, and puts the answers end to end. */
  async function byRows(
    dataset: Dataset,
    taskOf: (part: Dataset) => ChurnTask,
  ): Promise<Float64Array> {
    const shared = share(dataset);
    const answers = await Promise.all(
      workers.map((_, w) => {
        const from = Math.floor((w * dataset.rows) / threads);
        const to = Math.floor(((w + 1) * dataset.rows) / threads);
        return ask<Float64Array>(w, taskOf(stretch(shared, from, to)));
      }),
    );
    const whole = new Float64Array(answers.reduce((sum, answer) => sum + answer.length, 0));
    let at = 0;
    for (const answer of answers) {
      whole.set(answer, at);
      at += answer.length;
    }
    return whole;
  }

  return {
    async train(kind, dataset, y, options) {
      const { parts } = planChurn(kind, dataset, y, options);
      const training = { kind, dataset: share(dataset), y: new Uint8Array(y), options };
      const kept = trainings++;
      const mine = (w: number) =>
        Array.from({ length: parts }, (_, part) => part).filter((part) => part % threads === w);
      const answers = await Promise.all(
        workers.map((_, w) =>
          mine(w).length === 0
            ? Promise.resolve([])
            : ask<unknown[]>(w, {
                do: 'train',
                parts: mine(w),
                keepAs: w === 0 ? kept : null,
                ...training,
              }),
        ),
      );
      const trained = answers.flatMap((answer, w) =>
        answer.map((part, i): [number, unknown] => [mine(w)[i]!, part]),
      );
      return ask<ChurnModel>(0, { do: 'join', trained, kept });
    },
    async crossValidate(kind, dataset, y, { folds, customer, ...options }) {
      const asked = { folds, ...options, ...(customer === undefined ? {} : { customer }) };
      const fold = dealFolds(dataset, y, asked);
      const training = { kind, dataset: share(dataset), y: new Uint8Array(y), options };
      const held = await Promise.all(
        Array.from({ length: folds }, (_, f) =>
          ask<Float64Array>(f, { do: 'predictFold', fold, held: f, ...training }),
        ),
      );
      return poolFolds(y, fold, held);
    },
    predict: (model, dataset) =>
      byRows(dataset, (part) => ({ do: 'predict', model, dataset: part })),
    contributions: (model, dataset) =>
      byRows(dataset, (part) => ({ do: 'explain', model, dataset: part })),
    async close() {
      closed = true;
      await Promise.all(workers.map((worker) => worker.terminate()));
      failAll(new Error('The churn workers were closed.'));
    },
  };
}

/** The dataset in memory that threads share, so that sending it copies nothing. */
function share(dataset: Dataset): Dataset {
  const columns = dataset.columns.map((column) => {
    if (column.values.buffer instanceof SharedArrayBuffer) return column;
    const values = new Float64Array(new SharedArrayBuffer(8 * column.values.length));
    values.set(column.values);
    return { ...column, values };
  });
  return { columns, rows: dataset.rows };
}

function stretch(dataset: Dataset, from: number, to: number): Dataset {
  const columns = dataset.columns.map((column) => ({
    ...column,
    values: column.values.subarray(from, to),
  }));
  return { columns, rows: to - from };
}
