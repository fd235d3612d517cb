import type { Column, Dataset } from './dataset.ts';

/** The distribution of a column when a model was trained, as plain data. */
export type ColumnProfile = {
  readonly name: string;
  /** For a number: bin b holds values up to and including `upperBounds[b]`; one more bin lies above the last. */
  readonly upperBounds?: readonly number[];
  /** For a category: its levels. */
  readonly levels?: readonly string[];
  /** The share of rows in each bin or level, 0 to 1; the last entry is that of missing values. */
  readonly shares: readonly number[];
  readonly rows: number;
};

/** How far the distribution of a column has moved. */
export type Drift = {
  name: string;
  /** The population stability index, ≥ 0; 0 where nothing moved. */
  index: number;
  /** Moving from an index of 0.1 on, moved from 0.25 on. */
  verdict: 'stable' | 'moving' | 'moved';
};

const BINS = 10;
/** The usual rule of thumb of credit scoring (Siddiqi 2006). */
const MOVING = 0.1;
const MOVED = 0.25;

/** Records the distribution of each column: numbers by decile, categories by level, missing values separately. */
export function profileDataset({ columns, rows }: Dataset): ColumnProfile[] {
  return columns.map((column) => {
    const { name, levels } = column;
    const bins = levels === undefined ? { upperBounds: deciles(column.values) } : { levels };
    return { name, ...bins, shares: Array.from(sharesOf({ ...bins }, column)), rows };
  });
}

function deciles(values: Float64Array): number[] {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const bounds = new Set<number>();
  for (let bin = 1; bin < BINS && sorted.length > 0; bin++) {
    const bound = sorted[Math.floor((bin * (sorted.length - 1)) / BINS)]!;
    if (bound < sorted.at(-1)!) bounds.add(bound);
  }
  return [...bounds];
}

function sharesOf(
  { upperBounds = [], levels }: Pick<ColumnProfile, 'upperBounds' | 'levels'>,
  column: Column,
): Float64Array {
  const places = levels?.length ?? upperBounds.length + 1;
  const shares = new Float64Array(places + 1);
  const codeOf = column.levels?.map((level) => levels?.indexOf(level) ?? -1);
  for (const value of column.values) {
    let place = places;
    if (!Number.isNaN(value)) {
      const code = codeOf?.[value] ?? -1;
      if (levels !== undefined) place = code === -1 ? places : code;
      else place = upperBounds.findIndex((bound) => value <= bound);
      if (place === -1) place = places - 1;
    }
    shares[place]! += 1 / column.values.length;
  }
  return shares;
}

/**
 * The population stability index of each column since it was profiled: Σ (now − then)·ln(now / then)
 * over its bins, a symmetric Kullback–Leibler divergence. An empty bin counts as half a row, so that the
 * index stays finite. A new level counts as missing.
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
