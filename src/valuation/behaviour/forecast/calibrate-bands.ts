import { type ForecastOptions, forecastSeries } from './forecast-series.ts';

/** A series must have so many values before those it is tried on. */
const LEAST_SEEN = 6;
/** Fewer forecasts tell too little of a tenth of them. */
const LEAST_SERIES = 20;
/** A band is not widened or narrowed by more. */
const BOUNDS = [0.5, 4] as const;

/**
 * By what the bands of a kind of series must be widened or narrowed to hold as many values as they say: each series of a pool
 * is forecast from before its newest values, and the bands are stretched until they hold that share of them (split conformal
 * prediction: Lei, G'Sell, Rinaldo, Tibshirani and Wasserman 2018). It is a share of all series, not of each.
 *
 * @param pool series of the same kind; `NaN` is missing; too short ones are left out
 * @returns for `bandScale`; 1 where too few series are long enough
 */
export function calibrateBands(
  pool: readonly Float64Array[],
  options: Omit<ForecastOptions, 'bandScale'>,
): number {
  const { horizon, level = 0.9 } = options;
  const needed: number[] = [];
  let series = 0;
  for (const values of pool) {
    const seen = values.subarray(0, values.length - horizon);
    if (seen.filter((value) => !Number.isNaN(value)).length < LEAST_SEEN) continue;
    const { mean, high } = forecastSeries(seen, options);
    series += 1;
    for (let h = 0; h < horizon; h++) {
      const error = Math.abs(values[seen.length + h]! - mean[h]!);
      if (Number.isNaN(error)) continue;
      needed.push(
        error < 1e-12 * Math.abs(mean[h]!) || error === 0 ? 0 : error / (high[h]! - mean[h]!),
      );
    }
  }
  if (series < LEAST_SERIES) return 1;
  needed.sort((a, b) => a - b);
  const at = Math.min(needed.length - 1, Math.ceil(level * needed.length) - 1);
  return Math.min(BOUNDS[1], Math.max(BOUNDS[0], needed[at]!));
}
