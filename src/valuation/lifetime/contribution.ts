import {
  DAMPING,
  type ErrorVariances,
  errorVariances,
  meanAbsoluteError,
} from './contribution-errors.ts';
import {
  type ContributionHistory,
  type Estimate,
  estimate,
  type Pool,
  poolOf,
  type Smoothing,
} from './contribution-estimate.ts';

/**
 * The contribution expected of customers, one entry a customer, in the currency of their history. In the
 * k-th month from now (k from 1) it is `level + slope·(φ + φ² + … + φᵏ)` with φ = `damping`. The actual
 * contribution differs from it because the level is not known exactly and drifts from month to month, by
 * different amounts downwards and upwards.
 */
export type ExpectedContribution = {
  /** Expected contribution of a month as of the end of the history, without the trend. */
  level: Float64Array;
  /** Change a month, before damping. */
  slope: Float64Array;
  /** φ, in [0, 1): a trend fades, since none lasts. */
  damping: number;
  /** How far the actual contribution may lie below the expected. */
  below: Spread;
  /** How far it may lie above. */
  above: Spread;
  /** The weight of the customer's own history in the level, from 0 (the segment's alone) to 1. */
  ownShare: Float64Array;
  /** How the history is weighted: the way that predicts the newest months best. */
  smoothing: Smoothing;
};

/** Standard deviations, one entry a customer. */
export type Spread = {
  /** Of the estimated level. */
  uncertainty: Float64Array;
  /** Of the level's change in a month. */
  drift: Float64Array;
};

/** From the simplest on: a tie goes to the simpler one. */
const HALF_LIVES = [undefined, 16, 8, 4, 2, 1];
const TREND_SHARES = [0, 0.25, 0.5, 1];
/** In a shorter history a season looks like a trend, so little of a trend is carried forward. */
const MONTHS_FOR_A_TREND = 18;
/** Two quarters: one to estimate from and one to be judged on. */
const LEAST_MONTHS = 6;
const A_YEAR = 12;
/** Customers on whom the ways of smoothing are tried; more would not change the choice. */
const TRIAL_CUSTOMERS = 20_000;

/**
 * The expected monthly contribution of every customer, by empirical Bayes: the customer's own
 * recency-weighted mean, shrunk towards the segment's mean according to the variance between the customers
 * of the segment and within a customer's months (Efron and Morris 1975), by at most one standard error of that mean
 * (Efron and Morris 1972), so that an outlier of a segment keeps what is their own. A customer with few months is
 * valued like the segment, one with many like themselves. The trend is shrunk in the same way towards the
 * segment's (least squares) and damped (Gardner and McKenzie 1985).
 *
 * How far back to look, how much of the trend to carry forward and how wide the errors are is measured on
 * the history itself: its newest months are held out, predicted from the older ones, and compared: a
 * quarter or two to choose the smoothing, up to a year to see how errors grow. A history of fewer than six
 * months is too short for that: all months then have the same weight, there is no trend, and the errors
 * are those within the history.
 *
 * @throws RangeError when the sizes do not match, a value is infinite, or no value is known at all
 */
export function expectedContribution(input: ContributionHistory): ExpectedContribution {
  return expectContribution(learnContribution(input), input);
}

/** What the history of some customers teaches of what to expect of any: plain data. */
export type ContributionModel = {
  /** Of the history it was learnt from, as of any it is applied to. */
  months: number;
  smoothing: Smoothing;
  errors: { below: ErrorVariances; above: ErrorVariances };
  /** What the levels and trends of a segment's customers are shrunk towards. */
  pool: Pool;
};

/**
 * Learns what {@link expectContribution} needs, from all customers or from a sample of them.
 *
 * @throws RangeError as {@link expectedContribution} does
 */
export function learnContribution(input: ContributionHistory): ContributionModel {
  checkHistory(input);
  if (input.segment.length > 0 && !input.history.some((value) => !Number.isNaN(value))) {
    throw new RangeError('The history holds no amount at all; give at least one known month.');
  }
  const { months } = input;
  if (months < LEAST_MONTHS) {
    const smoothing: Smoothing = { trendShare: 0 };
    const own = { uncertainty: 1, drift: 0 };
    const errors = { below: own, above: own };
    return { months, smoothing, errors, pool: poolOf(input, months, smoothing) };
  }
  // Whole quarters, so that what comes once a quarter has its right weight.
  const ahead = months < 2 * A_YEAR - 6 ? 3 : 6;
  const far = Math.min(A_YEAR, 3 * Math.floor(months / 6));
  const trial = sampled(input, TRIAL_CUSTOMERS);
  let best: Smoothing = { trendShare: 0 };
  let bestError = Number.POSITIVE_INFINITY;
  for (const halfLife of HALF_LIVES) {
    for (const trendShare of TREND_SHARES) {
      if (trendShare > 0.25 && months < MONTHS_FOR_A_TREND) continue;
      const smoothing = { trendShare, ...(halfLife === undefined ? {} : { halfLife }) };
      const error = meanAbsoluteError(trial, estimate(trial, months - ahead, smoothing), ahead);
      if (error < bestError * (1 - 1e-9)) {
        best = smoothing;
        bestError = error;
      }
    }
  }
  const errors = errorVariances(trial, estimate(trial, months - far, best), 3, far);
  return { months, smoothing: best, errors, pool: poolOf(input, months, best) };
}

/**
 * The expected monthly contribution of customers by a model that was learnt from them or from others of the same bank: each
 * customer's depends on nobody else's history.
 *
 * @throws RangeError when the sizes do not match, or a value is infinite
 */
export function expectContribution(
  { months, smoothing, errors, pool }: ContributionModel,
  input: ContributionHistory,
): ExpectedContribution {
  checkHistory(input);
  if (input.months !== months) {
    throw new RangeError(
      `The model was learnt from ${months} months, but the history has ${input.months}.`,
    );
  }
  return withSpread(estimate(input, months, smoothing, pool), smoothing, errors);
}

function withSpread(
  from: Estimate,
  smoothing: Smoothing,
  errors: { below: ErrorVariances; above: ErrorVariances },
): ExpectedContribution {
  const spread = ({ uncertainty, drift }: ErrorVariances): Spread => ({
    uncertainty: from.deviation.map((deviation, row) =>
      Math.max(deviation * Math.sqrt(uncertainty), from.posterior[row]!),
    ),
    drift: from.deviation.map((deviation) => deviation * Math.sqrt(drift)),
  });
  return {
    level: from.level,
    slope: from.slope,
    damping: DAMPING,
    below: spread(errors.below),
    above: spread(errors.above),
    ownShare: from.ownShare,
    smoothing,
  };
}

/** Every n-th customer, at most `most` of them. */
function sampled(input: ContributionHistory, most: number): ContributionHistory {
  const { history, months, segment } = input;
  const stride = Math.ceil(segment.length / most);
  if (stride <= 1) return input;
  const rows = Math.ceil(segment.length / stride);
  const sample = {
    history: new Float64Array(rows * months),
    months,
    segment: new Int32Array(rows),
  };
  for (let row = 0; row < rows; row++) {
    const from = row * stride;
    sample.segment[row] = segment[from]!;
    sample.history.set(history.subarray(from * months, (from + 1) * months), row * months);
  }
  return sample;
}

function checkHistory({ history, months, segment }: ContributionHistory): void {
  if (!Number.isInteger(months) || months < 1 || history.length !== segment.length * months) {
    throw new RangeError(
      `A history of ${segment.length} customers over ${months} months has ${segment.length * months} entries, but there are ${history.length}.`,
    );
  }
  for (let i = 0; i < history.length; i++) {
    const value = history[i]!;
    if (Number.isNaN(value)) continue;
    if (!Number.isFinite(value)) {
      throw new RangeError(
        `Row ${Math.floor(i / months)}, field history, month ${i % months}: found ${value}, expected a finite amount or NaN for none.`,
      );
    }
  }
  segment.forEach((id, row) => {
    if (id < -1) {
      throw new RangeError(
        `Row ${row}, field segment: found ${id}, expected a segment number from 0, or −1 for none.`,
      );
    }
  });
}
