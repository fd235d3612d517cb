import { availableParallelism } from 'node:os';
import { onThisThread } from '../../valuation/churn/selection.ts';
import { type ChurnExecutor, startChurnWorkers } from '../../valuation/index.ts';

/** From this many rows on, further threads save more than it takes to start them. */
const manyRows = 100_000;
const mostThreads = 4;

/**
 * Runs the heavy work of churn models: on worker threads where there are many rows, otherwise on this thread. Both give
 * the same result to the last bit.
 *
 * @param rows how many are trained on, predicted and explained in all
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
