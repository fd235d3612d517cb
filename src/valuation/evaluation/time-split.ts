/** Rows to train on, and later rows to judge on, as row numbers. */
export type TimeSplit = {
  past: Uint32Array;
  window: Uint32Array;
  /** When the window begins: its rows are of this time or later. */
  cutoff: number;
};

/**
 * Splits rows by time, so that a model is judged on a future it could not have seen: the window holds the
 * latest rows, the past only rows whose outcome was known when the window begins. Rows in between, whose
 * outcomes were still open then, are in neither.
 *
 * @param asOf the time each row describes, in any unit that grows with time
 * @param horizon how long after `asOf` the outcome is known, ≥ 0, in the same unit
 * @param share the least share of the rows that the window is to have, between 0 and 1
 * @returns `undefined` where no cutoff leaves rows on both sides
 * @throws RangeError for a missing time, or a horizon or share out of range
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
  const cutoff = sorted[Math.floor((1 - share) * sorted.length)];
  if (cutoff === undefined) return undefined;
  const rows = Uint32Array.from(asOf, (_, row) => row);
  const past = rows.filter((row) => asOf[row]! + horizon <= cutoff && asOf[row]! < cutoff);
  const window = rows.filter((row) => asOf[row]! >= cutoff);
  return past.length === 0 || window.length === 0 ? undefined : { past, window, cutoff };
}
