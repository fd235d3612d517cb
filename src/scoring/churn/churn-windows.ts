import type { Config } from '../../settings/settings.ts';
import { atRows, type Column, type Dataset } from '../../valuation/index.ts';
import type { LearningBank } from '../history/snapshots.ts';
import { activeAt, type ChurnDefinition, labelsBetween } from './churn-labels.ts';
import { featuresOf } from './feature-columns.ts';

/** The customers of a training date, what was known of them, and who left in the months after it. */
export type Window = {
  from: string;
  to: string;
  /** days from 1 January 1970 */
  dayNumber: number;
  /** whose row of the bank each row is */
  customers: Uint32Array;
  dataset: Dataset;
  labels: Uint8Array;
  /** the risk that somebody had contradicted by the first day; `NaN` where nobody had */
  overridden: Float64Array;
};

/** Several windows as one table, the rows of each after those of the one before. */
export type Stacked = {
  dataset: Dataset;
  labels: Uint8Array;
  /** whose row each is */
  customers: Uint32Array;
  /** as a window has it */
  overridden: Float64Array;
  /** the window each row is of, counted in horizons from the newest: 0, −1, … */
  asOf: Float64Array;
};

/** The windows a churn model learns from, the newest first: features of a window's first day, labels of what came. */
export function churnWindows(
  bank: LearningBank,
  definition: ChurnDefinition,
  forbidden: Config['churn']['forbidden'],
): Window[] {
  const { customers, snapshots } = bank;
  return snapshots.slice(1).map((start, i) => {
    const end = snapshots[i]!;
    const active = activeAt(customers, start, definition);
    const rows = Uint32Array.from(active.keys()).filter((row) => active[row] === 1);
    const columns = featuresOf(bank, start, forbidden).map((column) => ({
      ...column,
      values: atRows(column.values, rows),
    }));
    return {
      from: start.day,
      to: end.day,
      dayNumber: start.dayNumber,
      customers: rows,
      dataset: { columns, rows: rows.length },
      labels: labelsBetween(customers, end, rows, definition),
      overridden: atRows(start.overridden, rows),
    };
  });
}

/**
 * Puts windows, the newest first, into one table, in memory that threads share: whoever learns from it on another thread is
 * given no copy.
 */
export function stackWindows(windows: readonly Window[]): Stacked {
  const rows = windows.reduce((sum, { dataset }) => sum + dataset.rows, 0);
  const stacked = {
    labels: new Uint8Array(rows),
    customers: new Uint32Array(rows),
    overridden: new Float64Array(rows),
    asOf: new Float64Array(rows),
  };
  const columns = (windows[0]?.dataset.columns ?? []).map(
    (column): Column => ({
      ...column,
      values: new Float64Array(new SharedArrayBuffer(rows * Float64Array.BYTES_PER_ELEMENT)),
    }),
  );
  let at = 0;
  windows.forEach((window, age) => {
    stacked.labels.set(window.labels, at);
    stacked.customers.set(window.customers, at);
    stacked.overridden.set(window.overridden, at);
    stacked.asOf.fill(-age, at, at + window.dataset.rows);
    window.dataset.columns.forEach((column, i) => {
      columns[i]!.values.set(column.values, at);
    });
    at += window.dataset.rows;
  });
  return { dataset: { columns, rows }, ...stacked };
}

/** Windows as they lie in the table that they were put into: views, not copies. */
export function windowsIn({ dataset }: Stacked, windows: readonly Window[]): Window[] {
  let from = 0;
  return windows.map((window) => {
    const { rows } = window.dataset;
    const columns = dataset.columns.map((column) => ({
      ...column,
      values: column.values.subarray(from, from + rows),
    }));
    from += rows;
    return { ...window, dataset: { columns, rows } };
  });
}

/** The rows of a table from one on: views, not copies. */
export function stackedFrom(
  { dataset, labels, customers, overridden, asOf }: Stacked,
  from: number,
): Stacked {
  return {
    dataset: {
      columns: dataset.columns.map((column) => ({
        ...column,
        values: column.values.subarray(from),
      })),
      rows: dataset.rows - from,
    },
    labels: labels.subarray(from),
    customers: customers.subarray(from),
    overridden: overridden.subarray(from),
    asOf: asOf.subarray(from),
  };
}

/** The rows of some customers, at most about `most`, drawn by the seed; all, as they are, where there are no more. */
export function sampleCustomers(
  stacked: Stacked,
  most: number,
  shuffle: (customers: Uint32Array) => Uint32Array,
): Stacked {
  const { dataset, customers } = stacked;
  if (dataset.rows <= most) return stacked;
  const order = shuffle(Uint32Array.from(new Set(customers)));
  const drawn = new Set(order.subarray(0, Math.floor((order.length * most) / dataset.rows)));
  return takeStacked(
    stacked,
    Uint32Array.from(customers.keys()).filter((row) => drawn.has(customers[row]!)),
  );
}

/** Some rows of a dataset. */
export function rowsOf(dataset: Dataset, rows: Uint32Array): Dataset {
  const columns = dataset.columns.map((column) => ({
    ...column,
    values: atRows(column.values, rows),
  }));
  return { columns, rows: rows.length };
}

/** Some rows of a table of windows. */
export function takeStacked(
  { dataset, labels, customers, overridden, asOf }: Stacked,
  rows: Uint32Array,
): Stacked {
  return {
    dataset: rowsOf(dataset, rows),
    labels: Uint8Array.from(rows, (row) => labels[row]!),
    customers: Uint32Array.from(rows, (row) => customers[row]!),
    overridden: atRows(overridden, rows),
    asOf: atRows(asOf, rows),
  };
}

/** The columns of these names. */
export function withFeatures(dataset: Dataset, names: readonly string[]): Dataset {
  return { ...dataset, columns: dataset.columns.filter(({ name }) => names.includes(name)) };
}

/** Whether some left and some stayed. */
export function hasBothOutcomes(labels: Uint8Array): boolean {
  return labels.includes(1) && labels.includes(0);
}
