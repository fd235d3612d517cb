import { countLeavers, type Feature } from './dataset.ts';

/**
 * How one column is encoded for a linear model. A number is clipped to the range seen in training (`low` to
 * `high`) and expanded in a basis; a category has a column for each level.
 */
type ColumnEncoding =
  | {
      readonly kind: 'number';
      readonly low: number;
      readonly high: number;
      readonly basis: 'line' | 'hinges' | 'cubic';
      /** The knots of the piecewise linear function or of the restricted cubic spline. */
      readonly knots: readonly number[];
      /** Whether there is an indicator column for missing values. */
      readonly missing: boolean;
    }
  | {
      readonly kind: 'category';
      /** The codes of the levels with a column of their own. */
      readonly codes: readonly number[];
      /** Whether there is a column for all other levels together. */
      readonly others: boolean;
      /** Whether there is an indicator column for missing values. */
      readonly missing: boolean;
    };

/** A design matrix as data: it turns a row of columns into `width` standardised numbers. */
export type Encoding = {
  readonly columns: readonly ColumnEncoding[];
  readonly width: number;
  /** The first encoded column of each feature; one more entry at the end, equal to `width`. */
  readonly start: readonly number[];
  /** The mean of each encoded column, and the divisor it is scaled by. */
  readonly mean: readonly number[];
  readonly scale: readonly number[];
};

/** A number with at most this many distinct values has a knot at each of them. */
const FEW_VALUES = 12;
/** Values beyond which only a smaller share of rows lies are clipped to the nearest that is less rare. */
const RARE = 0.0025;
/** A category has a column for this many of its levels, the most frequent; the others share one. */
const MOST_LEVELS = 30;
/** Rows used to place knots and bounds; more would not move a quantile appreciably. */
const QUANTILE_ROWS = 50_000;
/** Rows of the rarer outcome needed for each spline term (ten events per variable; Peduzzi and others 1996). */
const ROWS_PER_TERM = 10;
/** With fewer than this multiple of the rows needed, spline terms are also judged on held-out rows. */
const AMPLE = 2;
const BLOCK = 1024;

/**
 * Learns an encoding from the training columns. Numbers get spline terms: a piecewise linear function with a
 * knot at each value where there are few values, else a restricted cubic spline (linear beyond the outer
 * knots; Harrell, "Regression Modeling Strategies", 2.4.5) with knots at quantiles. Where the rarer outcome
 * has too few rows for all the spline terms, every number is linear. Missing values are set to the mean and,
 * where the training data has any, flagged by an indicator. Numbers are scaled to a standard deviation of
 * 1; indicators are centred only, so that a penalty shrinks rare levels.
 *
 * @param columns one array a feature; `NaN` is missing
 * @param y 1 left, 0 stayed; one entry a row
 */
export function learnEncoding(
  features: readonly Feature[],
  columns: readonly Float64Array[],
  y: Uint8Array,
): Encoding {
  const nonLinear = encodingOf(features, columns, true);
  return rarerOutcome(y) >= ROWS_PER_TERM * countSplineTerms(nonLinear.columns)
    ? nonLinear
    : encodingOf(features, columns, false);
}

/**
 * The encodings worth comparing on held-out rows, the simpler first: with and without spline terms where
 * there are neither ample nor hopelessly few rows of the rarer outcome for them, else only the one that their
 * number allows.
 *
 * @param columns one array a feature; `NaN` is missing
 * @param y 1 left, 0 stayed; one entry a row
 * @returns one or two encodings
 */
export function encodingsToCompare(
  features: readonly Feature[],
  columns: readonly Float64Array[],
  y: Uint8Array,
): Encoding[] {
  const nonLinear = encodingOf(features, columns, true);
  const terms = countSplineTerms(nonLinear.columns);
  if (rarerOutcome(y) >= AMPLE * ROWS_PER_TERM * terms) return [nonLinear];
  const linear = encodingOf(features, columns, false);
  return rarerOutcome(y) > terms ? [linear, nonLinear] : [linear];
}

function encodingOf(
  features: readonly Feature[],
  columns: readonly Float64Array[],
  splines: boolean,
): Encoding {
  const encodings = features.map((feature, f) =>
    feature.kind === 'category'
      ? learnCategory(columns[f]!, feature.levels?.length ?? 0)
      : learnNumber(columns[f]!, splines),
  );
  const start = [0];
  for (const encoding of encodings) start.push(start.at(-1)! + widthOf(encoding));
  const width = start.at(-1)!;
  const raw: Encoding = {
    columns: encodings,
    width,
    start,
    mean: new Array<number>(width).fill(0),
    scale: new Array<number>(width).fill(1),
  };
  return { ...raw, ...learnScale(raw, columns) };
}

function learnCategory(values: Float64Array, levels: number): ColumnEncoding {
  const count = new Uint32Array(levels);
  let missing = false;
  for (const code of values) {
    if (Number.isNaN(code)) missing = true;
    else count[code]!++;
  }
  const seen = Array.from(count.keys()).filter((code) => count[code]! > 0);
  const codes = seen.sort((a, b) => count[b]! - count[a]! || a - b).slice(0, MOST_LEVELS);
  return { kind: 'category', codes, others: codes.length < seen.length, missing };
}

function learnNumber(values: Float64Array, splines: boolean): ColumnEncoding {
  let present = 0;
  for (const value of values) if (!Number.isNaN(value)) present++;
  const missing = present < values.length;
  if (present === 0) {
    return { kind: 'number', low: 0, high: 0, basis: 'line', knots: [], missing: false };
  }
  const stride = Math.max(1, Math.floor(present / QUANTILE_ROWS));
  const sorted = new Float64Array(Math.ceil(present / stride));
  let order = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    if (order % stride === 0) sorted[order / stride] = value;
    order++;
  }
  sorted.sort();
  const all = sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
  const distinct = all.length <= FEW_VALUES ? withoutRare(all, sorted) : all;
  const ends = { low: distinct[0]!, high: distinct.at(-1)! };
  if (distinct.length <= 2) return { kind: 'number', ...ends, basis: 'line', knots: [], missing };
  if (distinct.length <= FEW_VALUES) {
    const knots = splines ? Array.from(distinct.slice(1, -1)) : [];
    return { kind: 'number', ...ends, basis: splines ? 'hinges' : 'line', knots, missing };
  }
  const trimmed = { low: quantile(sorted, 0.005), high: quantile(sorted, 0.995) };
  const bounds = trimmed.low < trimmed.high ? trimmed : ends;
  const knots = splines ? cubicKnots(sorted) : [];
  const basis = knots.length >= 3 ? 'cubic' : 'line';
  return { kind: 'number', ...bounds, basis, knots: basis === 'cubic' ? knots : [], missing };
}

/**
 * Leaves out the values at either end that hardly any row has or exceeds: standardised, such a value lies so
 * far out that a single row determines its coefficient.
 */
function withoutRare(distinct: Float64Array, sorted: Float64Array): Float64Array {
  const beyond = Math.floor(RARE * sorted.length);
  const low = sorted[beyond]!;
  const high = sorted[sorted.length - 1 - beyond]!;
  return low < high ? distinct.filter((value) => value >= low && value <= high) : distinct;
}

/** Harrell's default quantiles for three, four or five knots, fewer where there are fewer rows. */
function cubicKnots(sorted: Float64Array): number[] {
  let places = [0.05, 0.275, 0.5, 0.725, 0.95];
  if (sorted.length < 500) places = [0.05, 0.35, 0.65, 0.95];
  if (sorted.length < 100) places = [0.1, 0.5, 0.9];
  if (sorted.length < 30) return [];
  return [...new Set(places.map((place) => quantile(sorted, place)))];
}

function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (place - below) * (high - low);
}

/** The number of rows of the rarer outcome. */
function rarerOutcome(y: Uint8Array): number {
  const leavers = countLeavers(y);
  return Math.min(leavers, y.length - leavers);
}

/** The number of encoded columns besides the linear ones of numbers. */
function countSplineTerms(encodings: readonly ColumnEncoding[]): number {
  let terms = 0;
  for (const encoding of encodings) {
    if (encoding.kind !== 'number') continue;
    if (encoding.basis === 'hinges') terms += encoding.knots.length;
    if (encoding.basis === 'cubic') terms += encoding.knots.length - 2;
  }
  return terms;
}

function widthOf(encoding: ColumnEncoding): number {
  const indicator = encoding.missing ? 1 : 0;
  if (encoding.kind === 'category') {
    return encoding.codes.length + (encoding.others ? 1 : 0) + indicator;
  }
  if (encoding.basis === 'cubic') return encoding.knots.length - 1 + indicator;
  return 1 + encoding.knots.length + indicator;
}

/** Means and standard deviations of the encoded columns, over the rows where the value is not missing. */
function learnScale(
  encoding: Encoding,
  columns: readonly Float64Array[],
): { mean: number[]; scale: number[] } {
  const { width } = encoding;
  const rows = columns[0]?.length ?? 0;
  const count = new Float64Array(width);
  const mean = new Float64Array(width);
  const square = new Float64Array(width);
  const block = new Float64Array(BLOCK * width);
  for (let from = 0; from < rows; from += BLOCK) {
    const to = Math.min(from + BLOCK, rows);
    encodeRaw(encoding, columns, from, to, block);
    for (let row = 0; row < to - from; row++) {
      for (let j = 0; j < width; j++) {
        const value = block[row * width + j]!;
        if (Number.isNaN(value)) continue;
        const seen = count[j]! + 1;
        const step = value - mean[j]!;
        count[j] = seen;
        mean[j]! += step / seen;
        square[j]! += step * (value - mean[j]!);
      }
    }
  }
  const scale = new Array<number>(width).fill(1);
  encoding.columns.forEach((column, f) => {
    if (column.kind === 'category') return;
    const end = encoding.start[f + 1]! - (column.missing ? 1 : 0);
    for (let j = encoding.start[f]!; j < end; j++) {
      const deviation = Math.sqrt(square[j]! / Math.max(1, count[j]!));
      if (deviation > 1e-12 * Math.abs(mean[j]!)) scale[j] = deviation;
    }
  });
  return { mean: Array.from(mean), scale };
}

/**
 * Writes rows `from` to `to` (exclusive) of the encoded table into `block`, row-major, `width` numbers a
 * row. Every number is centred on the mean of the training data, so a row of zeros is the average customer.
 *
 * @param columns in the order of the features the encoding was learnt from
 */
export function encodeRows(
  encoding: Encoding,
  columns: readonly Float64Array[],
  from: number,
  to: number,
  block: Float64Array,
): void {
  const { width, mean, scale } = encoding;
  encodeRaw(encoding, columns, from, to, block);
  for (let at = 0; at < (to - from) * width; at += width) {
    for (let j = 0; j < width; j++) {
      const value = block[at + j]!;
      block[at + j] = Number.isNaN(value) ? 0 : (value - mean[j]!) / scale[j]!;
    }
  }
}

/** The encoded columns before they are centred and scaled; `NaN` where the value is missing. */
function encodeRaw(
  encoding: Encoding,
  columns: readonly Float64Array[],
  from: number,
  to: number,
  block: Float64Array,
): void {
  encoding.columns.forEach((column, f) => {
    const values = columns[f]!;
    const end = encoding.start[f + 1]!;
    for (let row = from; row < to; row++) {
      const value = values[row]!;
      const at = (row - from) * encoding.width;
      let place = at + encoding.start[f]!;
      const basisEnd = at + end - (column.missing ? 1 : 0);
      const absent = Number.isNaN(value);
      if (column.missing) block[basisEnd] = absent ? 1 : 0;
      if (absent) block.fill(Number.NaN, place, basisEnd);
      else if (column.kind === 'category') {
        const last = place + column.codes.length;
        if (column.others) block[last] = 1;
        for (const code of column.codes) {
          block[place] = value === code ? 1 : 0;
          if (column.others && value === code) block[last] = 0;
          place++;
        }
      } else writeNumber(column, Math.min(Math.max(value, column.low), column.high), block, place);
    }
  });
}

function writeNumber(
  { basis, knots }: ColumnEncoding & { kind: 'number' },
  value: number,
  block: Float64Array,
  place: number,
): void {
  block[place] = value;
  if (basis === 'hinges') {
    for (let k = 0; k < knots.length; k++) block[place + 1 + k] = Math.max(0, value - knots[k]!);
  } else if (basis === 'cubic') {
    const last = knots.at(-1)!;
    const beforeLast = knots.at(-2)!;
    const norm = (last - knots[0]!) ** 2;
    const tail = cubed(value - last);
    const middle = cubed(value - beforeLast);
    for (let k = 0; k < knots.length - 2; k++) {
      const knot = knots[k]!;
      block[place + 1 + k] =
        (cubed(value - knot) -
          (middle * (last - knot)) / (last - beforeLast) +
          (tail * (beforeLast - knot)) / (last - beforeLast)) /
        norm;
    }
  }
}

function cubed(excess: number): number {
  return excess > 0 ? excess * excess * excess : 0;
}

/** The number of rows that are encoded at a time, so that the whole encoded table need not be in memory. */
export const ENCODING_BLOCK = BLOCK;

/**
 * Encodes all rows at once.
 *
 * @returns `rows` × `encoding.width`, row-major
 */
export function encodeAll(
  encoding: Encoding,
  columns: readonly Float64Array[],
  rows: number,
): Float64Array {
  const encoded = new Float64Array(rows * encoding.width);
  encodeRows(encoding, columns, 0, rows, encoded);
  return encoded;
}

/**
 * The log-odds of many rows, encoded and scored a block at a time.
 *
 * @param score the log-odds of a block of encoded rows, given row-major
 */
export function scoreInBlocks(
  encoding: Encoding,
  columns: readonly Float64Array[],
  rows: number,
  score: (block: Float64Array, rows: number) => Float64Array,
): Float64Array {
  const logOdds = new Float64Array(rows);
  const block = new Float64Array(Math.min(rows, BLOCK) * encoding.width);
  for (let from = 0; from < rows; from += BLOCK) {
    const to = Math.min(from + BLOCK, rows);
    encodeRows(encoding, columns, from, to, block);
    logOdds.set(score(block, to - from), from);
  }
  return logOdds;
}
