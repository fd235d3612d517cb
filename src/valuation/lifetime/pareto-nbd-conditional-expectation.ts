import { logistic } from '../numeric/special-functions.ts';
import { ownScales } from './pareto-nbd-covariates.ts';
import { type DepartureIntegral, departureIntegral } from './pareto-nbd-integral.ts';
import type { ParetoNbdModel } from './pareto-nbd-model.ts';
import type { Rfm } from './rfm.ts';

/**
 * P(alive) for every customer (Schmittlein, Morrison and Colombo 1987, eq. 11–13).
 *
 * @param rfm a table that `checkTable` has passed, in the unit of the fit
 * @returns one probability a customer
 */
export function paretoNbdProbabilityAlive(model: ParetoNbdModel, rfm: Rfm): Float64Array {
  const { x, tx, T, covariates } = rfm;
  const { r, s } = model;
  const integral: DepartureIntegral = { logOdds: 0, moments: new Float64Array(14) };
  return x.map((count, row) => {
    const { alpha, beta } = ownScales(model, covariates, row);
    const recency = count === 0 ? 0 : tx[row]!;
    departureIntegral({ shape: r + count, alpha, s, beta }, recency, T[row]!, integral, false);
    return logistic(-integral.logOdds);
  });
}

/**
 * Expected transactions of every customer within each horizon from now, given the history (Fader and
 * Hardie 2005, "A Note on Deriving the Pareto/NBD Model", eq. 41):
 * P(alive)·(r + x)/(alpha + T)·(beta + T)·(1 − ((beta + T)/(beta + T + t))^(s−1)) / (s − 1).
 * Passed on row by row, so that no table of rows × horizons is kept.
 *
 * @param horizons times from now, ≥ 0, in the unit of `rfm`
 * @param rfm a table that `checkTable` has passed, in the unit of the fit
 * @param take receives a customer's expected transactions at each horizon; the array is reused
 */
export function paretoNbdConditionalExpectation(
  model: ParetoNbdModel,
  horizons: Float64Array,
  rfm: Rfm,
  take: (row: number, expected: Float64Array) => void,
): void {
  const { r, s } = model;
  const alive = paretoNbdProbabilityAlive(model, rfm);
  const expected = new Float64Array(horizons.length);
  for (let row = 0; row < alive.length; row++) {
    const { alpha, beta } = ownScales(model, rfm.covariates, row);
    const age = rfm.T[row]!;
    const rate = (alive[row]! * (r + rfm.x[row]!)) / (alpha + age);
    for (let i = 0; i < horizons.length; i++) {
      const growth = Math.log1p(horizons[i]! / (beta + age));
      const time = Math.abs(s - 1) < 1e-12 ? growth : -Math.expm1((1 - s) * growth) / (s - 1);
      expected[i] = rate * (beta + age) * time;
    }
    take(row, expected);
  }
}
