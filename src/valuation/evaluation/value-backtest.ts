import { expectedContribution } from '../lifetime/contribution.ts';
import type { ContributionHistory } from '../lifetime/contribution-estimate.ts';
import { contributionLifetimeValue } from '../lifetime/contribution-value.ts';
import type { Departure } from '../lifetime/departure.ts';
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
  /** Mean of predicted − actual over customers, likewise: above 0 where forecasts are too high. */
  meanError: number;
  /**
   * 1 − SSE / SST: the share of the variance between customers that the forecasts explain. 1 is perfect, 0 what the mean of
   * all would do, below 0 worse than that; null where all brought the same.
   */
  rSquared: number | null;
};

/** The forecasts that the model is compared with. */
export const baselines = ['lastYear', 'segmentMean', 'zeroGrowth'] as const;
/** A forecast that the model is compared with. */
export type Baseline = (typeof baselines)[number];

/** A tenth of the customers by their forecast: their mean forecast and mean actual value. */
export type ValueDecile = { customers: number; predicted: number; actual: number };

/** A forecast of each customer's value, with the ends of the interval that should hold 90 % of the outcomes. */
export type ValueForecast = { predicted: Float64Array; low: Float64Array; high: Float64Array };

/** The model and its baselines on the newest months of a history. */
export type ValueBacktest<Name extends string = Baseline> = {
  /** Months the model saw, and months it was judged on. */
  monthsSeen: number;
  monthsJudged: number;
  /** Those who were customers at the end of the months seen. */
  customers: number;
  /** How many of them left in the months judged, or bought nothing in them where spend is judged. */
  left: number;
  model: ForecastMeasures;
  /** The share of customers whose value lay in the model's 90 % interval, 0 to 1. */
  coverage: number;
  baselines: Record<Name, ForecastMeasures>;
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
 * the first months of the history and is judged on the others (0 from the month after leaving on).
 *
 * The baselines: the contribution of the last year seen (or of fewer months where there are fewer, scaled
 * to as many as are judged); the mean of that over the customer's segment; and zero growth, the newest
 * month carried forward. Nothing is discounted.
 *
 * @param past what the model may see, with segments that are based on it alone
 * @param future customers × months, row-major, of the same customers, in the currency of `past`; `NaN` for
 *   a month after they left
 * @param forecast of each customer of `past`, which may have used nothing else; that of {@link forecastContribution} unless
 *   given
 * @returns null where there were fewer than 20 customers at the end of the months seen
 * @throws RangeError as `expectedContribution` does
 */
export function backtestValue(
  past: ContributionHistory,
  future: Float64Array,
  forecast?: ValueForecast,
): ValueBacktest | null {
  const { history, months: seen, segment } = past;
  const judged = future.length / segment.length;
  const rows = customersThere(past);
  if (rows.length < LEAST_CUSTOMERS) return null;
  const { predicted, low, high } = forecast ?? forecastContribution(past, judged);
  const of = (values: Float64Array) => Float64Array.from(rows, (row) => values[row]!);
  const actual = Float64Array.from(rows, (row) =>
    sumOf(known(future.subarray(row * judged, (row + 1) * judged))),
  );
  const lastYear = Float64Array.from(rows, (row) => {
    const months = known(history.subarray(row * seen + Math.max(0, seen - 12), (row + 1) * seen));
    return (sumOf(months) / months.length) * judged;
  });
  return {
    monthsSeen: seen,
    monthsJudged: judged,
    customers: rows.length,
    left: rows.filter((row) => Number.isNaN(future[(row + 1) * judged - 1]!)).length,
    ...judgeForecast({ predicted: of(predicted), low: of(low), high: of(high) }, actual),
    baselines: {
      lastYear: measureForecast(lastYear, actual),
      segmentMean: measureForecast(
        meanOfGroup(
          lastYear,
          Int32Array.from(rows, (row) => segment[row]!),
        ),
        actual,
      ),
      zeroGrowth: measureForecast(
        Float64Array.from(rows, (row) => history[(row + 1) * seen - 1]! * judged),
        actual,
      ),
    },
  };
}

/**
 * The contribution expected of each customer over the months after a history, undiscounted. It is the model of a run
 * except for the probability of leaving, which is the same for everybody unless given: the monthly share of customers who
 * left in the months seen.
 *
 * @param judged how many months, a whole number ≥ 1
 * @param departure of each customer of the history
 * @returns 0 for those who were not there at its end
 * @throws RangeError as `expectedContribution` and `contributionLifetimeValue` do
 */
export function forecastContribution(
  past: ContributionHistory,
  judged: number,
  departure?: Departure,
): ValueForecast {
  const { history, months: seen, segment } = past;
  const rows = customersThere(past);
  const of = (values: Float64Array) => Float64Array.from(rows, (row) => values[row]!);
  const shown = new Float64Array(rows.length * seen);
  rows.forEach((row, i) => {
    shown.set(history.subarray(row * seen, (row + 1) * seen), i * seen);
  });
  const leaving: Departure =
    departure === undefined
      ? { monthlyChurn: new Float64Array(rows.length).fill(monthlyShareLeaving(past)) }
      : {
          ...departure,
          monthlyChurn: of(departure.monthlyChurn),
          ...(departure.tenureMonths && { tenureMonths: of(departure.tenureMonths) }),
        };
  const value = contributionLifetimeValue(
    expectedContribution({
      history: shown,
      months: seen,
      segment: Int32Array.from(rows, (row) => segment[row]!),
    }),
    leaving,
    { horizonMonths: judged, annualDiscountRate: 0 },
  );
  const spread = (values: Float64Array) => {
    const all = new Float64Array(segment.length);
    rows.forEach((row, i) => {
      all[row] = values[i]!;
    });
    return all;
  };
  return { predicted: spread(value.clv), low: spread(value.low), high: spread(value.high) };
}

/** The rows of a history of those who were customers at its end. */
function customersThere({ history, months, segment }: ContributionHistory): Uint32Array {
  return Uint32Array.from(segment.keys()).filter(
    (row) => !Number.isNaN(history[(row + 1) * months - 1]!),
  );
}

/** The forecasts that a model of purchases is compared with. */
export const spendBaselines = ['lastYearSpend', 'meanSpend', 'steadyRate'] as const;
/** A forecast that a model of purchases is compared with. */
export type SpendBaseline = (typeof spendBaselines)[number];

/**
 * Compares a forecast of what customers spend with what they spent.
 *
 * The baselines: the spend of the last year seen, or of fewer months where there are fewer, scaled to as many as are judged;
 * the mean of that over everybody; and the steady rate, what each customer spent a month since their first purchase, as if
 * nobody ever left.
 *
 * @param past.spent by the end of the months seen, in all and in the newest of them; `ageMonths` since the first purchase
 * @param months how many were seen, how many of them `newest` has, and how many are judged
 * @param actual what each customer spent in the months judged
 * @returns null for fewer than 20 customers
 */
export function backtestSpend(
  past: { spent: Float64Array; newest: Float64Array; ageMonths: Float64Array },
  months: { seen: number; newest: number; judged: number },
  actual: Float64Array,
  forecast: ValueForecast,
): ValueBacktest<SpendBaseline> | null {
  if (actual.length < LEAST_CUSTOMERS) return null;
  const lastYearSpend = past.newest.map((amount) => (amount / months.newest) * months.judged);
  const mean = sumOf(lastYearSpend) / actual.length;
  return {
    monthsSeen: months.seen,
    monthsJudged: months.judged,
    customers: actual.length,
    left: actual.filter((amount) => amount === 0).length,
    ...judgeForecast(forecast, actual),
    baselines: {
      lastYearSpend: measureForecast(lastYearSpend, actual),
      meanSpend: measureForecast(new Float64Array(actual.length).fill(mean), actual),
      // Of whoever came in the last month, a month is all that is known.
      steadyRate: measureForecast(
        past.spent.map(
          (amount, row) => (amount / Math.max(1, past.ageMonths[row]!)) * months.judged,
        ),
        actual,
      ),
    },
  };
}

function judgeForecast(
  { predicted, low, high }: ValueForecast,
  actual: Float64Array,
): Pick<ValueBacktest, 'model' | 'coverage' | 'deciles'> {
  const covered = actual.filter((sum, i) => sum >= low[i]! && sum <= high[i]!);
  return {
    model: measureForecast(predicted, actual),
    coverage: covered.length / actual.length,
    deciles: byDecile(predicted, actual),
  };
}

/** How well a forecast did, one entry a customer. */
export function measureForecast(predicted: Float64Array, actual: Float64Array): ForecastMeasures {
  const rows = rowsByScore(predicted);
  const best = new Set(rows.subarray(rows.length - Math.round(rows.length / 10)));
  let captured = 0;
  let brought = 0;
  let error = 0;
  let meanError = 0;
  let squaredError = 0;
  let squaredDeviation = 0;
  const customers = Math.max(1, actual.length);
  const mean = sumOf(actual) / customers;
  actual.forEach((sum, row) => {
    const gain = Math.max(0, sum);
    brought += gain;
    if (best.has(row)) captured += gain;
    const over = predicted[row]! - sum;
    error += Math.abs(over);
    meanError += over / customers;
    squaredError += over ** 2;
    squaredDeviation += (sum - mean) ** 2;
  });
  return {
    rankCorrelation: rankCorrelation(predicted, actual),
    topDecileShare: brought > 0 ? captured / brought : 0,
    meanAbsoluteError: error / customers,
    meanError,
    rSquared: squaredDeviation > 0 ? 1 - squaredError / squaredDeviation : null,
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
