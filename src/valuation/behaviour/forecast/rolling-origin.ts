import type { Candidate } from './candidates.ts';

/** How a method did on the newest values of a series, each time having seen only those before. */
export type RollingErrors = {
  /** the mean over origins of the mean absolute error of the steps from there; infinite where the method had too few values */
  meanAbsolute: number;
  /** Σ e² by how many steps ahead, and how many of them there are */
  squares: Float64Array;
  counts: Float64Array;
  /** how many origins */
  origins: number;
};

/** How many origins there are at most, and from which share of a series on. */
const MOST_ORIGINS = 6;
const FIRST_SHARE = 0.5;
const LEAST_SEEN = 4;

/**
 * The points of a series from which forecasts are tried out, spread evenly over its newer half.
 * @returns numbers of values seen, ascending; empty where there are too few values
 */
export function originsOf(count: number, horizon: number): number[] {
  const first = Math.max(LEAST_SEEN, Math.ceil(count * FIRST_SHARE));
  const room = count - first;
  if (room < 1) return [];
  const last = count - Math.min(horizon, Math.max(1, Math.floor(room / 4)));
  const steps = Math.min(MOST_ORIGINS, last - first + 1);
  return Array.from({ length: steps }, (_, i) =>
    steps === 1 ? last : Math.round(first + ((last - first) * i) / (steps - 1)),
  );
}

/** Forecasts a series from each origin by what was known there (Tashman 2000). */
export function rollingErrors(
  values: Float64Array,
  candidate: Candidate,
  origins: readonly number[],
  horizon: number,
): RollingErrors {
  let absolute = 0;
  const squares = new Float64Array(horizon);
  const counts = new Float64Array(horizon);
  let judged = 0;
  for (const origin of origins) {
    const steps = Math.min(horizon, values.length - origin);
    const said = candidate.extrapolate(values.slice(0, origin), steps);
    if (said === undefined)
      return { squares, counts, origins: 0, meanAbsolute: Number.POSITIVE_INFINITY };
    let sum = 0;
    let count = 0;
    for (let h = 0; h < steps; h++) {
      const error = values[origin + h]! - said.mean[h]!;
      if (Number.isNaN(error)) continue;
      sum += Math.abs(error);
      count += 1;
      squares[h]! += error * error;
      counts[h]! += 1;
    }
    if (count === 0) continue;
    absolute += sum / count;
    judged += 1;
  }
  return { meanAbsolute: judged === 0 ? 0 : absolute / judged, squares, counts, origins: judged };
}
