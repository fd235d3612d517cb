/**
 * What the probability models read of every customer, one entry a customer, all times in one unit
 * of the caller's choice (days, weeks, months).
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
  /** What else is known of the customers and does not change; read by Pareto/NBD only. */
  covariates?: Covariates;
};

/** Such as the segment of origin, the channel or the region as 0 and 1, or an age in decades. */
export type Covariates = {
  names: string[];
  /** Rows × names, row-major, finite. */
  values: Float64Array;
};

/**
 * Checks a customer table row by row.
 *
 * @throws RangeError that names the first wrong row (counted from 0), the field, what was found and
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
    if (!Number.isInteger(count) || count < 0) {
      throw wrong(row, 'x', count, 'a whole number of repeat transactions, 0 or more');
    }
    if (!Number.isFinite(age) || age < 0) throw wrong(row, 'T', age, 'a finite age, 0 or more');
    const recency = tx[row]!;
    if (!Number.isFinite(recency) || recency < 0) {
      throw wrong(row, 'tx', recency, 'a finite recency, 0 or more');
    }
    if (recency > age) throw wrong(row, 'tx', recency, `at most T, which is ${age}`);
    if (weight && !(Number.isFinite(weight[row]!) && weight[row]! >= 0)) {
      throw wrong(row, 'weight', weight[row]!, 'a finite weight, 0 or more');
    }
  }
}

function checkCovariates({ names, values }: Covariates, rows: number): void {
  if (values.length !== rows * names.length) {
    throw new RangeError(
      `${names.length} covariates of ${rows} rows are ${rows * names.length} values, but there are ${values.length}.`,
    );
  }
  values.forEach((value, i) => {
    if (Number.isFinite(value)) return;
    throw wrong(
      Math.floor(i / names.length),
      names[i % names.length] ?? 'covariates',
      value,
      'a finite number',
    );
  });
}

/** The error for one wrong entry of a column; rows are counted from 0. */
export function wrong(row: number, field: string, found: number, expected: string): RangeError {
  return new RangeError(`Row ${row}, field ${field}: found ${found}, expected ${expected}.`);
}

/** A customer table with identical rows folded into one, and its rows sorted into groups of equal x. */
export type FoldedRfm = {
  /** Distinct rows: recency and age in units of `unit`, and the summed weight of each. */
  tx: Float64Array;
  T: Float64Array;
  weight: Float64Array;
  /** The distinct counts, ascending; group g holds rows `starts[g]` … `starts[g + 1]` − 1. */
  counts: Float64Array;
  starts: Int32Array;
  /** Length of one internal time unit in the caller's: the weighted mean age. */
  unit: number;
  totalWeight: number;
};

/**
 * Folds identical customers and measures time in mean ages, so that a likelihood is computed once
 * for each distinct history and does not depend on the caller's unit. Rows of weight 0 are left out.
 *
 * @param rfm a table that {@link checkRfm} has passed
 */
export function foldRfm(rfm: Rfm): FoldedRfm {
  const { x, tx, T, weight } = rfm;
  const rows = x.length;
  let totalWeight = 0;
  let totalAge = 0;
  for (let row = 0; row < rows; row++) {
    const w = weight ? weight[row]! : 1;
    totalWeight += w;
    totalAge += w * T[row]!;
  }
  const unit = totalAge > 0 ? totalAge / totalWeight : 1;

  const slots = 2 ** Math.ceil(Math.log2(Math.max(2, rows * 2)));
  const table = new Int32Array(slots).fill(-1);
  const first = new Int32Array(rows);
  const summed = new Float64Array(rows);
  const bits = new Float64Array(3);
  const words = new Int32Array(bits.buffer);
  let distinct = 0;
  for (let row = 0; row < rows; row++) {
    const w = weight ? weight[row]! : 1;
    if (w === 0) continue;
    const recency = x[row] === 0 ? 0 : tx[row]!;
    bits[0] = x[row]!;
    bits[1] = recency;
    bits[2] = T[row]!;
    let hash = 0;
    for (let i = 0; i < 6; i++) hash = Math.imul(hash ^ words[i]! ^ (hash >>> 15), 0x9e3779b1);
    let slot = (hash ^ (hash >>> 16)) & (slots - 1);
    for (;;) {
      const held = table[slot]!;
      if (held < 0) {
        table[slot] = distinct;
        first[distinct] = row;
        summed[distinct] = w;
        distinct += 1;
        break;
      }
      const other = first[held]!;
      const sameRecency = x[row] === 0 || tx[other] === recency;
      if (x[other] === x[row] && sameRecency && T[other] === T[row]) {
        summed[held] = summed[held]! + w;
        break;
      }
      slot = (slot + 1) & (slots - 1);
    }
  }

  const sizes = new Map<number, number>();
  for (let i = 0; i < distinct; i++) {
    const count = x[first[i]!]!;
    sizes.set(count, (sizes.get(count) ?? 0) + 1);
  }
  const counts = Float64Array.from(sizes.keys()).sort();
  const starts = new Int32Array(counts.length + 1);
  const group = new Map<number, number>();
  counts.forEach((count, g) => {
    starts[g + 1] = starts[g]! + (sizes.get(count) ?? 0);
    group.set(count, g);
  });
  const next = Int32Array.from(starts);
  const folded = {
    tx: new Float64Array(distinct),
    T: new Float64Array(distinct),
    weight: new Float64Array(distinct),
  };
  for (let i = 0; i < distinct; i++) {
    const row = first[i]!;
    const g = group.get(x[row]!) ?? 0;
    const place = next[g]!;
    next[g] = place + 1;
    folded.tx[place] = x[row] === 0 ? 0 : tx[row]! / unit;
    folded.T[place] = T[row]! / unit;
    folded.weight[place] = summed[i]!;
  }
  return { ...folded, counts, starts, unit, totalWeight };
}

/** Repeat purchases of a customer per time unit of the table, over all; never 0, so it can be divided by. */
export function purchaseRate(folded: FoldedRfm): number {
  let age = 0;
  for (let row = 0; row < folded.T.length; row++) age += folded.weight[row]! * folded.T[row]!;
  const purchases = repeatPurchases(folded);
  return purchases > 0 && age > 0 ? purchases / age : 1e-3;
}

/** Repeat purchases of all customers together. */
export function repeatPurchases(folded: FoldedRfm): number {
  const { counts, starts, weight } = folded;
  let purchases = 0;
  for (let group = 0; group < counts.length; group++) {
    for (let row = starts[group]!; row < starts[group + 1]!; row++) {
      purchases += weight[row]! * counts[group]!;
    }
  }
  return purchases;
}
