/**
 * A form of exponential smoothing in the taxonomy of Hyndman, Koehler, Ord and Snyder (2008), "Forecasting with
 * Exponential Smoothing": error, trend and season. A multiplicative season goes with a multiplicative error, as the other
 * pairing has no stable likelihood; trends are additive.
 */
export type SmoothingForm = {
  error: 'additive' | 'multiplicative';
  trend: 'none' | 'additive' | 'damped';
  season: 'none' | 'additive' | 'multiplicative';
  /** periods in a cycle; 1 without a season */
  period: number;
};

/** Smoothing parameters of the error-correction form (ibid., table 2.2 and 2.3), and the states before the first value. */
export type SmoothingParameters = {
  alpha: number;
  /** 0 without a trend */
  beta: number;
  /** 0 without a season */
  gamma: number;
  /** the damping of the trend; 1 where it is not damped */
  phi: number;
  level: number;
  trend: number;
  /** as many as periods in a cycle, the first value's first; empty without a season */
  season: Float64Array;
};

/** What is left after the last value, and how large the errors were one step ahead. */
export type Smoothed = {
  level: number;
  trend: number;
  /** the next value's first */
  season: Float64Array;
  /** Σ e² over the values that are there; of the relative errors where errors are multiplicative */
  squaredErrors: number;
  /** Σ 2·log |one step forecast| where errors are multiplicative, 0 otherwise */
  logScale: number;
  /** how many values are there */
  count: number;
};

const LARGE = 1e100;

/**
 * Runs a form of exponential smoothing over a series (ibid., equations of tables 2.2 and 2.3).
 *
 * @param values `NaN` is missing: the states move on without an error
 * @param season the seasonal states to begin with, which are overwritten with those at the end
 * @returns `squaredErrors` is infinite where a multiplicative form comes to a forecast that is not above 0
 */
export function smooth(
  values: Float64Array,
  form: SmoothingForm,
  parameters: SmoothingParameters,
  season: Float64Array = Float64Array.from(parameters.season),
): Smoothed {
  const { alpha, beta, gamma, phi } = parameters;
  const { period } = form;
  const seasonal = form.season !== 'none';
  const timesSeason = form.season === 'multiplicative';
  const relative = form.error === 'multiplicative';
  let { level, trend } = parameters;
  let squaredErrors = 0;
  let logScale = 0;
  // A logarithm of a product now and then costs less than one of each factor.
  let product = 1;
  let count = 0;
  let at = 0;
  for (let t = 0; t < values.length; t++) {
    const base = level + phi * trend;
    const effect = seasonal ? season[at]! : 0;
    const forecast = timesSeason ? base * effect : base + effect;
    const value = values[t]!;
    let error = 0;
    if (!Number.isNaN(value)) {
      if (relative) {
        if (!(forecast > 0) || !(base > 0)) return never(season);
        error = (value - forecast) / forecast;
        product *= forecast;
        if (product > LARGE || product < 1 / LARGE) {
          logScale += 2 * Math.log(product);
          product = 1;
        }
      } else error = value - forecast;
      squaredErrors += error * error;
      count += 1;
    }
    // The scale by which an error moves level and trend, and the season.
    const move = relative ? (timesSeason ? base : forecast) : 1;
    level = base + alpha * move * error;
    trend = phi * trend + beta * move * error;
    if (seasonal) {
      season[at] = timesSeason ? effect * (1 + gamma * error) : effect + gamma * move * error;
      at = at + 1 === period ? 0 : at + 1;
    }
  }
  if (at > 0) rotate(season, at);
  logScale += 2 * Math.log(product);
  return { level, trend, season, squaredErrors, logScale, count };
}

const never = (season: Float64Array): Smoothed => ({
  level: Number.NaN,
  trend: Number.NaN,
  season,
  squaredErrors: Number.POSITIVE_INFINITY,
  logScale: 0,
  count: 0,
});

function rotate(season: Float64Array, by: number): void {
  const from = season.slice(0, by);
  season.copyWithin(0, by);
  season.set(from, season.length - by);
}

/** The point forecasts of the next steps (ibid., table 2.1). */
export function extrapolate(
  form: SmoothingForm,
  { phi }: Pick<SmoothingParameters, 'phi'>,
  { level, trend, season }: Pick<Smoothed, 'level' | 'trend' | 'season'>,
  horizon: number,
): Float64Array {
  const mean = new Float64Array(horizon);
  let damping = 0;
  let power = 1;
  for (let h = 0; h < horizon; h++) {
    power *= phi;
    damping += power;
    const base = level + damping * trend;
    const effect = season[h % form.period]!;
    mean[h] =
      form.season === 'none' ? base : form.season === 'additive' ? base + effect : base * effect;
  }
  return mean;
}

/**
 * The variance of the forecast of each next step, of the variance of an error one step ahead: 1 + Σ c², with
 * c = α + β(φ + … + φʲ) + γ where step j ends a cycle (ibid., table 6.1). For multiplicative errors it is that of the relative
 * error, and an approximation.
 */
export function varianceGrowth(
  form: SmoothingForm,
  { alpha, beta, gamma, phi }: Pick<SmoothingParameters, 'alpha' | 'beta' | 'gamma' | 'phi'>,
  horizon: number,
): Float64Array {
  const growth = new Float64Array(horizon);
  let sum = 1;
  let damping = 0;
  let power = 1;
  for (let h = 0; h < horizon; h++) {
    growth[h] = sum;
    power *= phi;
    damping += power;
    const endsCycle = form.season !== 'none' && (h + 1) % form.period === 0;
    const c = alpha + beta * damping + (endsCycle ? gamma : 0);
    sum += c * c;
  }
  return growth;
}
