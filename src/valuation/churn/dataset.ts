/** One attribute of every customer. */
export type Column = {
  readonly name: string;
  readonly kind: 'number' | 'category';
  /** One value a row; `NaN` is missing. For a category, the index of its level in `levels`. */
  readonly values: Float64Array;
  /** The names of a category's levels; absent for a number. */
  readonly levels?: readonly string[];
};

/** A table stored by columns, each of `rows` values. */
export type Dataset = { readonly columns: readonly Column[]; readonly rows: number };

/** Whether each row's customer left: 1 left, 0 stayed. Floats are accepted so that a `NaN` can be refused. */
export type Labels = Uint8Array | Float64Array;

/** What a model keeps about a column it was trained on. */
export type Feature = {
  readonly name: string;
  readonly kind: 'number' | 'category';
  readonly levels?: readonly string[];
};

/**
 * Checks that a dataset is a table: at least one row, columns of that length with different names, no
 * infinite values, a level for each category code.
 *
 * @throws RangeError naming the column, the row and what was expected
 */
export function checkDataset(dataset: Dataset): void {
  if (!Number.isInteger(dataset.rows) || dataset.rows < 1) {
    throw new RangeError(`A dataset needs at least one row, but rows is ${dataset.rows}.`);
  }
  const names = new Set<string>();
  for (const column of dataset.columns) {
    if (names.has(column.name)) {
      throw new RangeError(`Two columns are named "${column.name}". Give each its own name.`);
    }
    names.add(column.name);
    if (column.values.length !== dataset.rows) {
      throw new RangeError(
        `Column "${column.name}" has ${column.values.length} values, but the dataset has ${dataset.rows} rows.`,
      );
    }
    if (column.kind === 'category') checkCodes(column);
    else checkFinite(column);
  }
}

function checkFinite({ name, values }: Column): void {
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) {
      throw new RangeError(
        `Column "${name}" is infinite in row ${row}. Use NaN where a value is missing.`,
      );
    }
  }
}

function checkCodes({ name, values, levels }: Column): void {
  if (levels === undefined) {
    throw new RangeError(`Category column "${name}" needs levels: the names its codes stand for.`);
  }
  for (let row = 0; row < values.length; row++) {
    const code = values[row]!;
    if (Number.isNaN(code)) continue;
    if (!Number.isInteger(code) || code < 0 || code >= levels.length) {
      throw new RangeError(
        `Category column "${name}" holds ${code} in row ${row}, but its codes run from 0 to ${levels.length - 1}; NaN is missing.`,
      );
    }
  }
}

/**
 * Checks that a churn model can learn from labels.
 *
 * @throws RangeError when there is not one label for each row, a label is not 0 or 1, or all are the same
 */
export function checkLabels(labels: Labels, rows: number): void {
  if (labels.length !== rows) {
    throw new RangeError(`There are ${labels.length} labels for ${rows} rows; each row needs one.`);
  }
  let leavers = 0;
  for (let row = 0; row < rows; row++) {
    const label = labels[row]!;
    if (label !== 0 && label !== 1) {
      throw new RangeError(
        `The label of row ${row} is ${label}, but a label is 0 (stayed) or 1 (left). Leave out rows whose outcome is not known.`,
      );
    }
    leavers += label;
  }
  if (leavers === 0 || leavers === rows) {
    throw new RangeError(
      `All ${rows} labels are ${leavers === 0 ? '0 (stayed)' : '1 (left)'}. A churn model needs customers who left and customers who stayed.`,
    );
  }
}

/** What a model must keep to recognise the columns of another dataset. */
export function featuresOf(dataset: Dataset): Feature[] {
  return dataset.columns.map(({ name, kind, levels }) =>
    kind === 'category' ? { name, kind, levels: levels ?? [] } : { name, kind },
  );
}

/**
 * The values of a model's features in the model's order, found by name. Category codes become those of the
 * model's own levels; a level the model never saw becomes missing.
 *
 * @returns one array a feature, of `dataset.rows` values; the dataset's own where nothing changes
 * @throws RangeError when a feature is absent or of the other kind
 */
export function alignColumns(features: readonly Feature[], dataset: Dataset): Float64Array[] {
  const byName = new Map(dataset.columns.map((column) => [column.name, column]));
  return features.map((feature) => {
    const column = byName.get(feature.name);
    if (column === undefined) {
      throw new RangeError(
        `The model needs column "${feature.name}", which the dataset does not have.`,
      );
    }
    if (column.kind !== feature.kind) {
      throw new RangeError(
        `Column "${feature.name}" is a ${column.kind}, but the model was trained on a ${feature.kind}.`,
      );
    }
    return feature.kind === 'category' ? recode(column, feature.levels ?? []) : column.values;
  });
}

function recode(column: Column, levels: readonly string[]): Float64Array {
  const given = column.levels ?? [];
  if (given.length === levels.length && given.every((level, code) => level === levels[code])) {
    return column.values;
  }
  const codes = new Map(levels.map((level, code) => [level, code]));
  const translated = Float64Array.from(given, (level) => codes.get(level) ?? Number.NaN);
  return column.values.map((code) => translated[code] ?? Number.NaN);
}

/** The number of labels that are 1. */
export function countLeavers(labels: Labels): number {
  let leavers = 0;
  for (const label of labels) leavers += label;
  return leavers;
}

/** The dataset of the given rows, in the given order; a row may be taken more than once. */
export function takeRows(dataset: Dataset, rows: ArrayLike<number>): Dataset {
  const columns = dataset.columns.map((column) => {
    const values = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) values[i] = column.values[rows[i]!]!;
    return { ...column, values };
  });
  return { columns, rows: rows.length };
}

/** The labels of the given rows, in the given order. */
export function takeLabels(labels: Labels, rows: ArrayLike<number>): Uint8Array {
  const taken = new Uint8Array(rows.length);
  for (let i = 0; i < rows.length; i++) taken[i] = labels[rows[i]!]!;
  return taken;
}
