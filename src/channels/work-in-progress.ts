/** Work under way, so that a channel can finish it before it stops. */
export type WorkInProgress = {
  /** Tracks a piece of work until it settles, and returns its result. */
  track<T>(work: Promise<T>): Promise<T>;
  /** Waits until no work is under way. Failures are reported only to whoever tracks the work. */
  finished(): Promise<void>;
};

/** Creates an empty set of work in progress. */
export function createWorkInProgress(): WorkInProgress {
  const working = new Set<Promise<unknown>>();
  return {
    async track(work) {
      working.add(work);
      try {
        return await work;
      } finally {
        working.delete(work);
      }
    },
    async finished() {
      while (working.size > 0) await Promise.allSettled(working);
    },
  };
}
