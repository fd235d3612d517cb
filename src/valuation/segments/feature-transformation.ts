import type { FeatureWords } from './naming.ts';

/** One feature of every customer, such as a numeric column of a dataset; `NaN` is missing. */
export type FeatureColumn = { name: string; values: Float64Array };

/** How a feature is to be transformed for clustering. */
export type FeatureSpecification = {
  feature: string;
  /** sign(v)·log(1 + |v|), for amounts and counts with a long tail; overdrafts keep their sign */
  log?: boolean;
  /** the two quantiles, 0 to 1, that values beyond them are set to, such as [0.01, 0.99] */
  winsorise?: readonly [number, number];
  /** what to do with a missing value: refuse it (the default), or use the median */
  missing?: 'refuse' | 'median';
  /** how to name a segment that is high or low in the feature */
  words?: FeatureWords;
};

/** A fitted transformation of one feature, as plain JSON. */
export type FeatureTransformation = {
  feature: string;
  /** limits in the feature's own unit, or null for none */
  lower: number | null;
  upper: number | null;
  log: boolean;
  /** replaces a missing value, in the feature's own unit; null where missing values are refused */
  missing: number | null;
  /** mean and standard deviation after limits and logarithm; a constant feature has deviation 0 */
  mean: number;
  deviation: number;
};

/**
 * Fits limits, means and deviations to the given customers, so that every feature has mean 0 and standard
 * deviation 1 among them. Quantiles interpolate linearly (Hyndman & Fan 1996, type 7).
 *
 * @returns one transformation for each specification, in their order
 * @throws RangeError as {@link checkFeatures} does, or when the quantiles of winsorising do not rise within
 *   0 to 1
 */
export function fitTransformation(
  columns: readonly FeatureColumn[],
  specifications: readonly FeatureSpecification[],
): FeatureTransformation[] {
  checkFeatures(
    specifications.map(({ feature, missing }) => ({
      feature,
      missing: missing === 'median' ? 0 : null,
    })),
    columns,
  );
  return specifications.map((specification) => {
    const { feature, log = false, winsorise, missing = 'refuse' } = specification;
    const values = columnOf(columns, feature).values;
    const sorted = needsOrder(specification) ? presentInOrder(values) : undefined;
    const unscaled: FeatureTransformation = {
      feature,
      lower: sorted && winsorise ? quantile(sorted, winsorise[0]) : null,
      upper: sorted && winsorise ? quantile(sorted, winsorise[1]) : null,
      log,
      missing: sorted && missing === 'median' ? quantile(sorted, 0.5) : null,
      mean: 0,
      deviation: 1,
    };
    const transformed = values.map((value) => transform(unscaled, value));
    const mean = transformed.reduce((sum, value) => sum + value, 0) / values.length;
    const largest = transformed.reduce((most, value) => Math.max(most, Math.abs(value - mean)), 0);
    // In units of the largest, since the square of a very small or large difference is 0 or infinite.
    const squares = transformed.reduce((sum, value) => sum + ((value - mean) / largest) ** 2, 0);
    const deviation = largest === 0 ? 0 : largest * Math.sqrt(squares / values.length);
    // Rounding leaves a constant feature with a tiny deviation, which must not be scaled up to 1.
    const constant = deviation <= Math.max(1e-12 * Math.abs(mean), LEAST_DEVIATION);
    return { ...unscaled, mean, deviation: constant ? 0 : deviation };
  });
}

/** The inverse of a smaller one would be infinite. */
const LEAST_DEVIATION = 1e-300;

/**
 * Applies a fitted transformation.
 *
 * @param columns as {@link checkFeatures} passes them
 * @returns rows × features, row-major, the features in the transformation's order
 * @throws RangeError when a feature is not among the columns
 */
export function applyTransformation(
  transformation: readonly FeatureTransformation[],
  columns: readonly FeatureColumn[],
): Float64Array {
  const dimensions = transformation.length;
  const sources = transformation.map(({ feature }) => columnOf(columns, feature).values);
  const rows = sources[0]?.length ?? 0;
  const points = new Float64Array(rows * dimensions);
  for (let d = 0; d < dimensions; d++) {
    const feature = transformation[d]!;
    const values = sources[d]!;
    const scale = feature.deviation === 0 ? 0 : 1 / feature.deviation;
    for (let row = 0, at = d; row < rows; row++, at += dimensions) {
      points[at] = (transform(feature, values[row]!) - feature.mean) * scale;
    }
  }
  return points;
}

/**
 * Inverts a transformation: a transformed point in the features' own units. For a log feature the centre of
 * a segment is thus near its median, not its mean.
 *
 * @param point one coordinate a feature
 */
export function invertTransformation(
  transformation: readonly FeatureTransformation[],
  point: ArrayLike<number>,
): number[] {
  return transformation.map(({ log, mean, deviation }, d) => {
    const value = point[d]! * deviation + mean;
    return log ? Math.sign(value) * Math.expm1(Math.abs(value)) : value;
  });
}

/**
 * Checks the columns that a transformation needs, value by value.
 *
 * @param transformation the features needed; `missing` is null where missing values are refused
 * @returns the number of customers, at least 1
 * @throws RangeError when a feature is not among the columns, they differ in length or have no rows,
 *   or a value is infinite, or missing where that is not allowed; the message names feature and row
 */
export function checkFeatures(
  transformation: readonly { feature: string; missing: number | null }[],
  columns: readonly FeatureColumn[],
): number {
  let rows: number | undefined;
  for (const { feature, missing } of transformation) {
    const { values } = columnOf(columns, feature);
    rows ??= values.length;
    if (values.length !== rows || rows === 0) {
      throw new RangeError(
        `The feature ${feature} has ${values.length} values where ${rows || 'at least 1'} are expected. Give one value a customer, and at least one customer.`,
      );
    }
    for (let row = 0; row < rows; row++) {
      const value = values[row]!;
      if (Number.isFinite(value) || (missing !== null && Number.isNaN(value))) continue;
      throw new RangeError(
        `The feature ${feature} is ${value} in row ${row}, but segments need a finite number. Fill it first, or let the median stand in (missing: median).`,
      );
    }
  }
  if (rows === undefined) {
    throw new RangeError('Segments need at least one feature, but none is named.');
  }
  return rows;
}

/**
 * The column of a feature.
 *
 * @throws RangeError when there is no column of that name; the message lists the names there are
 */
export function columnOf(columns: readonly FeatureColumn[], feature: string): FeatureColumn {
  const column = columns.find(({ name }) => name === feature);
  if (column === undefined) {
    const known = columns.map(({ name }) => name).join(', ');
    throw new RangeError(`There is no feature called ${feature}. Use one of: ${known}.`);
  }
  return column;
}

function transform({ missing, lower, upper, log }: FeatureTransformation, given: number): number {
  let value = missing !== null && Number.isNaN(given) ? missing : given;
  if (lower !== null && value < lower) value = lower;
  if (upper !== null && value > upper) value = upper;
  return log ? Math.sign(value) * Math.log1p(Math.abs(value)) : value;
}

function needsOrder({ feature, winsorise, missing }: FeatureSpecification): boolean {
  if (winsorise !== undefined) {
    const [lower, upper] = winsorise;
    if (!(lower >= 0 && lower < upper && upper <= 1)) {
      throw new RangeError(
        `The feature ${feature} is winsorised at ${lower} and ${upper}, but the quantiles must rise within 0 to 1, such as 0.01 and 0.99.`,
      );
    }
  }
  return winsorise !== undefined || missing === 'median';
}

/** The values that are not missing, ascending; a single 0 where all are missing, so that the feature is constant. */
function presentInOrder(values: Float64Array): Float64Array {
  const present = values.filter((value) => !Number.isNaN(value)).sort();
  return present.length > 0 ? present : new Float64Array(1);
}

function quantile(sorted: Float64Array, share: number): number {
  const position = (sorted.length - 1) * share;
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (position - below) * (sorted[above]! - sorted[below]!);
}
