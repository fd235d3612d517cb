import { MessageChannel, Worker } from 'node:worker_threads';
import {
  assignFolds,
  type CrossValidation,
  poolFolds,
  type ValidationOptions,
} from '../evaluation/cross-validation.ts';
import { planChurn } from './churn-model.ts';
import type { ChurnAnswer, ChurnRequest, ChurnTask } from './churn-worker.ts';
import type { Dataset, Labels } from './dataset.ts';
import type { ChurnKind, ChurnModel } from './model.ts';
import type { TrainingOptions } from './training.ts';

/** Does the expensive work of churn models, on this thread or on others. */
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
  /** See `churnContributions`: rows × features, row-major. */
  contributions(model: ChurnModel, dataset: Dataset): Promise<Float64Array>;
};

/** Worker threads that train, cross-validate, predict and explain, until they are closed. */
export type ChurnWorkers = ChurnExecutor & { close(): Promise<void> };

/**
 * Starts worker threads for churn models. Every answer is the same, to the last bit, as that of the
 * plain functions on one thread, however many threads there are; the event loop stays free.
 *
 * @param threads a whole number ≥ 1; as many as there are cores to spare
 * @throws RangeError for another number of threads
 */
export function startChurnWorkers(threads: number): ChurnWorkers {
  if (!Number.isInteger(threads) || threads < 1) {
    throw new RangeError(`Churn models need at least one worker thread, not ${threads}.`);
  }
  const pool = new WorkerPool(threads);
  let trainings = 0;
  return {
    train: (kind, dataset, y, options) => trainIn(pool, trainings++, kind, dataset, y, options),
    crossValidate: (kind, dataset, y, options) => crossValidateIn(pool, kind, dataset, y, options),
    predict: (model, dataset) =>
      askByRows(pool, dataset, (part) => ({ do: 'predict', model, dataset: part })),
    contributions: (model, dataset) =>
      askByRows(pool, dataset, (part) => ({ do: 'explain', model, dataset: part })),
    close: () => pool.close(),
  };
}

/** What a thread may leave lying about before it is cleared away, in MiB: its work is on vectors, which are not among that. */
const YOUNG_MB = 16;

/** Worker threads and the questions they have not answered yet. */
class WorkerPool {
  readonly #workers: Worker[];
  readonly #unanswered = new Set<(error: unknown) => void>();
  #closed = false;
  #died: { error: unknown } | undefined;

  constructor(threads: number) {
    this.#workers = Array.from({ length: threads }, () => {
      const worker = new Worker(new URL('./churn-worker.ts', import.meta.url), {
        resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
      });
      worker.on('error', (error) => this.#failAll(error));
      worker.on('exit', () => {
        if (this.#closed) return;
        this.#failAll(new Error('A worker thread of the churn models ended unexpectedly.'));
      });
      return worker;
    });
  }

  get threads(): number {
    return this.#workers.length;
  }

  /**
   * Asks worker `number` modulo the number of threads.
   *
   * @typeParam Result what the task's function returns; nothing checks it
   * @returns rejects with the worker's error, or where workers are closed or have died
   */
  ask<Result>(number: number, task: ChurnTask): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      if (this.#closed) throw new Error('The churn workers were closed.');
      if (this.#died !== undefined) throw this.#died.error;
      const { port1: mine, port2: reply } = new MessageChannel();
      const settle = (): void => {
        this.#unanswered.delete(fail);
        mine.close();
      };
      const fail = (error: unknown): void => {
        settle();
        reject(error);
      };
      this.#unanswered.add(fail);
      mine.once('message', (answer: ChurnAnswer<Result>) => {
        if ('error' in answer) return fail(answer.error);
        settle();
        resolve(answer.result);
      });
      const worker = this.#workers[number % this.threads]!;
      worker.postMessage({ task, reply } satisfies ChurnRequest, [reply]);
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
    this.#failAll(new Error('The churn workers were closed.'));
  }

  #failAll(error: unknown): void {
    this.#died ??= { error };
    for (const fail of this.#unanswered) fail(error);
  }
}

/**
 * Has every thread train its share of the parts, and the first one join them.
 *
 * @param training a number of its own, under which the first thread keeps its plan and parts
 */
async function trainIn(
  pool: WorkerPool,
  training: number,
  kind: ChurnKind,
  dataset: Dataset,
  y: Labels,
  options: TrainingOptions,
): Promise<ChurnModel> {
  const { parts } = planChurn(kind, dataset, y, options);
  const given = { kind, dataset: share(dataset), y: new Uint8Array(y), options };
  const partsOf = Array.from({ length: pool.threads }, (_, thread) =>
    Array.from({ length: parts }, (_, part) => part).filter(
      (part) => part % pool.threads === thread,
    ),
  );
  const answers = await Promise.all(
    partsOf.map((mine, thread) =>
      mine.length === 0
        ? Promise.resolve([])
        : pool.ask<unknown[]>(thread, {
            do: 'train',
            parts: mine,
            keepAs: thread === 0 ? training : null,
            ...given,
          }),
    ),
  );
  const trained = answers.flatMap((answer, thread) =>
    answer.map((part, i): [number, unknown] => [partsOf[thread]![i]!, part]),
  );
  return pool.ask<ChurnModel>(0, { do: 'join', trained, kept: training });
}

/** Has each fold predicted by one thread. */
async function crossValidateIn(
  pool: WorkerPool,
  kind: ChurnKind,
  dataset: Dataset,
  y: Labels,
  { folds, customer, ...options }: ValidationOptions,
): Promise<CrossValidation> {
  const asked = { folds, ...options, ...(customer === undefined ? {} : { customer }) };
  const fold = assignFolds(dataset, y, asked);
  const given = { kind, dataset: share(dataset), y: new Uint8Array(y), options };
  const held = await Promise.all(
    Array.from({ length: folds }, (_, f) =>
      pool.ask<Float64Array>(f, { do: 'predictFold', fold, held: f, ...given }),
    ),
  );
  return poolFolds(y, fold, held);
}

/** Splits rows into as many stretches as there are threads, and puts the answers end to end. */
async function askByRows(
  pool: WorkerPool,
  dataset: Dataset,
  taskOf: (part: Dataset) => ChurnTask,
): Promise<Float64Array> {
  const shared = share(dataset);
  const { threads } = pool;
  const answers = await Promise.all(
    Array.from({ length: threads }, (_, thread) => {
      const from = Math.floor((thread * dataset.rows) / threads);
      const to = Math.floor(((thread + 1) * dataset.rows) / threads);
      return pool.ask<Float64Array>(thread, taskOf(stretch(shared, from, to)));
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

/** The dataset in memory shared between threads, so that sending it copies nothing. */
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
