import { rowsByScore } from './metrics.ts';

/** A tenth of the customers, the most at risk in the first. */
export type LiftDecile = {
  /** 1, the most at risk, to 10. */
  decile: number;
  customers: number;
  leavers: number;
  /** The share of these customers who left. */
  rate: number;
  /** That share over the share of all customers; 3 is three times the base rate. */
  lift: number;
  /** The share of all leavers found in this decile and those above it. */
  gain: number;
};

/**
 * Lift and cumulative gain by decile of the score, from the most at risk down. Fewer than ten
 * customers give as many parts as there are customers.
 *
 * @param y 1 left, 0 stayed; one entry a customer
 * @param scores higher for higher risk, on any scale
 * @throws RangeError when nobody left: lift is then not defined
 */
export function liftByDecile(y: ArrayLike<number>, scores: Float64Array): LiftDecile[] {
  const rows = rowsByScore(scores).reverse();
  let leavers = 0;
  for (const row of rows) leavers += y[row]!;
  if (leavers === 0) throw new RangeError('Lift needs at least one customer who left.');
  const parts = Math.min(10, rows.length);
  const deciles: LiftDecile[] = [];
  let found = 0;
  for (let part = 0; part < parts; part++) {
    const from = Math.round((part * rows.length) / parts);
    const to = Math.round(((part + 1) * rows.length) / parts);
    let left = 0;
    for (let i = from; i < to; i++) left += y[rows[i]!]!;
    found += left;
    const rate = left / (to - from);
    deciles.push({
      decile: part + 1,
      customers: to - from,
      leavers: left,
      rate,
      lift: rate / (leavers / rows.length),
      gain: found / leavers,
    });
  }
  return deciles;
}
