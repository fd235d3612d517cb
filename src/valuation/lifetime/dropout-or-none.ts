import type { BgNbdModel } from './bg-nbd.ts';
import { fitNbd, type NbdModel } from './nbd.ts';
import type { ParetoNbdModel } from './pareto-nbd-model.ts';
import type { Rfm } from './rfm.ts';

/** A model in which customers leave, and NBD, in which nobody does, on the same purchases. */
export type DropoutOrNone = {
  /** The one to go by. */
  chosen: BgNbdModel | ParetoNbdModel | NbdModel;
  /** The one not to go by. */
  other: BgNbdModel | ParetoNbdModel | NbdModel;
};

/**
 * Chooses between a model in which customers leave and NBD: NBD where that model shows no departures, and where its
 * likelihood is not higher by what its two further parameters are due (Akaike's information criterion 4 + 2·2 − 2 ln L is
 * no lower), whether it has a best fit or ran away towards the bounds of its parameters. A model that ran away but fits
 * better than that is kept: it tells of departures which NBD would deny.
 *
 * @param model fitted to `rfm` without a penalty
 * @param rfm the same table, without covariates
 * @throws RangeError for an invalid row, or covariates
 */
export function dropoutOrNone(model: BgNbdModel | ParetoNbdModel, rfm: Rfm): DropoutOrNone {
  const nbd = fitNbd(rfm);
  const leaves = model.kind === 'pareto-nbd' ? model.s : model.a;
  return leaves > 0 && akaike(model) < akaike(nbd)
    ? { chosen: model, other: nbd }
    : { chosen: nbd, other: model };
}

/** Akaike's information criterion (1974) of a fitted model of purchases: the lower, the better. */
export function akaike(model: BgNbdModel | ParetoNbdModel | NbdModel): number {
  const parameters = model.kind === 'nbd' ? 2 : 4;
  return 2 * parameters - 2 * model.logLikelihood;
}
