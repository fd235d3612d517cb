/** Where a count stands: within the limit, or beyond it and for how many seconds more. */
export type Counted = { within: true } | { within: false; retryAfter: number };

/** How often something may happen within a minute, counted by keys: people, tokens, addresses. */
export type RateLimit = {
  perMinute: number;
  /** Counts one more of a key. */
  count(key: string): Counted;
  /** Where a key stands, without counting. */
  standing(key: string): Counted;
};

const minute = 60_000;
/** The most keys that are counted at once; the one whose minute began first is forgotten for a new one. */
const mostKeys = 20_000;

/**
 * Counts in the memory of this process: of several replicas, each allows as much. A key's minute begins with its first count.
 * @param perMinute how many are within the limit; Infinity: no limit
 */
export function createRateLimit(perMinute: number, now: () => Date): RateLimit {
  // In the order in which their minutes began.
  const windows = new Map<string, { ends: number; counted: number }>();

  function stands({ ends, counted }: { ends: number; counted: number }, at: number): Counted {
    if (counted <= perMinute) return { within: true };
    const retryAfter = Math.max(1, Math.ceil((ends - at) / 1000));
    return { within: false, retryAfter };
  }

  return {
    perMinute,
    count(key) {
      const at = now().getTime();
      const begun = windows.get(key);
      if (begun !== undefined && begun.ends > at) {
        begun.counted++;
        return stands(begun, at);
      }
      windows.delete(key);
      const [oldest] = windows.keys();
      if (windows.size >= mostKeys && oldest !== undefined) windows.delete(oldest);
      const window = { ends: at + minute, counted: 1 };
      windows.set(key, window);
      return stands(window, at);
    },
    standing(key) {
      const at = now().getTime();
      const begun = windows.get(key);
      return begun !== undefined && begun.ends > at
        ? stands({ ...begun, counted: begun.counted + 1 }, at)
        : { within: true };
    },
  };
}
