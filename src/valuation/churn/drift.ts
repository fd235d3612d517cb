import type { Column, Dataset } from './dataset.ts';

/** How a column was spread when a model was trained, as plain data. */
export type ColumnProfile = {
  readonly name: string;
  /** Of a number: bin b holds values up to cuts[b]; one more bin lies above the last cut. */
  readonly cuts?: readonly number[];
  /** Of a category: its levels. */
  readonly levels?: readonly string[];
  /** The share of rows in each bin or level; one more place at the end is for what is missing. */
  readonly shares: readonly number[];
  readonly rows: number;
};

/** How far a column has moved. */
export type Drift = {
  name: string;
  /** The population stability index: 0 where nothing moved, no upper end. */
  index: number;
  verdict: 'stable' | 'moving' | 'moved';
};

const BINS = 10;
/** The usual rule of thumb of credit scoring (Siddiqi 2006). */
const MOVING = 0.1;
const MOVED = 0.25;

/** Notes how each column is spread: numbers in deciles, categories by level, missing apart. */
export function profileDataset({ columns, rows }: Dataset): ColumnProfile[] {
  return columns.map((column) => {
    const { name, levels } = column;
    const bins = levels === undefined ? { cuts: deciles(column.values) } : { levels };
    return { name, ...bins, shares: Array.from(sharesOf({ ...bins }, column)), rows };
  });
}

function deciles(values: Float64Array): number[] {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const cuts = new Set<number>();
  for (let bin = 1; bin < BINS && sorted.length > 0; bin++) {
    const cut = sorted[Math.floor((bin * (sorted.length - 1)) / BINS)]!;
    if (cut < sorted.at(-1)!) cuts.add(cut);
  }
  return [...cuts];
}

function sharesOf(
  { cuts, levels }: Pick<ColumnProfile, 'cuts' | 'levels'>,
  column: Column,
): Float64Array {
  const places = levels?.length ?? (cuts?.length ?? 0) + 1;
  const shares = new Float64Array(places + 1);
  const codeOf = column.levels?.map((level) => levels?.indexOf(level) ?? -1);
  for (const value of column.values) {
    let place = places;
    if (!Number.isNaN(value)) {
      const code = codeOf?.[value] ?? -1;
      if (levels !== undefined) place = code === -1 ? places : code;
      else place = (cuts ?? []).findIndex((cut) => value <= cut);
      if (place === -1) place = places - 1;
    }
    shares[place]! += 1 / column.values.length;
  }
  return shares;
}

/**
 * The population stability index of each column since it was profiled: Σ (now − then)·ln(now / then)
 * over its bins, a symmetric Kullback–Leibler distance. A bin that is empty counts half a row, so
 * that the index stays finite. A level that is new counts as missing.
 *
 * @throws RangeError when a profiled column is absent
 */
export function measureDrift(profile: readonly ColumnProfile[], dataset: Dataset): Drift[] {
  return profile.map((then) => {
    const column = dataset.columns.find(({ name }) => name === then.name);
    if (column === undefined) {
      throw new RangeError(`Drift of "${then.name}" cannot be measured: the dataset lacks it.`);
    }
    const now = sharesOf(then, column);
    let index = 0;
    now.forEach((share, place) => {
      const before = then.shares[place]!;
      if (share === 0 && before === 0) return;
      const here = Math.max(share, 0.5 / dataset.rows);
      const there = Math.max(before, 0.5 / then.rows);
      index += (here - there) * Math.log(here / there);
    });
    const verdict = index < MOVING ? 'stable' : index < MOVED ? 'moving' : 'moved';
    return { name: then.name, index, verdict };
  });
}
