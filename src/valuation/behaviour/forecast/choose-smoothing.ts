import type { SmoothingForm } from './exponential-smoothing.ts';
import type { Extrapolation } from './extrapolation.ts';
import { extrapolateFit, fitSmoothing, type SmoothingFit } from './fit-smoothing.ts';
import { isFarAboveZero } from './seasonal-indices.ts';

/** A form fitted to a series, and how much it counts for. */
export type WeightedFit = { fit: SmoothingFit; weight: number };

/** A form that counts for less is left out. */
const LEAST_WEIGHT = 0.01;
/** With fewer values a trend that never fades must be clearly better, by so much of the criterion: it is a guess far ahead. */
const LEAST_FOR_LINE = 36;
const CLEARLY = 10;

/**
 * The forms of exponential smoothing that describe a series best, with their Akaike weights (Kolassa 2011): the season is
 * chosen first, then the trend, then whether both are multiplicative, each by the corrected information criterion (Hyndman
 * et al. 2008, section 2.8).
 *
 * @param values the first is there; `NaN` is missing
 * @param periods cycles there may be
 * @returns the best first; weights add up to 1; empty where not even the simplest form has enough values
 */
export function chooseSmoothing(values: Float64Array, periods: readonly number[]): WeightedFit[] {
  const fits: SmoothingFit[] = [];
  const add = (form: SmoothingForm, most = Number.MAX_VALUE) => {
    const fit = fitSmoothing(values, form);
    if (fit !== undefined && fit.aicc <= most) fits.push(fit);
  };
  add({ error: 'additive', trend: 'none', season: 'none', period: 1 });
  for (const period of periods)
    add({ error: 'additive', trend: 'none', season: 'additive', period });
  if (fits.length === 0) return [];
  const { season, period } = best(fits).form;
  add({ error: 'additive', trend: 'damped', season, period });
  const clearly = values.length < LEAST_FOR_LINE ? best(fits).aicc - CLEARLY : undefined;
  add({ error: 'additive', trend: 'additive', season, period }, clearly);
  if (isFarAboveZero(values)) {
    const { trend } = best(fits).form;
    if (season === 'none') add({ error: 'multiplicative', trend, season, period });
    else {
      const times = { error: 'multiplicative', season: 'multiplicative', period } as const;
      add({ ...times, trend });
      add({ ...times, trend: trend === 'none' ? 'damped' : 'none' });
    }
  }
  return weighted(fits);
}

function best(fits: readonly SmoothingFit[]): SmoothingFit {
  return fits.reduce((least, fit) => (fit.aicc < least.aicc ? fit : least));
}

function weighted(fits: readonly SmoothingFit[]): WeightedFit[] {
  const least = best(fits).aicc;
  const all = fits.map((fit) => ({ fit, weight: Math.exp((least - fit.aicc) / 2) }));
  const sum = total(all);
  return normalised(all.filter(({ weight }) => weight >= LEAST_WEIGHT * sum)).sort(
    (a, b) => b.weight - a.weight,
  );
}

/** The same forms fitted to the first values of the series alone. */
export function refitted(fits: readonly WeightedFit[], values: Float64Array): WeightedFit[] {
  return normalised(
    fits.flatMap(({ fit: { form, ...rest }, weight }) => {
      const fit = fitSmoothing(values, form, { form, ...rest });
      return fit === undefined ? [] : [{ fit, weight }];
    }),
  );
}

/** The mean of what several forms say, by their weights, and of the variances that they give. */
export function averageOf(fits: readonly WeightedFit[], horizon: number): Extrapolation {
  const mean = new Float64Array(horizon);
  const deviation = new Float64Array(horizon);
  for (const { fit, weight } of fits) {
    const each = extrapolateFit(fit, horizon);
    for (let h = 0; h < horizon; h++) {
      mean[h]! += weight * each.mean[h]!;
      deviation[h]! += weight * each.deviation[h]! ** 2;
    }
  }
  return { mean, deviation: deviation.map(Math.sqrt) };
}

const total = (fits: readonly WeightedFit[]) => fits.reduce((sum, { weight }) => sum + weight, 0);

function normalised(fits: readonly WeightedFit[]): WeightedFit[] {
  const sum = total(fits);
  return fits.map(({ fit, weight }) => ({ fit, weight: weight / sum }));
}
