import { availableParallelism } from 'node:os';
import { onThisThread } from '../../valuation/churn/selection.ts';
import { type ChurnExecutor, startChurnWorkers } from '../../valuation/index.ts';

/** From this many rows on, further threads save more than it takes to start them. */
const manyRows = 100_000;
const mostThreads = 4;

/**
 * Has the heavy work of churn models done: by worker threads where there are many rows to learn from and to tell of, else
 * on this thread. Either gives the same to the last bit.
 *
 * @param rows that are trained on, predicted and explained in all
 */
export async function withChurnExecutor<Result>(
  rows: number,
  work: (executor: ChurnExecutor) => Promise<Result>,
): Promise<Result> {
  if (rows < manyRows) return work(onThisThread);
  const workers = startChurnWorkers(Math.min(mostThreads, availableParallelism()));
  try {
    return await work(workers);
  } finally {
    await workers.close();
  }
}
