import { SimpleLinearRegression } from 'ml-regression';

/** What customers brought in, month by month. */
export type ContributionHistory = {
  /**
   * Customers × `months`, row-major, oldest month first, in one currency. `NaN` for a month before
   * the customer came, after they left, or not known.
   */
  history: Float64Array;
  months: number;
  /** The segment of each customer, from 0; −1 for none. */
  segment: Int32Array;
};

/**
 * What customers are expected to bring in, one entry a customer. In the k-th month from now (k from
 * 1) the expected contribution is `level + slope·(φ + φ² + … + φᵏ)` with φ = `damping`. What really
 * comes differs from it by noise of its own each month, by a level that is not known exactly, and by
 * a drift of that level from month to month.
 */
export type ContributionOutlook = {
  /** Expected contribution of a month, as of the end of the history, trend left out. */
  level: Float64Array;
  /** Change a month, before damping. */
  slope: Float64Array;
  /** φ, in [0, 1): a trend fades, for none lasts. */
  damping: number;
  /** Standard deviation of a single month. */
  noise: Float64Array;
  /** Standard deviation of the level as estimated. */
  uncertainty: Float64Array;
  /** Standard deviation of the level's change in a month. */
  drift: Float64Array;
  /** How much of the level is the customer's own history, 0 (all the segment's) to 1. */
  ownShare: Float64Array;
  /** How the past is read; chosen as what foretells the newest months best. */
  reading: Reading;
};

/** How much the newer months count for, and how much of a measured trend is believed. */
type Reading = {
  /** Months after which a month counts half; absent: all months count alike. */
  halfLife?: number;
  /** 0 (no trend) to 1 (the whole trend). */
  trendShare: number;
};

const DAMPING = 0.9;
const HALF_LIVES = [1, 2, 4, 8, 16, undefined];
const TREND_SHARES = [0, 0.25, 0.5, 1];
/** Customers on whom the readings are tried; more would not change the choice. */
const TRIAL_CUSTOMERS = 20_000;
const NORMAL_95TH = 1.6448536269514722;

/**
 * The expected monthly contribution of every customer, by empirical Bayes: the customer's own
 * recency-weighted mean, shrunk towards the segment's mean by how much customers of the segment differ
 * against how much a customer's months differ (Efron and Morris 1975). A customer with few months is
 * valued as the segment, one with many as themselves. The trend is shrunk in the same way towards the
 * segment's (least squares) and damped (Gardner and McKenzie 1985).
 *
 * How far back to look, how much of the trend to believe and how wide the errors are is measured on
 * the history itself: its newest months are held back, foretold from the older ones, and compared.
 * A history of fewer than six months is too short for that: all months then count alike, there is no
 * trend, and the errors are those within the history.
 *
 * @throws RangeError when the sizes do not match, a value is infinite, or no value is known at all
 */
export function expectedContribution(input: ContributionHistory): ContributionOutlook {
  checkHistory(input);
  const { months } = input;
  const ahead = Math.min(6, Math.floor(months / 3));
  if (months < 6) {
    const reading: Reading = { trendShare: 0 };
    return outlook(input, estimate(input, months, reading), reading, {
      noise: 1,
      uncertainty: 0,
      drift: 0,
    });
  }
  const trial = sampled(input, TRIAL_CUSTOMERS);
  let best: Reading = { trendShare: 0 };
  let bestError = Number.POSITIVE_INFINITY;
  for (const halfLife of HALF_LIVES) {
    for (const trendShare of TREND_SHARES) {
      const reading = { trendShare, ...(halfLife === undefined ? {} : { halfLife }) };
      const error = meanAbsoluteError(trial, estimate(trial, months - ahead, reading), ahead);
      // A tie, as in a history without change, goes to the plainer reading.
      if (error <= bestError * (1 - 1e-9) || bestError === Number.POSITIVE_INFINITY) {
        best = reading;
        bestError = error;
      }
    }
  }
  const ratios = errorRatios(trial, estimate(trial, months - ahead, best), ahead);
  return outlook(input, estimate(input, months, best), best, ratios);
}

/** Per customer: estimates from the first `upTo` months of the history. */
type Estimate = {
  level: Float64Array;
  slope: Float64Array;
  /** Standard deviation of a customer's months around their mean, shrunk to the segment's. */
  deviation: Float64Array;
  /** What shrinking leaves open about the level: its posterior standard deviation. */
  posterior: Float64Array;
  ownShare: Float64Array;
};

/** Sums over a segment; index 0 is customers of no segment, and what holds for the whole bank. */
type Pool = {
  customers: Float64Array;
  mean: Float64Array;
  /** Between customers. */
  variance: Float64Array;
  /** Within a customer. */
  withinVariance: Float64Array;
  slope: Float64Array;
  slopeVariance: Float64Array;
};

function estimate(input: ContributionHistory, upTo: number, reading: Reading): Estimate {
  const { history, months, segment } = input;
  const rows = segment.length;
  const weightOfAge = new Float64Array(upTo).map((_, age) =>
    reading.halfLife === undefined ? 1 : 2 ** (-age / reading.halfLife),
  );
  const known = new Float64Array(rows);
  const effective = new Float64Array(rows);
  const mean = new Float64Array(rows).fill(Number.NaN);
  const meanAge = new Float64Array(rows);
  const squares = new Float64Array(rows);
  const slope = new Float64Array(rows);
  const timeSquares = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let count = 0;
    let sum = 0;
    let time = 0;
    let weights = 0;
    let weightSquares = 0;
    let weighted = 0;
    let weightedAge = 0;
    for (let month = 0; month < upTo; month++) {
      const value = history[row * months + month]!;
      if (Number.isNaN(value)) continue;
      const age = upTo - 1 - month;
      const w = weightOfAge[age]!;
      count += 1;
      sum += value;
      time += month;
      weights += w;
      weightSquares += w * w;
      weighted += w * value;
      weightedAge += w * age;
    }
    known[row] = count;
    if (count === 0) continue;
    const plainMean = sum / count;
    const meanTime = time / count;
    let square = 0;
    let product = 0;
    let timeSquare = 0;
    for (let month = 0; month < upTo; month++) {
      const value = history[row * months + month]!;
      if (Number.isNaN(value)) continue;
      square += (value - plainMean) ** 2;
      product += (value - plainMean) * (month - meanTime);
      timeSquare += (month - meanTime) ** 2;
    }
    mean[row] = weighted / weights;
    meanAge[row] = weightedAge / weights;
    effective[row] = (weights * weights) / weightSquares;
    squares[row] = square;
    timeSquares[row] = timeSquare;
    slope[row] = timeSquare > 0 ? product / timeSquare : 0;
  }
  const pool = pooled(input, upTo, { known, effective, mean, squares, slope, timeSquares });

  const result: Estimate = {
    level: new Float64Array(rows),
    slope: new Float64Array(rows),
    deviation: new Float64Array(rows),
    posterior: new Float64Array(rows),
    ownShare: new Float64Array(rows),
  };
  for (let row = 0; row < rows; row++) {
    const group = groupOf(pool, segment[row]!);
    const count = known[row]!;
    const within = pool.withinVariance[group]!;
    // Four pseudo-months of the segment's variance steady a variance measured on a few.
    const variance = (4 * within + squares[row]!) / (4 + Math.max(0, count - 1));
    const between = pool.variance[group]!;
    const own =
      count === 0 ? 0 : between === 0 ? 0 : between / (between + variance / effective[row]!);
    const believed = timeSquares[row]! > 0 ? pool.slopeVariance[group]! : 0;
    const ownSlope = believed === 0 ? 0 : believed / (believed + variance / timeSquares[row]!);
    const trend =
      reading.trendShare * (pool.slope[group]! + ownSlope * (slope[row]! - pool.slope[group]!));
    result.slope[row] = trend;
    result.level[row] =
      count === 0
        ? pool.mean[group]!
        : own * (mean[row]! + trend * meanAge[row]!) + (1 - own) * pool.mean[group]!;
    result.deviation[row] = Math.sqrt(variance);
    result.posterior[row] = Math.sqrt(between * (1 - own));
    result.ownShare[row] = own;
  }
  return result;
}

type CustomerSums = {
  known: Float64Array;
  effective: Float64Array;
  mean: Float64Array;
  squares: Float64Array;
  slope: Float64Array;
  timeSquares: Float64Array;
};

/** The variance components and trend of each segment (method of moments), and of the bank in index 0. */
function pooled(input: ContributionHistory, upTo: number, sums: CustomerSums): Pool {
  const { segment } = input;
  let segments = 0;
  for (const id of segment) segments = Math.max(segments, id + 1);
  const groups = segments + 1;
  const make = () => new Float64Array(groups);
  const customers = make();
  const mean = make();
  const squares = make();
  const freedom = make();
  const precision = make();
  const slopeCustomers = make();
  const each = (row: number, add: (group: number) => void): void => {
    add(0);
    const id = segment[row]!;
    if (id >= 0) add(id + 1);
  };
  for (let row = 0; row < segment.length; row++) {
    if (sums.known[row] === 0) continue;
    each(row, (group) => {
      customers[group]! += 1;
      mean[group]! += sums.mean[row]!;
      squares[group]! += sums.squares[row]!;
      freedom[group]! += sums.known[row]! - 1;
      precision[group]! += 1 / sums.effective[row]!;
      if (sums.timeSquares[row]! > 0) slopeCustomers[group]! += 1;
    });
  }
  for (let group = 0; group < groups; group++) mean[group]! /= Math.max(1, customers[group]!);
  const withinVariance = make().map((_, group) =>
    freedom[group]! > 0
      ? squares[group]! / freedom[group]!
      : squares[0]! / Math.max(1, freedom[0]!),
  );
  const slope = segmentTrends(input, upTo, groups);
  const variance = make();
  const slopeVariance = make();
  for (let row = 0; row < segment.length; row++) {
    if (sums.known[row] === 0) continue;
    each(row, (group) => {
      variance[group]! += (sums.mean[row]! - mean[group]!) ** 2;
      if (sums.timeSquares[row]! > 0) {
        slopeVariance[group]! +=
          (sums.slope[row]! - slope[group]!) ** 2 - withinVariance[group]! / sums.timeSquares[row]!;
      }
    });
  }
  for (let group = 0; group < groups; group++) {
    const count = customers[group]!;
    const sampling = count > 0 ? (withinVariance[group]! * precision[group]!) / count : 0;
    variance[group] = Math.max(0, variance[group]! / Math.max(1, count - 1) - sampling);
    slopeVariance[group] = Math.max(0, slopeVariance[group]! / Math.max(1, slopeCustomers[group]!));
  }
  return { customers, mean, variance, withinVariance, slope, slopeVariance };
}

/**
 * Each segment's change a month: a line through its months, each taken as the mean difference from
 * the customers' own means, so that customers who come and go do not look like a trend.
 */
function segmentTrends(input: ContributionHistory, upTo: number, groups: number): Float64Array {
  const { history, months, segment } = input;
  const sum = new Float64Array(groups * upTo);
  const count = new Float64Array(groups * upTo);
  for (let row = 0; row < segment.length; row++) {
    let total = 0;
    let known = 0;
    for (let month = 0; month < upTo; month++) {
      const value = history[row * months + month]!;
      if (Number.isNaN(value)) continue;
      total += value;
      known += 1;
    }
    if (known < 2) continue;
    const group = segment[row]! + 1;
    for (let month = 0; month < upTo; month++) {
      const value = history[row * months + month]!;
      if (Number.isNaN(value)) continue;
      sum[month]! += value - total / known;
      count[month]! += 1;
      if (group === 0) continue;
      sum[group * upTo + month]! += value - total / known;
      count[group * upTo + month]! += 1;
    }
  }
  return new Float64Array(groups).map((_, group) => {
    const time: number[] = [];
    const difference: number[] = [];
    for (let month = 0; month < upTo; month++) {
      const n = count[group * upTo + month]!;
      if (n === 0) continue;
      time.push(month);
      difference.push(sum[group * upTo + month]! / n);
    }
    return time.length < 3 ? 0 : new SimpleLinearRegression(time, difference).slope;
  });
}

/** A segment's place in the pool; the whole bank's for customers of no segment and for tiny segments. */
function groupOf(pool: Pool, segment: number): number {
  return (pool.customers[segment + 1] ?? 0) >= 2 ? segment + 1 : 0;
}

/** Held-back months foretold: the mean over customers of |actual − expected| of their mean month. */
function meanAbsoluteError(input: ContributionHistory, from: Estimate, ahead: number): number {
  let total = 0;
  let customers = 0;
  forEachHeldBack(input, from, ahead, (_, errors) => {
    let sum = 0;
    for (const error of errors) sum += error;
    total += Math.abs(sum / ahead);
    customers += 1;
  });
  return customers > 0 ? total / customers : 0;
}

/** Variances in units of a customer's own month-to-month variance. */
type ErrorRatios = { noise: number; uncertainty: number; drift: number };

/**
 * How wide the errors on held-back months are. The 90th percentile of |error| stands for the spread,
 * so that the interval keeps its promise where errors are not normal. A month's squared error grows
 * with the distance as noise + uncertainty + drift·k; the error of several months' mean, in which
 * noise averages out and the rest does not, tells the first two apart.
 */
function errorRatios(input: ContributionHistory, from: Estimate, ahead: number): ErrorRatios {
  const months: number[][] = Array.from({ length: ahead }, () => []);
  const means: number[] = [];
  forEachHeldBack(input, from, ahead, (row, errors) => {
    const deviation = from.deviation[row]!;
    if (deviation === 0) return;
    let sum = 0;
    errors.forEach((error, k) => {
      months[k]?.push(Math.abs(error) / deviation);
      sum += error;
    });
    means.push(Math.abs(sum / ahead) / deviation);
  });
  if (means.length < 20) return { noise: 1, uncertainty: 0, drift: 0 };
  const distance = months.map((_, k) => k + 1);
  const squared = months.map((errors) => spreadOf(errors) ** 2);
  const line = new SimpleLinearRegression(distance, squared);
  const drift = Math.max(0, Math.min(line.slope, line.slope * 2 + line.intercept));
  const level = squared.reduce((sum, value, k) => sum + value - drift * (k + 1), 0) / ahead;
  const start = Math.max(0, level);
  // Mean of a random walk's first n steps: variance (n + 1)(2n + 1) / (6n) of a step's.
  const walked = (drift * ((ahead + 1) * (2 * ahead + 1))) / (6 * ahead);
  const ofMean = spreadOf(means) ** 2;
  const noise = Math.min(start, Math.max(0, (start + walked - ofMean) / (1 - 1 / ahead)));
  return { noise, uncertainty: start - noise, drift };
}

/** The standard deviation of a normal variable whose absolute value has this 90th percentile. */
function spreadOf(absolute: number[]): number {
  const sorted = Float64Array.from(absolute).sort();
  const place = Math.min(sorted.length - 1, Math.ceil(0.9 * (sorted.length + 1)) - 1);
  return sorted[place]! / NORMAL_95TH;
}

/** Calls back for customers with history before the held-back months and all of those known. */
function forEachHeldBack(
  input: ContributionHistory,
  from: Estimate,
  ahead: number,
  take: (row: number, errors: Float64Array) => void,
): void {
  const { history, months, segment } = input;
  const errors = new Float64Array(ahead);
  for (let row = 0; row < segment.length; row++) {
    const last = history[row * months + months - ahead - 1]!;
    if (Number.isNaN(last)) continue;
    let expected = from.level[row]!;
    let step = from.slope[row]!;
    let complete = true;
    for (let k = 0; k < ahead; k++) {
      step *= DAMPING;
      expected += step;
      const actual = history[row * months + months - ahead + k]!;
      if (Number.isNaN(actual)) complete = false;
      errors[k] = actual - expected;
    }
    if (complete) take(row, errors);
  }
}

function outlook(
  { segment }: ContributionHistory,
  from: Estimate,
  reading: Reading,
  ratios: ErrorRatios,
): ContributionOutlook {
  const rows = segment.length;
  const scaled = (ratio: number): Float64Array =>
    from.deviation.map((deviation) => deviation * Math.sqrt(ratio));
  const uncertainty = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const measured = from.deviation[row]! * Math.sqrt(ratios.uncertainty);
    uncertainty[row] = Math.max(measured, from.posterior[row]!);
  }
  return {
    level: from.level,
    slope: from.slope,
    damping: DAMPING,
    noise: scaled(ratios.noise),
    uncertainty,
    drift: scaled(ratios.drift),
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
