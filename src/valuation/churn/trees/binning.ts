import type { Feature } from '../dataset.ts';

/** A column sorted into at most 254 bins; the bin after the last holds missing values. */
export type BinnedColumn = {
  readonly kind: 'number' | 'category';
  /** The bin of each row. */
  readonly codes: Uint8Array;
  /** How many bins there are, without the one for missing values. */
  readonly bins: number;
  /** For a number: bin b holds values up to and including `thresholds[b]`; the last bin has none. */
  readonly thresholds: Float64Array;
  /** For a category: the levels in each bin. */
  readonly levels: readonly (readonly number[])[];
};

/** Rows used to place thresholds. */
const THRESHOLD_ROWS = 200_000;
/** A level with fewer rows than this has no bin of its own, since too little can be learnt about it. */
const FEW_ROWS = 10;

/**
 * Sorts every column into bins once, so that trees work on bytes. A number with few values gets a bin for
 * each, with thresholds halfway between neighbours; one with many, bins of about equally many rows. A
 * category gets a bin for each level; levels of few rows, and the rarest where there are too many, share one.
 *
 * @param columns one array a feature; `NaN` is missing
 * @param mostBins a whole number from 2 to 254
 * @returns one binned column a feature
 */
export function binColumns(
  features: readonly Feature[],
  columns: readonly Float64Array[],
  mostBins: number,
): BinnedColumn[] {
  return features.map((feature, f) =>
    feature.kind === 'category'
      ? binCategory(columns[f]!, feature.levels?.length ?? 0, mostBins)
      : binNumber(columns[f]!, mostBins),
  );
}

function binNumber(values: Float64Array, mostBins: number): BinnedColumn {
  const thresholds = placeThresholds(values, mostBins);
  const codes = new Uint8Array(values.length);
  const bins = thresholds.length + 1;
  const { least, most, cellOf } = cellsOver(thresholds);
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (Number.isNaN(value)) {
      codes[row] = bins;
      continue;
    }
    const cell = cellOf(value);
    let low = least[cell]!;
    let high = most[cell]!;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (value <= thresholds[middle]!) high = middle;
      else low = middle + 1;
    }
    // Rounding may have put a value that lies on the border of two cells into the wrong one.
    while (low > 0 && value <= thresholds[low - 1]!) low--;
    while (low < thresholds.length && value > thresholds[low]!) low++;
    codes[row] = low;
  }
  return { kind: 'number', codes, bins, thresholds, levels: [] };
}

/** Cells of equal width, in which a search for a bin begins where it nearly ends. */
const CELLS = 1024;

/** The cell of a value, and the first and the last bin that the values of each cell fall into. */
function cellsOver(thresholds: Float64Array): {
  least: Uint8Array;
  most: Uint8Array;
  cellOf: (value: number) => number;
} {
  const least = new Uint8Array(CELLS);
  const most = new Uint8Array(CELLS).fill(thresholds.length);
  const low = thresholds[0] ?? 0;
  const width = ((thresholds.at(-1) ?? 0) - low) / CELLS;
  if (!(width > 0 && width < Number.POSITIVE_INFINITY)) return { least, most, cellOf: () => 0 };
  for (let cell = 1, bin = 0; cell < CELLS; cell++) {
    while (bin < thresholds.length && low + cell * width > thresholds[bin]!) bin++;
    least[cell] = bin;
    most[cell - 1] = bin;
  }
  const perUnit = 1 / width;
  return {
    least,
    most,
    cellOf: (value) => Math.min(CELLS - 1, Math.max(0, Math.floor((value - low) * perUnit))),
  };
}

function placeThresholds(values: Float64Array, mostBins: number): Float64Array {
  const stride = Math.max(1, Math.floor(values.length / THRESHOLD_ROWS));
  const sorted = values.filter((value, row) => row % stride === 0 && !Number.isNaN(value)).sort();
  let distinct = 0;
  for (let i = 0; i < sorted.length; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) distinct++;
  const thresholds: number[] = [];
  let binStart = 0;
  for (let i = 1; i < sorted.length; i++) {
    if (sorted[i] === sorted[i - 1]) continue;
    const target = (sorted.length - binStart) / (mostBins - thresholds.length);
    if (distinct <= mostBins || (i - binStart >= target && thresholds.length < mostBins - 1)) {
      thresholds.push(between(sorted[i - 1]!, sorted[i]!));
      binStart = i;
    }
  }
  return Float64Array.from(thresholds);
}

/** Halfway from low to high, and below high even where rounding would make it high. */
function between(low: number, high: number): number {
  const middle = low + (high - low) / 2;
  return middle < high ? middle : low;
}

function binCategory(values: Float64Array, levels: number, mostBins: number): BinnedColumn {
  const count = new Uint32Array(levels);
  for (const code of values) if (!Number.isNaN(code)) count[code]!++;
  const seen = Array.from(count.keys()).filter((code) => count[code]! > 0);
  seen.sort((a, b) => count[b]! - count[a]! || a - b);
  const own = Math.min(mostBins - 1, seen.filter((code) => count[code]! >= FEW_ROWS).length);
  const grouped: number[][] = [];
  const binOf = new Uint8Array(levels);
  for (const code of seen) {
    const bin = Math.min(grouped.length, own);
    if (bin === grouped.length) grouped.push([code]);
    else grouped[bin]!.push(code);
    binOf[code] = bin;
  }
  const bins = grouped.length;
  const codes = Uint8Array.from(values, (code) => (Number.isNaN(code) ? bins : binOf[code]!));
  return { kind: 'category', codes, bins, thresholds: new Float64Array(0), levels: grouped };
}
