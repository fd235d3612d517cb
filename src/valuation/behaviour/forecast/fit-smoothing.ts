import { minimise } from '../../numeric/simplex-search.ts';
import {
  extrapolate,
  type Smoothed,
  type SmoothingForm,
  type SmoothingParameters,
  smooth,
  varianceGrowth,
} from './exponential-smoothing.ts';
import type { Extrapolation } from './extrapolation.ts';
import { filledGaps, seasonalIndices } from './seasonal-indices.ts';

/** A form of exponential smoothing fitted to a series. */
export type SmoothingFit = {
  form: SmoothingForm;
  parameters: SmoothingParameters;
  /** the states after the last value */
  end: Smoothed;
  /** of an error one step ahead, as fitted; of the relative error where errors are multiplicative */
  variance: number;
  /** Akaike's information criterion, corrected for few values; infinite where there are too few */
  aicc: number;
};

/** The least and the most of a smoothing parameter. */
const LEAST = 1e-3;
const MOST = 0.999;
/** Within which a trend is damped: below, it is gone at once; above, it cannot be told from one that is not. */
const DAMPING = [0.8, 0.98] as const;
/** The most of α that β is: a trend that follows the newest changes any faster overshoots. */
const TREND_SHARE = 0.15;
/** From how many of the first values the level and the trend before them are guessed. */
const FIRST_VALUES = 10;

/**
 * Fits a form of exponential smoothing by maximum likelihood: smoothing parameters, level and trend by simplex search, the
 * seasonal states by decomposition (Hyndman et al. 2008, sections 2.6 and 5.2).
 *
 * @param values at least one is there; the first is; `NaN` is missing
 * @param near a fit of the same form to a part of the same series, to begin from
 * @returns undefined where the form cannot describe such values
 */
export function fitSmoothing(
  values: Float64Array,
  form: SmoothingForm,
  near?: SmoothingFit,
): SmoothingFit | undefined {
  const filled = filledGaps(values);
  const season = seasonBefore(filled, form);
  if (season === undefined) return undefined;
  const { level, trend, spread } = lineThrough(filled, form, season);
  const search = searchSpace(form, { level, trend, season });
  // Errors of rounding alone tell no form from another.
  const least = 1e-24 * spread * spread + Number.MIN_VALUE;
  const buffer = new Float64Array(season.length);
  const objective = (point: Float64Array) => {
    buffer.set(season);
    const { squaredErrors, logScale, count } = smooth(values, form, search.at(point), buffer);
    return count * Math.log(squaredErrors / count + least) + logScale;
  };
  const start = search.start(spread);
  if (near !== undefined) search.pull(start.point, near.parameters);
  const found = minimise(objective, start.point, start.steps, {
    maxEvaluations: near === undefined ? 90 * start.steps.length : 25 * start.steps.length,
    tolerance: 0.02,
  });
  if (!Number.isFinite(found.value)) return undefined;
  const parameters = search.at(found.point);
  const end = smooth(values, form, parameters, Float64Array.from(season));
  const free = start.steps.length + Math.max(0, season.length - 1) + 1;
  const spare = end.count - free - 1;
  return {
    form,
    parameters,
    end,
    variance: end.squaredErrors / Math.max(1, end.count - free + 1),
    aicc:
      spare > 0
        ? found.value + 2 * free + (2 * free * (free + 1)) / spare
        : Number.POSITIVE_INFINITY,
  };
}

/** What a fit says of the next steps. */
export function extrapolateFit(
  { form, parameters, end, variance }: SmoothingFit,
  horizon: number,
): Extrapolation {
  const mean = extrapolate(form, parameters, end, horizon);
  const growth = varianceGrowth(form, parameters, horizon);
  const relative = form.error === 'multiplicative';
  return {
    mean,
    deviation: growth.map(
      (each, h) => Math.sqrt(variance * each) * (relative ? Math.abs(mean[h]!) : 1),
    ),
  };
}

function seasonBefore(filled: Float64Array, form: SmoothingForm): Float64Array | undefined {
  if (form.season === 'none') return new Float64Array(0);
  return filled.length < 2 * form.period
    ? undefined
    : seasonalIndices(filled, form.period, form.season);
}

/** Level and trend before the first value, by least squares through the first values without their season. */
function lineThrough(filled: Float64Array, form: SmoothingForm, season: Float64Array) {
  const count = Math.min(filled.length, Math.max(FIRST_VALUES, form.period));
  const without = (t: number) => {
    const value = filled[t]!;
    if (form.season === 'none') return value;
    return form.season === 'additive'
      ? value - season[t % form.period]!
      : value / season[t % form.period]!;
  };
  const middle = (count - 1) / 2;
  let mean = 0;
  for (let t = 0; t < count; t++) mean += without(t) / count;
  let slope = 0;
  let steps = 0;
  for (let t = 0; t < count; t++) {
    slope += (t - middle) * (without(t) - mean);
    steps += (t - middle) ** 2;
  }
  const trend = form.trend === 'none' || steps === 0 ? 0 : slope / steps;
  let spread = 0;
  for (let t = 1; t < filled.length; t++) spread += Math.abs(without(t) - without(t - 1));
  spread = spread / Math.max(1, filled.length - 1) || Math.abs(mean) || 1;
  return { level: mean - trend * (middle + 1), trend, spread };
}

const share = (x: number) => LEAST + (MOST - LEAST) / (1 + Math.exp(-x));
const inverseShare = (p: number) => {
  const inside = Math.min(0.995, Math.max(0.005, (p - LEAST) / (MOST - LEAST)));
  return Math.log(inside / (1 - inside));
};

/**
 * Smoothing parameters as points of a space without bounds: β is a share of α, and γ of 1 − α, which keeps a form within
 * its usual region (ibid., section 2.5).
 */
function searchSpace(
  form: SmoothingForm,
  before: { level: number; trend: number; season: Float64Array },
) {
  const seasonal = form.season !== 'none';
  const trending = form.trend !== 'none';
  const damped = form.trend === 'damped';
  const levelAt = 1 + Number(seasonal) + Number(trending) + Number(damped);
  return {
    at(point: Float64Array): SmoothingParameters {
      let next = 0;
      const alpha = share(point[next++]!);
      const gamma = seasonal ? share(point[next++]!) * (1 - alpha) : 0;
      const beta = trending ? share(point[next++]!) * TREND_SHARE * alpha : 0;
      const phi = damped ? DAMPING[0] + (DAMPING[1] - DAMPING[0]) * share(point[next++]!) : 1;
      return {
        alpha,
        beta,
        gamma,
        phi,
        level: point[levelAt]!,
        trend: trending ? point[levelAt + 1]! : 0,
        season: before.season,
      };
    },
    start(spread: number) {
      const smoothing = [inverseShare(0.3)];
      if (seasonal) smoothing.push(inverseShare(0.1));
      if (trending) smoothing.push(inverseShare(0.1));
      if (damped) smoothing.push(inverseShare(0.8));
      return {
        point: Float64Array.from([...smoothing, before.level, ...(trending ? [before.trend] : [])]),
        steps: [...smoothing.map(() => 1.5), spread, ...(trending ? [spread / 5] : [])],
      };
    },
    /** Moves a start to the smoothing parameters of another fit. */
    pull(point: Float64Array, { alpha, beta, gamma, phi }: SmoothingParameters): void {
      let next = 0;
      point[next++] = inverseShare(alpha);
      if (seasonal) point[next++] = inverseShare(gamma / (1 - alpha));
      if (trending) point[next++] = inverseShare(beta / (TREND_SHARE * alpha));
      if (damped) point[next++] = inverseShare((phi - DAMPING[0]) / (DAMPING[1] - DAMPING[0]));
    },
  };
}
