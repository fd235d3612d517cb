import { expectedContribution } from '../lifetime/contribution.ts';
import type { ContributionHistory } from '../lifetime/contribution-estimate.ts';
import { contributionLifetimeValue } from '../lifetime/contribution-value.ts';
import { rowsByScore } from './metrics.ts';
import { rankCorrelation } from './rank-correlation.ts';

/** How well a forecast of value did on months it had not seen. */
export type ForecastMeasures = {
  /** Spearman's, between what was foretold and what came, −1 to 1. */
  rankCorrelation: number;
  /** Of all value that came, the share brought by the tenth of the customers foretold the most, 0 to 1. */
  topDecileShare: number;
  /** Mean of |came − foretold|, in the currency of the contributions, over all held-back months. */
  meanAbsoluteError: number;
};

/** What the model is held against. */
export const baselines = ['lastYear', 'segmentMean', 'zeroGrowth'] as const;
export type Baseline = (typeof baselines)[number];

/** A tenth of the customers by what was foretold, the least first: their mean forecast and what they brought. */
export type ValueDecile = { customers: number; predicted: number; actual: number };

export type ValueBacktest = {
  /** Months the model saw, and months it was judged on. */
  monthsSeen: number;
  monthsJudged: number;
  /** Who was there at the end of the months seen. */
  customers: number;
  /** How many of them left in the months judged. */
  left: number;
  model: ForecastMeasures;
  /** The share of customers whose value lay in the model's 90 % interval. */
  coverage: number;
  baselines: Record<Baseline, ForecastMeasures>;
  deciles: ValueDecile[];
};

/** With fewer months than these there is nothing to learn from, or to judge on. */
const LEAST_SEEN = 6;
const LEAST_JUDGED = 3;
const MOST_JUDGED = 12;
const LEAST_CUSTOMERS = 20;

/** How many of a history's months are seen by the model, and how many it is judged on; null: it is too short. */
export function splitHistory(months: number): { seen: number; judged: number } | null {
  const judged = Math.min(MOST_JUDGED, months - LEAST_SEEN);
  return judged < LEAST_JUDGED ? null : { seen: months - judged, judged };
}

/**
 * Values the customers of the past and compares with what they brought since: the first months of the
 * history are all the model sees, the others are what it is judged on (0 from the month after leaving
 * on). It is the model of the run but for the chance of leaving, which here is the same for all: the
 * monthly share of the customers who left in the months seen.
 *
 * The baselines: the contribution of the last year seen (fewer months, where there are fewer, carried
 * on to as many as are judged); the mean of that over the customer's segment; and zero growth, the newest
 * month carried forward. Nothing is discounted.
 *
 * @param past what the model may see, with segments that rest on it alone
 * @param future customers × months, row-major, of the same customers; `NaN` for a month after they left
 * @returns null where fewer than 20 customers were there at the end of the months seen
 */
export function backtestValue(
  past: ContributionHistory,
  future: Float64Array,
): ValueBacktest | null {
  const { history, months: seen, segment } = past;
  const judged = future.length / segment.length;
  const there = Uint32Array.from(segment.keys()).filter(
    (row) => !Number.isNaN(history[row * seen + seen - 1]!),
  );
  if (there.length < LEAST_CUSTOMERS) return null;
  const shown = new Float64Array(there.length * seen);
  there.forEach((row, i) => {
    shown.set(history.subarray(row * seen, (row + 1) * seen), i * seen);
  });
  const group = Int32Array.from(there, (row) => segment[row]!);
  const {
    clv: predicted,
    low,
    high,
  } = contributionLifetimeValue(
    expectedContribution({ history: shown, months: seen, segment: group }),
    { monthlyChurn: new Float64Array(there.length).fill(shareLeavingAMonth(past)) },
    { horizonMonths: judged, annualDiscountRate: 0 },
  );
  const actual = Float64Array.from(there, (row) =>
    sumOf(known(future.subarray(row * judged, (row + 1) * judged))),
  );
  const lastYear = Float64Array.from(there, (_, i) => {
    const months = known(shown.subarray(i * seen + Math.max(0, seen - 12), (i + 1) * seen));
    return (sumOf(months) / months.length) * judged;
  });
  const foretold: Record<Baseline, Float64Array> = {
    lastYear,
    segmentMean: meanOfGroup(lastYear, group),
    zeroGrowth: Float64Array.from(there, (_, i) => shown[(i + 1) * seen - 1]! * judged),
  };
  return {
    monthsSeen: seen,
    monthsJudged: judged,
    customers: there.length,
    left: there.filter((row) => Number.isNaN(future[(row + 1) * judged - 1]!)).length,
    model: measureForecast(predicted, actual),
    coverage: actual.filter((sum, i) => sum >= low[i]! && sum <= high[i]!).length / there.length,
    baselines: {
      lastYear: measureForecast(foretold.lastYear, actual),
      segmentMean: measureForecast(foretold.segmentMean, actual),
      zeroGrowth: measureForecast(foretold.zeroGrowth, actual),
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

/** Of the customers of a month seen, the share who were gone in the next, over all of them. */
function shareLeavingAMonth({ history, months, segment }: ContributionHistory): number {
  let there = 0;
  let left = 0;
  for (let row = 0; row < segment.length; row++) {
    for (let month = 1; month < months; month++) {
      if (Number.isNaN(history[row * months + month - 1]!)) continue;
      there += 1;
      if (Number.isNaN(history[row * months + month]!)) left += 1;
    }
  }
  return there > 0 ? left / there : 0;
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
