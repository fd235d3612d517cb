import { countLeavers, type Feature } from './dataset.ts';

/**
 * How one column becomes numbers a linear model can weigh. A number is held within the range the
 * training saw (`low` to `high`) and spread over a basis; a category has a column for each level.
 */
type ColumnEncoding =
  | {
      readonly kind: 'number';
      readonly low: number;
      readonly high: number;
      readonly basis: 'line' | 'hinges' | 'cubic';
      /** Where hinges bend, or where the pieces of the restricted cubic spline meet. */
      readonly knots: readonly number[];
      readonly missing: boolean;
    }
  | {
      readonly kind: 'category';
      /** The levels with a column of their own. */
      readonly codes: readonly number[];
      /** Whether there is a column for all other levels. */
      readonly others: boolean;
      readonly missing: boolean;
    };

/** A design matrix as data: what makes `width` standardised numbers of a row of columns. */
export type Encoding = {
  readonly columns: readonly ColumnEncoding[];
  readonly width: number;
  /** The first encoded column of each feature; one more at the end, equal to `width`. */
  readonly start: readonly number[];
  readonly mean: readonly number[];
  readonly scale: readonly number[];
};

/** A basis with at most this many distinct values bends at each of them. */
const FEW_VALUES = 12;
/** A value that a smaller share of rows reaches counts as the next one that is not so rare. */
const RARE = 0.0025;
/** A category has a column for this many of its levels, the most frequent; the others share one. */
const MOST_LEVELS = 30;
/** Rows looked at to place knots and bounds; more would not move a quantile by anything that matters. */
const QUANTILE_ROWS = 50_000;
/** A bend asks for this many rows of the rarer outcome (ten events a variable; Peduzzi and others 1996). */
const ROWS_A_BEND = 10;
/** With fewer than this factor of what it asks for, held-out rows had better be asked as well. */
const AMPLY = 2;
const BLOCK = 1024;

/**
 * Learns an encoding from the training columns. A number bends: at each of its values where they are
 * few, else as a restricted cubic spline (linear beyond the outer knots; Harrell, "Regression
 * Modeling Strategies", 2.4.5) on quantiles. Where the rarer outcome has too few rows to learn all
 * the bends from, none does. Missing values sit at the mean
 * and, where the training had any, raise an indicator of their own. Numbers are scaled to a
 * standard deviation of 1; indicators are centred only, so that a penalty shrinks rare levels.
 */
export function learnEncoding(
  features: readonly Feature[],
  columns: readonly Float64Array[],
  y: Uint8Array,
): Encoding {
  const bent = encodingOf(features, columns, true);
  return rarerOutcome(y) >= ROWS_A_BEND * bendsOf(bent.columns)
    ? bent
    : encodingOf(features, columns, false);
}

/**
 * The encodings worth comparing on rows held out, the plainer first: with and without bends where the
 * rows of the rarer outcome are neither ample nor hopelessly few for them, else the one of
 * {@link learnEncoding}.
 */
export function encodingsToCompare(
  features: readonly Feature[],
  columns: readonly Float64Array[],
  y: Uint8Array,
): Encoding[] {
  const bent = encodingOf(features, columns, true);
  const bends = bendsOf(bent.columns);
  if (rarerOutcome(y) >= AMPLY * ROWS_A_BEND * bends) return [bent];
  const straight = encodingOf(features, columns, false);
  return rarerOutcome(y) > bends ? [straight, bent] : [straight];
}

function encodingOf(
  features: readonly Feature[],
  columns: readonly Float64Array[],
  bends: boolean,
): Encoding {
  const encodings = features.map((feature, f) =>
    feature.kind === 'category'
      ? learnCategory(columns[f]!, feature.levels?.length ?? 0)
      : learnNumber(columns[f]!, bends),
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

function learnNumber(values: Float64Array, bends: boolean): ColumnEncoding {
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
    const knots = bends ? Array.from(distinct.slice(1, -1)) : [];
    return { kind: 'number', ...ends, basis: bends ? 'hinges' : 'line', knots, missing };
  }
  const trimmed = { low: quantile(sorted, 0.005), high: quantile(sorted, 0.995) };
  const bounds = trimmed.low < trimmed.high ? trimmed : ends;
  const knots = bends ? cubicKnots(sorted) : [];
  const basis = knots.length >= 3 ? 'cubic' : 'line';
  return { kind: 'number', ...bounds, basis, knots: basis === 'cubic' ? knots : [], missing };
}

/**
 * The values without those at either end that hardly any row has or passes: standardised, such a value lies so far
 * out that a single row decides its coefficient.
 */
function withoutRare(distinct: Float64Array, sorted: Float64Array): Float64Array {
  const beyond = Math.floor(RARE * sorted.length);
  const low = sorted[beyond]!;
  const high = sorted[sorted.length - 1 - beyond]!;
  return low < high ? distinct.filter((value) => value >= low && value <= high) : distinct;
}

/** Harrell's default places for three, four or five knots, fewer where there are fewer rows. */
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

function rarerOutcome(y: Uint8Array): number {
  const leavers = countLeavers(y);
  return Math.min(leavers, y.length - leavers);
}

/** How many columns there are for bends alone. */
function bendsOf(encodings: readonly ColumnEncoding[]): number {
  let bends = 0;
  for (const encoding of encodings) {
    if (encoding.kind === 'number' && encoding.basis === 'hinges') bends += encoding.knots.length;
    if (encoding.kind === 'number' && encoding.basis === 'cubic')
      bends += encoding.knots.length - 2;
  }
  return bends;
}

function widthOf(encoding: ColumnEncoding): number {
  const indicator = encoding.missing ? 1 : 0;
  if (encoding.kind === 'category') {
    return encoding.codes.length + (encoding.others ? 1 : 0) + indicator;
  }
  if (encoding.basis === 'cubic') return encoding.knots.length - 1 + indicator;
  return 1 + encoding.knots.length + indicator;
}

/** Means and standard deviations of the encoded columns, over the rows where the value is there. */
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
 * Writes rows `from` to `to` (exclusive) of the encoded table into `block`, row-major, `width` a
 * row. Every number is centred on the training's mean, so a row of zeros is the average customer.
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

/** The basis before it is centred and scaled; `NaN` where a missing value leaves a place empty. */
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

/** How many rows at a time the encoded table is worth holding in memory. */
export const ENCODING_BLOCK = BLOCK;

/** All of the given rows encoded, row-major. */
export function encodeAll(
  encoding: Encoding,
  columns: readonly Float64Array[],
  rows: number,
): Float64Array {
  const encoded = new Float64Array(rows * encoding.width);
  encodeRows(encoding, columns, 0, rows, encoded);
  return encoded;
}

/** Log-odds of many rows, encoded and scored a block at a time. */
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
