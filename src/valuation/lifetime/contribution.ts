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
  type Reading,
} from './contribution-estimate.ts';

/**
 * What customers are expected to bring in, one entry a customer. In the k-th month from now (k from
 * 1) the expected contribution is `level + slope·(φ + φ² + … + φᵏ)` with φ = `damping`. What really
 * comes differs from it by a level that is not known exactly, and by a drift of that level from month
 * to month; it does so by different amounts downwards and upwards.
 */
export type ContributionOutlook = {
  /** Expected contribution of a month, as of the end of the history, trend left out. */
  level: Float64Array;
  /** Change a month, before damping. */
  slope: Float64Array;
  /** φ, in [0, 1): a trend fades, for none lasts. */
  damping: number;
  /** How far what comes may lie below what is expected. */
  below: Spread;
  /** How far it may lie above. */
  above: Spread;
  /** How much of the level is the customer's own history, 0 (all the segment's) to 1. */
  ownShare: Float64Array;
  /** How the past is read; chosen as what foretells the newest months best. */
  reading: Reading;
};

/** Standard deviations, one entry a customer. */
export type Spread = {
  /** Of the level as estimated. */
  uncertainty: Float64Array;
  /** Of the level's change in a month. */
  drift: Float64Array;
};

/** From the plainest on: a tie goes to the plainer one. */
const HALF_LIVES = [undefined, 16, 8, 4, 2, 1];
const TREND_SHARES = [0, 0.25, 0.5, 1];
/** In less than a year and a half a season looks like a trend, so little of one is believed. */
const MONTHS_FOR_A_TREND = 18;
/** Two quarters: one to learn from and one to be judged on. */
const LEAST_MONTHS = 6;
const A_YEAR = 12;
/** Customers on whom the readings are tried; more would not change the choice. */
const TRIAL_CUSTOMERS = 20_000;

/**
 * The expected monthly contribution of every customer, by empirical Bayes: the customer's own
 * recency-weighted mean, shrunk towards the segment's mean by how much customers of the segment differ
 * against how much a customer's months differ (Efron and Morris 1975). A customer with few months is
 * valued as the segment, one with many as themselves. The trend is shrunk in the same way towards the
 * segment's (least squares) and damped (Gardner and McKenzie 1985).
 *
 * How far back to look, how much of the trend to believe and how wide the errors are is measured on
 * the history itself: its newest months are held back, foretold from the older ones, and compared: a
 * quarter or two to choose how to read it, up to a year to see how errors grow.
 * A history of fewer than six months is too short for that: all months then count alike, there is no
 * trend, and the errors are those within the history.
 *
 * @throws RangeError when the sizes do not match, a value is infinite, or no value is known at all
 */
export function expectedContribution(input: ContributionHistory): ContributionOutlook {
  checkHistory(input);
  const { months } = input;
  if (months < LEAST_MONTHS) {
    const reading: Reading = { trendShare: 0 };
    const own = { uncertainty: 1, drift: 0 };
    return outlook(estimate(input, months, reading), reading, { below: own, above: own });
  }
  // Whole quarters, for what comes once a quarter must not count more or less than it does.
  const ahead = months < 2 * A_YEAR - 6 ? 3 : 6;
  const far = Math.min(A_YEAR, 3 * Math.floor(months / 6));
  const trial = sampled(input, TRIAL_CUSTOMERS);
  let best: Reading = { trendShare: 0 };
  let bestError = Number.POSITIVE_INFINITY;
  for (const halfLife of HALF_LIVES) {
    for (const trendShare of TREND_SHARES) {
      if (trendShare > 0.25 && months < MONTHS_FOR_A_TREND) continue;
      const reading = { trendShare, ...(halfLife === undefined ? {} : { halfLife }) };
      const error = meanAbsoluteError(trial, estimate(trial, months - ahead, reading), ahead);
      if (error < bestError * (1 - 1e-9)) {
        best = reading;
        bestError = error;
      }
    }
  }
  const errors = errorVariances(trial, estimate(trial, months - far, best), 3, far);
  return outlook(estimate(input, months, best), best, errors);
}

function outlook(
  from: Estimate,
  reading: Reading,
  errors: { below: ErrorVariances; above: ErrorVariances },
): ContributionOutlook {
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
    reading,
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
  let known = 0;
  for (let i = 0; i < history.length; i++) {
    const value = history[i]!;
    if (Number.isNaN(value)) continue;
    known += 1;
    if (!Number.isFinite(value)) {
      throw new RangeError(
        `Row ${Math.floor(i / months)}, field history, month ${i % months}: found ${value}, expected a finite amount or NaN for none.`,
      );
    }
  }
  if (known === 0 && segment.length > 0) {
    throw new RangeError('The history holds no amount at all; give at least one known month.');
  }
  segment.forEach((id, row) => {
    if (id < -1) {
      throw new RangeError(
        `Row ${row}, field segment: found ${id}, expected a segment number from 0, or −1 for none.`,
      );
    }
  });
}
