import type { Rfm } from './rfm.ts';

/** A customer table with equal histories aggregated to one row, sorted into groups of equal x. */
export type AggregatedHistories = {
  /** Distinct histories: recency and age in units of `unit`, and how many customers have each. */
  tx: Float64Array;
  T: Float64Array;
  weight: Float64Array;
  /** The distinct counts, ascending; group g holds rows `starts[g]` to `starts[g + 1]` − 1. */
  counts: Float64Array;
  starts: Int32Array;
  /** Length of one internal time unit in the caller's: the weighted mean age. */
  unit: number;
  totalWeight: number;
};

/**
 * Aggregates customers of equal history and measures time in mean ages, so that a likelihood is computed
 * once for each distinct history and does not depend on the caller's unit. Rows of weight 0 are left out.
 *
 * @param rfm a table that `checkRfm` has passed
 */
export function aggregateHistories(rfm: Rfm): AggregatedHistories {
  const { x, tx, T, weight } = rfm;
  let totalWeight = 0;
  let totalAge = 0;
  for (let row = 0; row < x.length; row++) {
    const w = weight ? weight[row]! : 1;
    totalWeight += w;
    totalAge += w * T[row]!;
  }
  const unit = totalAge > 0 ? totalAge / totalWeight : 1;
  const distinct = distinctHistories(rfm);
  const { counts, starts, placeOf } = groupByCount(x, distinct.rows);
  const aggregated = {
    tx: new Float64Array(distinct.rows.length),
    T: new Float64Array(distinct.rows.length),
    weight: new Float64Array(distinct.rows.length),
  };
  distinct.rows.forEach((row, i) => {
    const place = placeOf[i]!;
    aggregated.tx[place] = x[row] === 0 ? 0 : tx[row]! / unit;
    aggregated.T[place] = T[row]! / unit;
    aggregated.weight[place] = distinct.weights[i]!;
  });
  return { ...aggregated, counts, starts, unit, totalWeight };
}

/**
 * The first row of each distinct history, in the order met, and the summed weight of those that share it:
 * a hash table with open addressing, since a map would need a string for each customer.
 */
function distinctHistories({ x, tx, T, weight }: Rfm): { rows: Int32Array; weights: Float64Array } {
  const slots = 2 ** Math.ceil(Math.log2(Math.max(2, x.length * 2)));
  const table = new Int32Array(slots).fill(-1);
  const rows = new Int32Array(x.length);
  const weights = new Float64Array(x.length);
  const bits = new Float64Array(3);
  const words = new Int32Array(bits.buffer);
  let distinct = 0;
  for (let row = 0; row < x.length; row++) {
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
        rows[distinct] = row;
        weights[distinct] = w;
        distinct += 1;
        break;
      }
      const other = rows[held]!;
      const sameRecency = x[row] === 0 || tx[other] === recency;
      if (x[other] === x[row] && sameRecency && T[other] === T[row]) {
        weights[held] = weights[held]! + w;
        break;
      }
      slot = (slot + 1) & (slots - 1);
    }
  }
  return { rows: rows.subarray(0, distinct), weights: weights.subarray(0, distinct) };
}

/** Sorts rows into groups of equal x, each group in the order of the rows; `placeOf` has the place of each. */
function groupByCount(
  x: Float64Array,
  rows: Int32Array,
): { counts: Float64Array; starts: Int32Array; placeOf: Int32Array } {
  const sizes = new Map<number, number>();
  for (const row of rows) sizes.set(x[row]!, (sizes.get(x[row]!) ?? 0) + 1);
  const counts = Float64Array.from(sizes.keys()).sort();
  const starts = new Int32Array(counts.length + 1);
  const group = new Map<number, number>();
  counts.forEach((count, g) => {
    starts[g + 1] = starts[g]! + (sizes.get(count) ?? 0);
    group.set(count, g);
  });
  const next = Int32Array.from(starts);
  const placeOf = rows.map((row) => {
    const g = group.get(x[row]!) ?? 0;
    const place = next[g]!;
    next[g] = place + 1;
    return place;
  });
  return { counts, starts, placeOf };
}

/** Repeat purchases of a customer per time unit of the table, over all; never 0, so that it can be divided by. */
export function purchaseRate(histories: AggregatedHistories): number {
  const { T, weight } = histories;
  let age = 0;
  for (let row = 0; row < T.length; row++) age += weight[row]! * T[row]!;
  const purchases = repeatPurchases(histories);
  return purchases > 0 && age > 0 ? purchases / age : 1e-3;
}

/** Repeat purchases of all customers together. */
export function repeatPurchases({ counts, starts, weight }: AggregatedHistories): number {
  let purchases = 0;
  for (let group = 0; group < counts.length; group++) {
    for (let row = starts[group]!; row < starts[group + 1]!; row++) {
      purchases += weight[row]! * counts[group]!;
    }
  }
  return purchases;
}
