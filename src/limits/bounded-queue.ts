import pLimit from 'p-limit';

/** More work waits than a queue holds. Nothing of it was begun; it can be asked for again. */
export class TooBusy extends Error {
  override name = 'TooBusy';
}

/** Does work a few at a time, in the order in which it came. Rejects with TooBusy where the queue is full. */
export type BoundedQueue = <Result>(work: () => Promise<Result>) => Promise<Result>;

/**
 * @param atOnce how much is done at the same time, at least 1
 * @param waiting how much may wait for that
 */
export function createBoundedQueue({
  atOnce,
  waiting,
}: {
  atOnce: number;
  waiting: number;
}): BoundedQueue {
  const inTurn = pLimit(atOnce);
  return (work) =>
    inTurn.activeCount + inTurn.pendingCount >= atOnce + waiting
      ? Promise.reject(new TooBusy('More waits to be done than is kept.'))
      : inTurn(work);
}
