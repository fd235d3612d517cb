import type { Coded } from '../../language/messages.ts';
import type { Config } from '../../settings/settings.ts';
import { isPurchaseModel, type ValueModel } from '../../settings/value-models.ts';
import type {
  ContributionModel,
  Reversion,
  ShiftedBetaGeometricModel,
} from '../../valuation/index.ts';
import type { BankNow } from '../history/snapshots.ts';
import {
  type CustomerClv,
  expectPurchases,
  learnFromContributions,
  type PurchaseModels,
  type Purchases,
  purchasesOf,
  valueByDeparture,
  valueCustomers,
} from './clv.ts';
import { valuePurchases } from './purchase-value.ts';
import { departureByTenure, longestTenure, retentionOnRecord } from './retention.ts';

/** Customers as they are today, one entry each. */
export type ValueInput = {
  bank: BankNow;
  /** customers × months, row-major, oldest month first; NaN where they were not the bank's customer */
  contributions: Float64Array;
  active: Uint8Array;
  /** from 0; −1 for none */
  segment: Int32Array;
};

/** What values any customer of a bank: the model that was asked for, or contribution where that could not be fitted. */
export type LearntValue = {
  model: ValueModel;
  /** of contributions; null where none is known, and for models of purchases */
  contribution: ContributionModel | null;
  /** what the model learnt besides the models of purchases, and the longest tenure of any customer in months */
  retention: { model: ShiftedBetaGeometricModel; longest: number } | null;
  warnings: Coded<'run-warnings'>[];
};

/** Learns from the active customers what a model needs, or contribution where that model cannot be fitted. */
export function learnValue(
  model: ValueModel,
  purchases: PurchaseModels,
  { bank, contributions, active, segment }: ValueInput,
  clv: Config['valuation']['clv'],
): LearntValue {
  const contribution = () => learnFromContributions(contributions, active, segment);
  const byContribution = (warnings: LearntValue['warnings']): LearntValue => ({
    model: 'contribution',
    contribution: contribution(),
    retention: null,
    warnings,
  });
  if (isPurchaseModel(model)) {
    const expected = expectPurchases(purchases, purchasesOf(bank), clv.horizonMonths);
    return valuePurchases(expected, active, clv)?.unvalued !== 0
      ? byContribution([{ code: 'value.byContribution', figures: {} }])
      : { model, contribution: null, retention: null, warnings: [] };
  }
  if (model === 'contribution') return byContribution([]);
  const retention = retentionOnRecord(bank);
  if (retention === null) return byContribution([{ code: 'value.noRetention', figures: {} }]);
  const [{ dayNumber }] = bank.snapshots;
  const longest = longestTenure(bank.customers.joined, dayNumber);
  return {
    model,
    contribution: contribution(),
    retention: { model: retention, longest },
    warnings: [],
  };
}

/**
 * Values the active ones of customers by what was learnt of the bank.
 *
 * @param churn the chance of leaving within the churn horizon, one entry a customer
 * @returns their values, and how many of them have 0 because a model of purchases, learnt from others, expects no finite amount of
 *   them
 */
export function valueByModel(
  { model, contribution, retention }: LearntValue,
  { bank, contributions, active, segment }: ValueInput,
  {
    churn,
    reversion,
    purchases,
  }: { churn: Float64Array; reversion: Reversion; purchases: Purchases },
  clv: Config['valuation']['clv'],
): CustomerClv & { unvalued: number } {
  if (isPurchaseModel(model)) {
    const valued = valuePurchases(purchases, active, clv);
    if (valued === null) throw new Error(`The model ${model} is in use, but was not fitted.`);
    return valued;
  }
  if (retention === null)
    return {
      ...valueCustomers(contribution, contributions, active, segment, churn, reversion, clv),
      unvalued: 0,
    };
  const [{ dayNumber }] = bank.snapshots;
  const { monthlyChurn, tenureMonths, lifetimes } = departureByTenure(
    retention.model,
    bank.customers.joined,
    dayNumber,
    retention.longest,
  );
  const valued = valueByDeparture(contribution, contributions, active, segment, clv, (of) => ({
    monthlyChurn: of(monthlyChurn),
    tenureMonths: of(tenureMonths),
    lifetimes,
  }));
  return { ...valued, unvalued: 0 };
}
