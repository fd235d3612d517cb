import type { BgNbdModel } from './bg-nbd.ts';
import {
  bgNbdConditionalExpectation,
  bgNbdProbabilityAlive,
} from './bg-nbd-conditional-expectation.ts';
import { type NbdModel, nbdConditionalExpectation } from './nbd.ts';
import {
  paretoNbdConditionalExpectation,
  paretoNbdProbabilityAlive,
} from './pareto-nbd-conditional-expectation.ts';
import type { ParetoNbdModel } from './pareto-nbd-model.ts';
import { checkRfm, type Rfm } from './rfm.ts';

/** A fitted model of how often customers come back and when they leave. */
export type TransactionModel = BgNbdModel | ParetoNbdModel | NbdModel;

/**
 * The probability that each customer is still alive, given the history. Under `bg-nbd` it is 1 for every
 * customer who never came back, by that model's construction; use `mbg-nbd` or `pareto-nbd` where that
 * matters. Under `nbd` nobody leaves.
 *
 * @param rfm one row a customer, in the unit of the fit
 * @returns one probability a customer
 * @throws RangeError for an invalid row, named with its field, or for other covariates than the model's
 */
export function probabilityAlive(model: TransactionModel, rfm: Rfm): Float64Array {
  checkTable(model, rfm);
  if (model.kind === 'nbd') return new Float64Array(rfm.x.length).fill(1);
  return model.kind === 'pareto-nbd'
    ? paretoNbdProbabilityAlive(model, rfm)
    : bgNbdProbabilityAlive(model, rfm);
}

/**
 * The conditional expectation of each customer's transactions within the horizon from now, given the
 * history: that of a customer who is alive, times the probability of being so.
 *
 * @param horizon a time ≥ 0, in the unit of `rfm`
 * @param rfm one row a customer, in the unit of the fit
 * @returns one number a customer
 * @throws RangeError for an invalid row, named with its field, an invalid horizon, or for other covariates
 *   than the model's
 */
export function expectedTransactions(
  model: TransactionModel,
  horizon: number,
  rfm: Rfm,
): Float64Array {
  if (!(Number.isFinite(horizon) && horizon >= 0)) {
    throw new RangeError(`The horizon is ${horizon}; give a finite time, 0 or more.`);
  }
  checkTable(model, rfm);
  const result = new Float64Array(rfm.x.length);
  transactionsAt(model, Float64Array.of(horizon), rfm, (row, expected) => {
    result[row] = expected[0]!;
  });
  return result;
}

/**
 * Expected transactions at several horizons, passed on row by row.
 *
 * @param horizons times from now, ascending, ≥ 0, in the unit of `rfm`
 * @param rfm a table that {@link checkTable} has passed
 * @param take receives a customer's expected transactions at each horizon; the array is reused
 */
export function transactionsAt(
  model: TransactionModel,
  horizons: Float64Array,
  rfm: Rfm,
  take: (row: number, expected: Float64Array) => void,
): void {
  if (model.kind === 'nbd') nbdConditionalExpectation(model, horizons, rfm, take);
  else if (model.kind === 'pareto-nbd') paretoNbdConditionalExpectation(model, horizons, rfm, take);
  else bgNbdConditionalExpectation(model, horizons, rfm, take);
}

/**
 * Checks a customer table, and that it has the covariates the model was fitted with, in their order.
 *
 * @throws RangeError for an invalid row, named with its field, or for other covariates
 */
export function checkTable(model: TransactionModel, rfm: Rfm): void {
  checkRfm(rfm);
  const wanted = model.kind === 'pareto-nbd' ? (model.covariates ?? []) : [];
  const given = rfm.covariates?.names ?? [];
  if (wanted.length > 0 && wanted.some(({ name }, i) => given[i] !== name)) {
    throw new RangeError(
      `The model was fitted with the covariates ${wanted.map(({ name }) => name).join(', ')}, but the table has ${given.join(', ') || 'none'}.`,
    );
  }
}
