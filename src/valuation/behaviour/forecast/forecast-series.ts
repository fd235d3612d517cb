import { bandReach } from './bands.ts';
import { type Candidate, candidatesFor, type ForecastMethod } from './candidates.ts';
import { originsOf, type RollingErrors, rollingErrors } from './rolling-origin.ts';

/** A forecast of the next steps of a series, in its unit. */
export type Forecast = {
  /** what is expected at each step */
  mean: Float64Array;
  /** the ends of the band that holds the value of a step with the chance of the level; `NaN` with fewer than 3 values */
  low: Float64Array;
  high: Float64Array;
  /** the method that gave it */
  method: ForecastMethod;
};

export type ForecastOptions = {
  /** how many steps ahead, 1 or more */
  horizon: number;
  /** steps in a cycle, such as 12 for months; 1 for none */
  season: number;
  /** the chance with which a band holds the value of its step, above 0 and below 1 (default 0.9) */
  level?: number;
  /** `auto` (default) takes the one that did best from earlier points of the series */
  method?: ForecastMethod | 'auto';
  /** what no value can be below, such as 0 for counts; unless given, any value can be */
  lowest?: number;
  /** by what bands of this kind of series are widened or narrowed, as {@link calibrateBands} learns it (default 1) */
  bandScale?: number;
};

/** Of a longer series the newest values are taken: at least so many, and at least so many cycles. */
const MOST_VALUES = 240;
const MOST_CYCLES = 8;
/** With fewer values nothing tells how wide a band is. */
const LEAST_FOR_BANDS = 3;
/**
 * What a method's error is multiplied by before methods are compared: from few origins a plain one is best by chance too
 * often.
 */
const HANDICAP: Record<ForecastMethod, number> = {
  naive: 1,
  'seasonal-naive': 1,
  ets: 0.85,
  theta: 0.88,
};

/**
 * Forecasts a series: by exponential smoothing (Hyndman et al. 2008), the theta method (Assimakopoulos and Nikolopoulos 2000),
 * the value of a season ago or the newest value, whichever had the smallest mean absolute error when forecasting the newer
 * half of the series from what was known before (Tashman 2000).
 *
 * @param values one a step, oldest first; `NaN` is missing
 * @throws RangeError where a value is infinite or none is there, an option is out of range, or the method that is asked for
 *   needs more values
 */
export function forecastSeries(values: Float64Array, options: ForecastOptions): Forecast {
  const { horizon, level = 0.9, method = 'auto', lowest, bandScale = 1 } = options;
  check(values, options);
  const { seen, scale } = prepared(values, options.season);
  const candidates = candidatesFor(seen, options.season);
  const asked =
    method === 'auto' ? candidates : candidates.filter((candidate) => candidate.method === method);
  const chosen = bestOf(asked, seen, horizon);
  const said = chosen?.candidate.extrapolate(seen, horizon);
  if (chosen === undefined || said === undefined)
    throw new RangeError(`${known(seen)} values are too few for ${method}. Ask for auto or naive.`);
  const reach =
    known(seen) < LEAST_FOR_BANDS
      ? new Float64Array(horizon).fill(Number.NaN)
      : bandReach(said, chosen.errors, seen.length, level);
  const least = Math.max(lowest ?? -Number.MAX_VALUE, -Number.MAX_VALUE);
  const ended = (value: number) => Math.min(Number.MAX_VALUE, Math.max(least, value * scale));
  return {
    mean: said.mean.map(ended),
    low: said.mean.map((mean, h) => ended(mean - bandScale * reach[h]!)),
    high: said.mean.map((mean, h) => ended(mean + bandScale * reach[h]!)),
    method: chosen.candidate.method,
  };
}

function check(values: Float64Array, { horizon, season, level = 0.9 }: ForecastOptions): void {
  if (!Number.isInteger(horizon) || horizon < 1)
    throw new RangeError(`A horizon is a whole number of steps from 1, not ${horizon}.`);
  if (!Number.isInteger(season) || season < 1)
    throw new RangeError(`A season is a whole number of steps from 1, not ${season}.`);
  if (!(level > 0 && level < 1))
    throw new RangeError(`A level lies between 0 and 1, not at ${level}.`);
  if (values.some((value) => Math.abs(value) === Number.POSITIVE_INFINITY))
    throw new RangeError('A value of the series is infinite. Give NaN for a missing one.');
  if (values.every(Number.isNaN)) throw new RangeError('The series has no value to forecast from.');
}

/** The newest values from the first that is there on, in units of the largest of them, so that no square overflows. */
function prepared(values: Float64Array, season: number): { seen: Float64Array; scale: number } {
  const newest = values.subarray(
    Math.max(0, values.length - Math.max(MOST_VALUES, MOST_CYCLES * season)),
  );
  const window = newest.every(Number.isNaN) ? values : newest;
  const seen = window.slice(window.findIndex((value) => !Number.isNaN(value)));
  const scale =
    seen.reduce((most, value) => (Math.abs(value) > most ? Math.abs(value) : most), 0) || 1;
  return { seen: seen.map((value) => value / scale), scale };
}

function bestOf(
  candidates: readonly Candidate[],
  values: Float64Array,
  horizon: number,
): { candidate: Candidate; errors: RollingErrors } | undefined {
  const origins = originsOf(values.length, horizon);
  return candidates
    .map((candidate) => {
      const errors = rollingErrors(values, candidate, origins, horizon);
      return { candidate, errors, judged: errors.meanAbsolute * HANDICAP[candidate.method] };
    })
    .reduce<{ candidate: Candidate; errors: RollingErrors; judged: number } | undefined>(
      (best, each) => (best === undefined || each.judged < best.judged ? each : best),
      undefined,
    );
}

const known = (values: Float64Array) =>
  values.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0);
