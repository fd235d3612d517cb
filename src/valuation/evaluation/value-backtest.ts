import { expectedContribution } from '../lifetime/contribution.ts';
import type { ContributionHistory } from '../lifetime/contribution-estimate.ts';
import { contributionLifetimeValue } from '../lifetime/contribution-value.ts';
import { rowsByScore } from './metrics.ts';
import { rankCorrelation } from './rank-correlation.ts';

/** How well a forecast of value did on months it had not seen. */
export type ForecastMeasures = {
  /** Spearman's, between predicted and actual value, −1 to 1. */
  rankCorrelation: number;
  /** The share of all positive value that the tenth of the customers with the highest forecasts brought, 0 to 1. */
  topDecileShare: number;
  /** Mean of |actual − predicted| over customers, of the value of all held-out months, in the currency of the contributions. */
  meanAbsoluteError: number;
};

/** The forecasts that the model is compared with. */
export const baselines = ['lastYear', 'segmentMean', 'zeroGrowth'] as const;
/** A forecast that the model is compared with. */
export type Baseline = (typeof baselines)[number];

/** A tenth of the customers by their forecast: their mean forecast and mean actual value. */
export type ValueDecile = { customers: number; predicted: number; actual: number };

/** The model and its baselines on the newest months of a history. */
export type ValueBacktest = {
  /** Months the model saw, and months it was judged on. */
  monthsSeen: number;
  monthsJudged: number;
  /** Those who were customers at the end of the months seen. */
  customers: number;
  /** How many of them left in the months judged. */
  left: number;
  model: ForecastMeasures;
  /** The share of customers whose value lay in the model's 90 % interval, 0 to 1. */
  coverage: number;
  baselines: Record<Baseline, ForecastMeasures>;
  /** From the lowest forecasts to the highest. */
  deciles: ValueDecile[];
};

/** Fewer months than these are too few to fit on, or to judge on. */
const LEAST_SEEN = 6;
const LEAST_JUDGED = 3;
const MOST_JUDGED = 12;
const LEAST_CUSTOMERS = 20;

/**
 * Splits the months of a history into those the model sees and those it is judged on.
 *
 * @returns null where there are too few months
 */
export function splitHistory(months: number): { seen: number; judged: number } | null {
  const judged = Math.min(MOST_JUDGED, months - LEAST_SEEN);
  return judged < LEAST_JUDGED ? null : { seen: months - judged, judged };
}

/**
 * Values customers as of a past month and compares that with what they brought since: the model sees only
 * the first months of the history and is judged on the others (0 from the month after leaving on). It is
 * the model of a run except for the probability of leaving, which here is the same for everybody: the
 * monthly share of customers who left in the months seen.
 *
 * The baselines: the contribution of the last year seen (or of fewer months where there are fewer, scaled
 * to as many as are judged); the mean of that over the customer's segment; and zero growth, the newest
 * month carried forward. Nothing is discounted.
 *
 * @param past what the model may see, with segments that are based on it alone
 * @param future customers × months, row-major, of the same customers, in the currency of `past`; `NaN` for
 *   a month after they left
 * @returns null where there were fewer than 20 customers at the end of the months seen
 * @throws RangeError as `expectedContribution` does
 */
export function backtestValue(
  past: ContributionHistory,
  future: Float64Array,
): ValueBacktest | null {
  const { history, months: seen, segment } = past;
  const judged = future.length / segment.length;
  const rows = Uint32Array.from(segment.keys()).filter(
    (row) => !Number.isNaN(history[row * seen + seen - 1]!),
  );
  if (rows.length < LEAST_CUSTOMERS) return null;
  const shown = new Float64Array(rows.length * seen);
  rows.forEach((row, i) => {
    shown.set(history.subarray(row * seen, (row + 1) * seen), i * seen);
  });
  const group = Int32Array.from(rows, (row) => segment[row]!);
  const {
    clv: predicted,
    low,
    high,
  } = contributionLifetimeValue(
    expectedContribution({ history: shown, months: seen, segment: group }),
    { monthlyChurn: new Float64Array(rows.length).fill(monthlyShareLeaving(past)) },
    { horizonMonths: judged, annualDiscountRate: 0 },
  );
  const actual = Float64Array.from(rows, (row) =>
    sumOf(known(future.subarray(row * judged, (row + 1) * judged))),
  );
  const lastYear = Float64Array.from(rows, (_, i) => {
    const months = known(shown.subarray(i * seen + Math.max(0, seen - 12), (i + 1) * seen));
    return (sumOf(months) / months.length) * judged;
  });
  const forecasts: Record<Baseline, Float64Array> = {
    lastYear,
    segmentMean: meanOfGroup(lastYear, group),
    zeroGrowth: Float64Array.from(rows, (_, i) => shown[(i + 1) * seen - 1]! * judged),
  };
  return {
    monthsSeen: seen,
    monthsJudged: judged,
    customers: rows.length,
    left: rows.filter((row) => Number.isNaN(future[(row + 1) * judged - 1]!)).length,
    model: measureForecast(predicted, actual),
    coverage: actual.filter((sum, i) => sum >= low[i]! && sum <= high[i]!).length / rows.length,
    baselines: {
      lastYear: measureForecast(forecasts.lastYear, actual),
      segmentMean: measureForecast(forecasts.segmentMean, actual),
      zeroGrowth: measureForecast(forecasts.zeroGrowth, actual),
    },
    deciles: byDecile(predicted, actual),
  };
}

/** How well a forecast did, one entry a customer. */
function measureForecast(predicted: Float64Array, actual: Float64Array): ForecastMeasures {
  const rows = rowsByScore(predicted);
  const best = new Set(rows.subarray(rows.length - Math.round(rows.length / 10)));
  let captured = 0;
  let brought = 0;
  let error = 0;
  actual.forEach((sum, row) => {
    const gain = Math.max(0, sum);
    brought += gain;
    if (best.has(row)) captured += gain;
    error += Math.abs(sum - predicted[row]!);
  });
  return {
    rankCorrelation: rankCorrelation(predicted, actual),
    topDecileShare: brought > 0 ? captured / brought : 0,
    meanAbsoluteError: error / Math.max(1, actual.length),
  };
}

/** The share of customers of a month who had left by the next, over all months. */
function monthlyShareLeaving({ history, months, segment }: ContributionHistory): number {
  let present = 0;
  let left = 0;
  for (let row = 0; row < segment.length; row++) {
    for (let month = 1; month < months; month++) {
      if (Number.isNaN(history[row * months + month - 1]!)) continue;
      present += 1;
      if (Number.isNaN(history[row * months + month]!)) left += 1;
    }
  }
  return present > 0 ? left / present : 0;
}

function meanOfGroup(values: Float64Array, group: Int32Array): Float64Array {
  const sums = new Map<number, { sum: number; count: number }>();
  values.forEach((value, i) => {
    const { sum, count } = sums.get(group[i]!) ?? { sum: 0, count: 0 };
    sums.set(group[i]!, { sum: sum + value, count: count + 1 });
  });
  return Float64Array.from(group, (id) => {
    const { sum, count } = sums.get(id)!;
    return sum / count;
  });
}

function byDecile(predicted: Float64Array, actual: Float64Array): ValueDecile[] {
  const rows = rowsByScore(predicted);
  return Array.from({ length: 10 }, (_, tenth) => {
    const part = rows.subarray(
      Math.round((tenth * rows.length) / 10),
      Math.round(((tenth + 1) * rows.length) / 10),
    );
    const mean = (values: Float64Array) =>
      sumOf(Float64Array.from(part, (row) => values[row]!)) / part.length;
    return { customers: part.length, predicted: mean(predicted), actual: mean(actual) };
  });
}

function known(values: Float64Array): Float64Array {
  return values.filter((value) => !Number.isNaN(value));
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
