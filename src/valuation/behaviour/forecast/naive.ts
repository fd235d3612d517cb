import type { Extrapolation } from './extrapolation.ts';

/** The newest value carried forward, as a random walk: its variance grows with every step. */
export function naive(values: Float64Array, horizon: number): Extrapolation {
  let last = Number.NaN;
  let lastAt = -1;
  let squares = 0;
  let steps = 0;
  for (let t = 0; t < values.length; t++) {
    const value = values[t]!;
    if (Number.isNaN(value)) continue;
    if (lastAt >= 0) {
      squares += (value - last) ** 2;
      steps += t - lastAt;
    }
    last = value;
    lastAt = t;
  }
  const since = values.length - 1 - lastAt;
  const variance = steps > 0 ? squares / steps : Number.NaN;
  return {
    mean: new Float64Array(horizon).fill(last),
    deviation: Float64Array.from({ length: horizon }, (_, h) =>
      Math.sqrt(variance * (since + h + 1)),
    ),
  };
}

/**
 * The newest value of the same period of a cycle carried forward: its variance grows with every cycle.
 * @returns undefined where a period of the cycle has no value; deviations are `NaN` where no two values lie a cycle apart
 */
export function seasonalNaive(
  values: Float64Array,
  period: number,
  horizon: number,
): Extrapolation | undefined {
  const count = values.length;
  const newest = new Float64Array(period).fill(Number.NaN);
  const cyclesAgo = new Float64Array(period);
  let squares = 0;
  let pairs = 0;
  for (let t = 0; t < count; t++) {
    const value = values[t]!;
    if (Number.isNaN(value)) continue;
    const before = values[t - period];
    if (before !== undefined && !Number.isNaN(before)) {
      squares += (value - before) ** 2;
      pairs += 1;
    }
    newest[t % period] = value;
    cyclesAgo[t % period] = Math.floor((count - 1 - t) / period);
  }
  if (newest.some(Number.isNaN)) return undefined;
  const variance = pairs > 0 ? squares / pairs : Number.NaN;
  const mean = new Float64Array(horizon);
  const deviation = new Float64Array(horizon);
  for (let h = 0; h < horizon; h++) {
    const at = (count + h) % period;
    mean[h] = newest[at]!;
    deviation[h] = Math.sqrt(variance * (Math.floor(h / period) + 1 + cyclesAgo[at]!));
  }
  return { mean, deviation };
}
