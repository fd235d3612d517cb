/** Rows to learn from, and later rows to judge on. */
export type TimeSplit = {
  past: Uint32Array;
  window: Uint32Array;
  /** When the window begins: its rows are of this time or later. */
  cut: number;
};

/**
 * Cuts rows by time, so that a model is judged on a future it could not have seen: the window is the
 * latest rows, and the past holds only rows whose outcome was known when the window begins. Rows in
 * between, whose outcomes were still open, are in neither.
 *
 * @param asOf when each row was as it is, in any unit that grows with time
 * @param horizon how long after `asOf` the outcome is known, in the same unit
 * @param share the share of rows the window should have at least, 0 to 1
 * @returns `undefined` where no cut leaves rows on both sides
 */
export function splitByTime(
  asOf: Float64Array,
  { horizon, share }: { horizon: number; share: number },
): TimeSplit | undefined {
  if (asOf.some((time) => Number.isNaN(time)) || !(horizon >= 0) || !(share > 0 && share < 1)) {
    throw new RangeError(
      `A split by time needs a time for every row, a horizon of at least 0 and a share between 0 and 1, but got horizon ${horizon} and share ${share}.`,
    );
  }
  const sorted = asOf.slice().sort();
  const cut = sorted[Math.floor((1 - share) * sorted.length)];
  if (cut === undefined) return undefined;
  const rows = Uint32Array.from(asOf, (_, row) => row);
  const past = rows.filter((row) => asOf[row]! + horizon <= cut && asOf[row]! < cut);
  const window = rows.filter((row) => asOf[row]! >= cut);
  return past.length === 0 || window.length === 0 ? undefined : { past, window, cut };
}
