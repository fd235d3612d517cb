import { akaike, ratesDiffer, type TransactionModel } from '../../valuation/index.ts';
import type { PurchaseModels } from './clv.ts';
import type { ValueCard } from './value-card.ts';

/** Standard deviations from the middle of a normal to either end of its 90 % interval. */
const ninetyPercent = 1.6448536269514722;

/** What a value model's card keeps of the models of purchases; null where none could be fitted. */
export function purchaseCard({
  transactions,
  other,
}: Pick<PurchaseModels, 'transactions' | 'other'>): ValueCard['purchases'] {
  if (transactions === null || other === null) return null;
  return { by: fitted(transactions), instead: fitted(other), differ: variationOf(transactions) };
}

const fitted = (model: TransactionModel) => ({
  kind: model.kind,
  aic: akaike(model),
  bestFit: model.converged,
});

/**
 * The coefficient of variation of customers' rates, which is 1/√r where they are gamma(r, α), and its 90 % interval, by the
 * delta method on ln r.
 */
function variationOf(model: TransactionModel) {
  const { r, standardErrors } = model;
  if (standardErrors === undefined || (model.kind === 'nbd' && !ratesDiffer(model))) return null;
  const variation = 1 / Math.sqrt(r);
  const spread = Math.exp((ninetyPercent * standardErrors.r) / (2 * r));
  return { variation, low: variation / spread, high: variation * spread };
}
