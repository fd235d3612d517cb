/** From which share of the mean on the least value lets what is multiplicative be tried. */
const LEAST_OF_MEAN = 0.2;

/**
 * The seasonal component of a series by classical decomposition: each value against the moving average of a cycle around
 * it, averaged over the cycles, and normalised to add up to 0, or to a mean of 1 where multiplicative.
 *
 * @param values without gaps, at least two cycles of them
 * @param period periods in a cycle, at least 2
 * @returns an index a period, the first value's first; undefined where a multiplicative one would divide by what is not above 0
 */
export function seasonalIndices(
  values: Float64Array,
  period: number,
  kind: 'additive' | 'multiplicative',
): Float64Array | undefined {
  const multiplicative = kind === 'multiplicative';
  const sums = new Float64Array(period);
  const counts = new Float64Array(period);
  const half = Math.floor(period / 2);
  const even = period % 2 === 0;
  let window = 0;
  for (let t = 0; t < 2 * half + 1; t++) window += values[t]!;
  for (let t = half; t + half < values.length; t++) {
    if (t > half) window += values[t + half]! - values[t - half - 1]!;
    const trend = even
      ? (window - (values[t - half]! + values[t + half]!) / 2) / period
      : window / period;
    if (multiplicative && !(trend > 0)) return undefined;
    sums[t % period]! += multiplicative ? values[t]! / trend : values[t]! - trend;
    counts[t % period]! += 1;
  }
  const indices = sums.map((sum, at) => sum / counts[at]!);
  const mean = indices.reduce((sum, each) => sum + each, 0) / period;
  if (multiplicative && !indices.every((each) => each > 0)) return undefined;
  return indices.map((each) => (multiplicative ? each / mean : each - mean));
}

/** A series with its gaps filled along the line between the values around them; gaps at the ends take the nearest value. */
export function filledGaps(values: Float64Array): Float64Array {
  const filled = Float64Array.from(values);
  let last = -1;
  for (let t = 0; t <= filled.length; t++) {
    if (t < filled.length && Number.isNaN(filled[t]!)) continue;
    if (t - last > 1) {
      const before = last < 0 ? filled[t]! : filled[last]!;
      const after = t === filled.length ? before : filled[t]!;
      for (let gap = last + 1; gap < t; gap++)
        filled[gap] = before + ((after - before) * (gap - last)) / (t - last);
    }
    last = t;
  }
  return filled;
}

/** Whether a multiplicative error or season can be tried: near zero one value throws it far off. `NaN` is missing. */
export function isFarAboveZero(values: Float64Array): boolean {
  let sum = 0;
  let count = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    sum += value;
    count += 1;
    least = Math.min(least, value);
  }
  return least > 0 && least >= (LEAST_OF_MEAN * sum) / count;
}
