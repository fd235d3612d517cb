/** Leaves something alone for a while that has failed several times in a row. */
export type CircuitBreaker = {
  /** Whether it may be tried. After a pause one try is let through at a time, until one succeeds. */
  permits(): boolean;
  succeeded(): void;
  /** @returns whether a pause begins */
  failed(): boolean;
};

/**
 * A circuit breaker.
 * @param failures so many in a row begin a pause
 * @param pause milliseconds
 */
export function circuitBreaker(failures: number, pause: number, now: () => Date): CircuitBreaker {
  let inRow = 0;
  let closedUntil = 0;
  return {
    permits() {
      if (inRow < failures) return true;
      const at = now().getTime();
      if (at < closedUntil) return false;
      closedUntil = at + pause;
      return true;
    },
    succeeded() {
      inRow = 0;
    },
    failed() {
      inRow++;
      if (inRow < failures) return false;
      closedUntil = now().getTime() + pause;
      return true;
    },
  };
}
