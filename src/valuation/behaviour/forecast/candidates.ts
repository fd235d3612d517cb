import { averageOf, chooseSmoothing, refitted } from './choose-smoothing.ts';
import type { Extrapolation } from './extrapolation.ts';
import { naive, seasonalNaive } from './naive.ts';
import { theta } from './theta.ts';

/** The methods of forecasting, from the plainest on. */
export const forecastMethods = ['naive', 'seasonal-naive', 'ets', 'theta'] as const;
/** A method of forecasting; `ets` is exponential smoothing with error, trend and season. */
export type ForecastMethod = (typeof forecastMethods)[number];

/** A method ready to forecast a series, from its end or from an earlier value on. */
export type Candidate = {
  method: ForecastMethod;
  /** @param values the whole series, or its first values; undefined where they are too few */
  extrapolate(values: Float64Array, horizon: number): Extrapolation | undefined;
};

/** With fewer values nothing but the newest one can be carried forward. */
const LEAST_VALUES = 5;

/**
 * Makes every method that a series is long enough for ready.
 *
 * @param values the first is there; `NaN` is missing
 * @param season periods in a cycle; 1 for none
 */
export function candidatesFor(values: Float64Array, season: number): Candidate[] {
  const known = values.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0);
  const candidates: Candidate[] = [
    { method: 'naive', extrapolate: naive },
    ...(season > 1 && seasonalNaive(values, season, 1) !== undefined
      ? [
          {
            method: 'seasonal-naive' as const,
            extrapolate: (some: Float64Array, horizon: number) =>
              seasonalNaive(some, season, horizon),
          },
        ]
      : []),
  ];
  if (known < LEAST_VALUES) return candidates;
  const fits = chooseSmoothing(values, cyclesOf(season));
  const [first] = fits;
  if (first !== undefined)
    candidates.push({
      method: 'ets',
      extrapolate(some, horizon) {
        const used = some.length === values.length ? fits : refitted(fits, some);
        return used.length === 0 ? undefined : averageOf(used, horizon);
      },
    });
  const cycle = first === undefined || first.fit.form.period === 1 ? season : first.fit.form.period;
  candidates.push({
    method: 'theta',
    extrapolate: (some, horizon) => theta(some, cycle, horizon),
  });
  return candidates;
}

/** The cycles a season may be made of: a quarter of it, half of it, and the whole, as months repeat by quarter and by year. */
function cyclesOf(season: number): number[] {
  return [season / 4, season / 2, season].filter(
    (period) => period > 1 && Number.isInteger(period),
  );
}
