import type { Extrapolation } from './extrapolation.ts';
import { extrapolateFit, fitSmoothing, type SmoothingFit } from './fit-smoothing.ts';
import { filledGaps, isFarAboveZero, seasonalIndices } from './seasonal-indices.ts';

/** How sure a season must be to be taken out, as a two-sided 90 % test of the autocorrelation a cycle apart. */
const SEASON_TEST = 1.645;

/**
 * The theta method (Assimakopoulos and Nikolopoulos 2000), in the form Hyndman and Billah (2003) showed it to have: simple
 * exponential smoothing with a drift of half the slope of the line through the series; a season that a test finds is taken
 * out before and put back after.
 *
 * @param values the first is there; `NaN` is missing
 * @param period of the season there may be; 1 for none
 */
export function theta(values: Float64Array, period: number, horizon: number): Extrapolation {
  const filled = filledGaps(values);
  const season = seasonOf(filled, period);
  const adjusted = values.map((value, t) => season.without(value, t));
  const fit = fitSmoothing(adjusted, {
    error: 'additive',
    trend: 'none',
    season: 'none',
    period: 1,
  });
  if (fit === undefined) throw new Error('Simple exponential smoothing could not be fitted.');
  const drift = slopeOf(filledGaps(adjusted)) / 2;
  const { mean, deviation } = extrapolateFit(fit, horizon);
  return {
    mean: mean.map((level, h) =>
      season.back(level + drift * (h + weightOfDrift(fit, values.length)), h),
    ),
    deviation: deviation.map((each, h) => season.scale(each, h)),
  };
}

/** (1 − (1 − α)ⁿ) / α: how many steps of drift simple exponential smoothing lags behind (Hyndman and Billah 2003, eq. 3). */
function weightOfDrift({ parameters: { alpha } }: SmoothingFit, count: number): number {
  return (1 - (1 - alpha) ** count) / alpha;
}

function slopeOf(values: Float64Array): number {
  const middle = (values.length - 1) / 2;
  let slope = 0;
  let steps = 0;
  for (let t = 0; t < values.length; t++) {
    slope += (t - middle) * values[t]!;
    steps += (t - middle) ** 2;
  }
  return steps === 0 ? 0 : slope / steps;
}

type Season = {
  without(value: number, t: number): number;
  back(value: number, h: number): number;
  scale(deviation: number, h: number): number;
};

const noSeason: Season = {
  without: (value) => value,
  back: (value) => value,
  scale: (deviation) => deviation,
};

function seasonOf(filled: Float64Array, period: number): Season {
  if (!isSeasonal(filled, period)) return noSeason;
  const count = filled.length;
  const times = isFarAboveZero(filled)
    ? seasonalIndices(filled, period, 'multiplicative')
    : undefined;
  if (times !== undefined) {
    const at = (t: number) => times[t % period]!;
    return {
      without: (value, t) => value / at(t),
      back: (value, h) => value * at(count + h),
      scale: (deviation, h) => deviation * at(count + h),
    };
  }
  const plus = seasonalIndices(filled, period, 'additive');
  if (plus === undefined) return noSeason;
  const at = (t: number) => plus[t % period]!;
  return {
    without: (value, t) => value - at(t),
    back: (value, h) => value + at(count + h),
    scale: (deviation) => deviation,
  };
}

/** Whether the autocorrelation a cycle apart is further above 0 than chance takes it, by Bartlett's formula. */
function isSeasonal(filled: Float64Array, period: number): boolean {
  if (period < 2 || filled.length < 2 * period) return false;
  const correlations = autocorrelations(filled, period);
  let variance = 1;
  for (let lag = 1; lag < period; lag++) variance += 2 * correlations[lag]! ** 2;
  return correlations[period]! > SEASON_TEST * Math.sqrt(variance / filled.length);
}

function autocorrelations(values: Float64Array, most: number): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const sums = new Float64Array(most + 1);
  for (let lag = 0; lag <= most; lag++)
    for (let t = lag; t < values.length; t++)
      sums[lag]! += (values[t]! - mean) * (values[t - lag]! - mean);
  return sums.map((sum) => (sums[0]! > 0 ? sum / sums[0]! : 0));
}
