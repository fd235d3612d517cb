import { SimpleLinearRegression } from 'ml-regression';

/** The contributions of customers, month by month. */
export type ContributionHistory = {
  /**
   * Customers × `months`, row-major, oldest month first, in one currency. `NaN` for a month before
   * the customer joined, after they left, or that is not known.
   */
  history: Float64Array;
  months: number;
  /** The segment of each customer, from 0; −1 for none. */
  segment: Int32Array;
};

/** How the months of a history are weighted, and how much of a measured trend is carried forward. */
export type Smoothing = {
  /**
   * The age in months at which a month has half the weight; absent: all months have the same. The three
   * months of a quarter always have the same, since much of what banks charge and pay comes once a quarter.
   */
  halfLife?: number;
  /** 0 (no trend) to 1 (the whole trend). */
  trendShare: number;
};

/** Estimates from the first `upTo` months of a history, one entry a customer, in its currency. */
export type Estimate = {
  /** How many months, from the oldest, it is based on. */
  upTo: number;
  /** The expected contribution of a month at the end of these months. */
  level: Float64Array;
  /** Its change a month. */
  slope: Float64Array;
  /** Standard deviation of a customer's months around their mean, shrunk towards the segment's. */
  deviation: Float64Array;
  /** The posterior standard deviation of the level. */
  posterior: Float64Array;
  /** The weight of the customer's own mean in the level, 0 to 1; the rest is the segment's. */
  ownShare: Float64Array;
};

/**
 * How far a customer's level is shrunk at most, in standard errors of the customer's own mean. A segment has customers far
 * from its mean, which a normal distribution of the means does not expect: without a limit, one of ten times the segment's
 * contribution would be valued at half of what they have brought each month. One standard error keeps most of what
 * shrinking gains over all customers (Efron and Morris 1972, "Limiting the Risk of Bayes and Empirical Bayes Estimators",
 * part II).
 */
const mostErrors = 1;

/** Moments of a segment; index 0 is the whole bank, which also stands for customers of no segment. */
export type Pool = {
  customers: Float64Array;
  mean: Float64Array;
  /** Between the means of customers. */
  variance: Float64Array;
  /** Within a customer, around the mean. */
  withinVariance: Float64Array;
  slope: Float64Array;
  /** Between the slopes of customers. */
  slopeVariance: Float64Array;
  /** Within a customer, around the line through the months. */
  scatter: Float64Array;
};

/**
 * The moments of segments that {@link estimate} shrinks towards.
 *
 * @param upTo a whole number from 1 to `input.months`
 */
export function poolOf(input: ContributionHistory, upTo: number, smoothing: Smoothing): Pool {
  return pooled(input, upTo, sumCustomers(input, upTo, smoothing.halfLife));
}

/**
 * Level, trend and spread of every customer from the first `upTo` months, by empirical Bayes within
 * segments (see `expectedContribution`). A level is shrunk by at most {@link mostErrors} standard errors.
 *
 * @param upTo a whole number from 1 to `input.months`
 * @param given the moments to shrink towards; unless given, those of these customers
 */
export function estimate(
  input: ContributionHistory,
  upTo: number,
  smoothing: Smoothing,
  given?: Pool,
): Estimate {
  const { segment } = input;
  const rows = segment.length;
  const sums = sumCustomers(input, upTo, smoothing.halfLife);
  const { known, effective, mean, meanAge, squares, slope, timeSquares } = sums;
  const pool = given ?? pooled(input, upTo, sums);
  const result: Estimate = {
    upTo,
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
    // A line's own scatter tells how sure its slope is.
    const scatter =
      (4 * pool.scatter[group]! + aroundLine(squares, slope, timeSquares, row)) /
      (4 + Math.max(0, count - 2));
    const believed = timeSquares[row]! > 0 ? pool.slopeVariance[group]! : 0;
    const ownSlope = believed === 0 ? 0 : believed / (believed + scatter / timeSquares[row]!);
    const trend =
      smoothing.trendShare * (pool.slope[group]! + ownSlope * (slope[row]! - pool.slope[group]!));
    result.slope[row] = trend;
    const unshrunk = mean[row]! + trend * meanAge[row]!;
    const towards = (1 - own) * (pool.mean[group]! - unshrunk);
    const most = mostErrors * Math.sqrt(variance / effective[row]!);
    result.level[row] =
      count === 0 ? pool.mean[group]! : unshrunk + Math.max(-most, Math.min(most, towards));
    result.deviation[row] = Math.sqrt(variance);
    result.posterior[row] = Math.sqrt(between * (1 - own));
    result.ownShare[row] = own;
  }
  return result;
}

/** What each customer's own months say, one entry a customer. */
type CustomerSums = {
  /** How many months are known. */
  known: Float64Array;
  /** How many months of equal weight the weighted mean is worth (Kish 1965). */
  effective: Float64Array;
  /** The weighted mean amount; `NaN` where no month is known. */
  mean: Float64Array;
  /** The weighted mean age of the months, in months before the newest. */
  meanAge: Float64Array;
  /** The sum of squares around the plain mean. */
  squares: Float64Array;
  /** The slope of the least squares line through the months, per month. */
  slope: Float64Array;
  /** The sum of squares of the months' times around their mean. */
  timeSquares: Float64Array;
};

/**
 * Sums each customer's first `upTo` months.
 *
 * @param halfLife months after which a month counts half; absent: all count alike
 */
function sumCustomers(
  { history, months, segment }: ContributionHistory,
  upTo: number,
  halfLife: number | undefined,
): CustomerSums {
  const rows = segment.length;
  const weightOfAge = new Float64Array(upTo).map((_, age) =>
    halfLife === undefined ? 1 : 2 ** ((-3 * Math.floor(age / 3)) / halfLife),
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
  return { known, effective, mean, meanAge, squares, slope, timeSquares };
}

/** The residual sum of squares of the line through a customer's months, ≥ 0. */
function aroundLine(
  squares: Float64Array,
  slope: Float64Array,
  timeSquares: Float64Array,
  row: number,
): number {
  return Math.max(0, squares[row]! - slope[row]! ** 2 * timeSquares[row]!);
}

/** The variance components and trend of each segment by the method of moments, and of the bank at index 0. */
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
  const scatter = make();
  const scatterFreedom = make();
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
      scatter[group]! += aroundLine(sums.squares, sums.slope, sums.timeSquares, row);
      scatterFreedom[group]! += Math.max(0, sums.known[row]! - 2);
    });
  }
  for (let group = 0; group < groups; group++) mean[group]! /= Math.max(1, customers[group]!);
  const withinVariance = make().map((_, group) =>
    freedom[group]! > 0
      ? squares[group]! / freedom[group]!
      : squares[0]! / Math.max(1, freedom[0]!),
  );
  for (let group = groups - 1; group >= 0; group--) {
    const from = scatterFreedom[group]! > 0 ? group : 0;
    scatter[group] = scatter[from]! / Math.max(1, scatterFreedom[from]!);
  }
  const slope = segmentTrends(input, upTo, groups);
  const variance = make();
  const slopeVariance = make();
  for (let row = 0; row < segment.length; row++) {
    if (sums.known[row] === 0) continue;
    each(row, (group) => {
      variance[group]! += (sums.mean[row]! - mean[group]!) ** 2;
      if (sums.timeSquares[row]! > 0) {
        slopeVariance[group]! +=
          (sums.slope[row]! - slope[group]!) ** 2 - scatter[group]! / sums.timeSquares[row]!;
      }
    });
  }
  for (let group = 0; group < groups; group++) {
    const count = customers[group]!;
    const sampling = count > 0 ? (withinVariance[group]! * precision[group]!) / count : 0;
    variance[group] = Math.max(0, variance[group]! / Math.max(1, count - 1) - sampling);
    slopeVariance[group] = Math.max(0, slopeVariance[group]! / Math.max(1, slopeCustomers[group]!));
  }
  return { customers, mean, variance, withinVariance, slope, slopeVariance, scatter };
}

/**
 * Each segment's change a month: a line through its months, each taken as the mean difference from
 * the customers' own means, so that customers who join and leave do not look like a trend.
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

/** A segment's index in the pool; the whole bank's for customers of no segment and for segments of one customer. */
function groupOf(pool: Pool, segment: number): number {
  return (pool.customers[segment + 1] ?? 0) >= 2 ? segment + 1 : 0;
}
