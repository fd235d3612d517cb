/**
 * The purchase histories that the probability models are fitted on, one entry a customer, all times in one
 * unit of the caller's choice (days, weeks, months).
 */
export type Rfm = {
  /** Repeat transactions: a whole number ≥ 0; the first transaction is not counted. */
  x: Float64Array;
  /** Recency: time from the first transaction to the last, 0 ≤ tx ≤ T. Not read where x is 0. */
  tx: Float64Array;
  /** Age: time from the first transaction to the end of the observation, ≥ 0. */
  T: Float64Array;
  /** How many customers the row stands for, ≥ 0; absent: one each. */
  weight?: Float64Array;
  /** Attributes of the customers that do not change; read by Pareto/NBD only. */
  covariates?: Covariates;
};

/** Attributes of customers, such as the channel or the region as 0 and 1, or an age in decades. */
export type Covariates = {
  names: string[];
  /** Rows × names, row-major, finite. */
  values: Float64Array;
};

/**
 * Checks a customer table row by row.
 *
 * @throws RangeError that names the first invalid row (counted from 0), the field, what was found and
 *   what is allowed
 */
export function checkRfm(rfm: Rfm): void {
  const { x, tx, T, weight, covariates } = rfm;
  const rows = x.length;
  if (covariates) checkCovariates(covariates, rows);
  for (const [field, values] of [
    ['tx', tx],
    ['T', T],
    ['weight', weight],
  ] as const) {
    if (values && values.length !== rows) {
      throw new RangeError(
        `Field ${field} has ${values.length} rows and field x has ${rows}; give one entry a customer in each.`,
      );
    }
  }
  for (let row = 0; row < rows; row++) {
    const count = x[row]!;
    const age = T[row]!;
    const recency = tx[row]!;
    // Written so that NaN fails it too; this is most of the work in valuing millions.
    const valid =
      count >= 0 &&
      count < Number.POSITIVE_INFINITY &&
      Math.floor(count) === count &&
      recency >= 0 &&
      recency <= age &&
      age < Number.POSITIVE_INFINITY;
    if (!valid) throw invalidHistory(row, count, recency, age);
  }
  if (weight === undefined) return;
  for (let row = 0; row < rows; row++) {
    const w = weight[row]!;
    if (!(w >= 0 && w < Number.POSITIVE_INFINITY)) {
      throw invalid(row, 'weight', w, 'a finite weight, 0 or more');
    }
  }
}

/** What is wrong with a history, of which something is. */
function invalidHistory(row: number, count: number, recency: number, age: number): RangeError {
  if (!Number.isInteger(count) || count < 0) {
    return invalid(row, 'x', count, 'a whole number of repeat transactions, 0 or more');
  }
  if (!Number.isFinite(age) || age < 0) return invalid(row, 'T', age, 'a finite age, 0 or more');
  if (!Number.isFinite(recency) || recency < 0) {
    return invalid(row, 'tx', recency, 'a finite recency, 0 or more');
  }
  return invalid(row, 'tx', recency, `at most T, which is ${age}`);
}

function checkCovariates({ names, values }: Covariates, rows: number): void {
  if (values.length !== rows * names.length) {
    throw new RangeError(
      `${names.length} covariates of ${rows} rows are ${rows * names.length} values, but there are ${values.length}.`,
    );
  }
  values.forEach((value, i) => {
    if (Number.isFinite(value)) return;
    throw invalid(
      Math.floor(i / names.length),
      names[i % names.length] ?? 'covariates',
      value,
      'a finite number',
    );
  });
}

/** The error for one invalid entry of a column; rows are counted from 0. */
export function invalid(row: number, field: string, found: number, expected: string): RangeError {
  return new RangeError(`Row ${row}, field ${field}: found ${found}, expected ${expected}.`);
}
