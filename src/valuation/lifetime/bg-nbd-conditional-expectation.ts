import type { BgNbdModel } from './bg-nbd.ts';
import { purchasesWhileAlive } from './purchases-while-alive.ts';
import type { Rfm } from './rfm.ts';
import { tabulatedPurchases } from './tabulated-purchases.ts';

/**
 * P(alive) for every customer: Fader, Hardie and Lee's note 021, eq. 1, and for the modified model
 * Batislam et al. (2007). Under BG/NBD it is 1 where x is 0, by the model's construction.
 *
 * @param rfm a table that `checkRfm` has passed, in the unit of the fit
 * @returns one probability a customer
 */
export function bgNbdProbabilityAlive(model: BgNbdModel, { x, tx, T }: Rfm): Float64Array {
  const { r, alpha, a, b } = model;
  const alive = new Float64Array(x.length);
  // Without dropout the odds below would be 0 times what may be infinite.
  if (a === 0) return alive.fill(1);
  const extraTrials = model.kind === 'mbg-nbd' ? 1 : 0;
  for (let row = 0; row < x.length; row++) {
    const count = x[row]!;
    const trials = count + extraTrials;
    if (trials === 0) {
      alive[row] = 1;
      continue;
    }
    const recency = count === 0 ? 0 : tx[row]!;
    const growth = ((alpha + T[row]!) / (alpha + recency)) ** (r + count);
    alive[row] = 1 / (1 + (a * growth) / (b + trials - 1));
  }
  return alive;
}

/** Receives one customer's expected transactions at each horizon; the array is reused. */
type Take = (row: number, expected: Float64Array) => void;

/**
 * Expected transactions of every customer within each horizon from now, given the history (Fader,
 * Hardie and Lee 2005, eq. 10), passed on row by row so that no table of rows × horizons is kept.
 *
 * @param horizons times from now, ascending, ≥ 0, in the unit of `rfm`
 * @param rfm a table that `checkRfm` has passed, in the unit of the fit
 */
export function bgNbdConditionalExpectation(
  model: BgNbdModel,
  horizons: Float64Array,
  rfm: Rfm,
  take: Take,
): void {
  const { x, T } = rfm;
  const { alpha, r, a, b } = model;
  const extraTrials = model.kind === 'mbg-nbd' ? 1 : 0;
  const alive = bgNbdProbabilityAlive(model, rfm);
  const expected = new Float64Array(horizons.length);
  const bounds = a === 0 ? undefined : boundsOf(horizons, alpha, rfm);
  if (bounds === undefined) {
    for (let row = 0; row < x.length; row++) {
      const rate = (r + x[row]!) / (alpha + T[row]!);
      for (let i = 0; i < horizons.length; i++) expected[i] = rate * horizons[i]!;
      take(row, expected);
    }
    return;
  }
  const purchases = tabulatedPurchases(
    (count) => purchasesWhileAlive(r + count, a, b + count + extraTrials),
    bounds,
  );
  for (let row = 0; row < x.length; row++) {
    const count = x[row]!;
    const chance = alive[row]!;
    const age = alpha + T[row]!;
    for (let i = 0; i < horizons.length; i++) {
      expected[i] = chance * purchases(count, horizons[i]! / age);
    }
    take(row, expected);
  }
}

/**
 * The bounds of horizon / (alpha + T) over customers and horizons above 0, and the most purchases of a customer;
 * `undefined` where there is no customer or no such horizon.
 */
function boundsOf(
  horizons: Float64Array,
  alpha: number,
  { x, T }: Rfm,
): { least: number; most: number; counts: number } | undefined {
  const positive = horizons.filter((horizon) => horizon > 0);
  if (positive.length === 0 || T.length === 0) return undefined;
  let youngest = Number.POSITIVE_INFINITY;
  let oldest = 0;
  let counts = 0;
  for (let row = 0; row < T.length; row++) {
    const age = T[row]!;
    if (age < youngest) youngest = age;
    if (age > oldest) oldest = age;
    if (x[row]! > counts) counts = x[row]!;
  }
  return {
    least: positive.reduce((least, horizon) => Math.min(least, horizon)) / (alpha + oldest),
    most: positive.reduce((most, horizon) => Math.max(most, horizon)) / (alpha + youngest),
    counts,
  };
}
