import type { Coded } from '../../language/messages.ts';
import type { Config } from '../../settings/settings.ts';
import { isPurchaseModel, type ValueModel } from '../../settings/value-models.ts';
import type { Reversion } from '../../valuation/index.ts';
import type { BankSnapshots } from '../history/snapshots.ts';
import { type CustomerClv, type Purchases, valueByDeparture, valueCustomers } from './clv.ts';
import { valuePurchases } from './purchase-value.ts';
import { departureByTenure, retentionOnRecord, tenuresOf } from './retention.ts';

/** What customers are valued from, one entry a customer. */
export type ValueInput = {
  bank: BankSnapshots;
  /** customers × months, row-major, oldest month first; NaN where they were not the bank's customer */
  contributions: Float64Array;
  active: Uint8Array;
  /** from 0; −1 for none */
  segment: Int32Array;
  /** the chance of leaving within the churn horizon */
  churn: Float64Array;
  reversion: Reversion;
  purchases: Purchases;
};

/** The values of customers, the model they are by, and what there is to say about it. */
export type ValuedByModel = {
  valued: CustomerClv;
  model: ValueModel;
  /** what the model learnt besides the models of purchases */
  retention: ReturnType<typeof retentionOnRecord>;
  warnings: Coded<'run-warnings'>[];
};

/** Values the active customers by a model, or by contribution where that model cannot be fitted. */
export function valueByModel(
  model: ValueModel,
  { bank, contributions, active, segment, churn, reversion, purchases }: ValueInput,
  clv: Config['valuation']['clv'],
): ValuedByModel {
  const byContribution = (warnings: ValuedByModel['warnings']): ValuedByModel => ({
    valued: valueCustomers(contributions, active, segment, churn, reversion, clv),
    model: 'contribution',
    retention: null,
    warnings,
  });
  if (isPurchaseModel(model)) {
    const valued = valuePurchases(purchases, active, clv);
    return valued === null
      ? byContribution([{ code: 'value.byContribution', figures: {} }])
      : { valued, model, retention: null, warnings: [] };
  }
  if (model === 'contribution') return byContribution([]);
  const [{ dayNumber: to }] = bank.snapshots;
  const tenures = tenuresOf(bank);
  const retention = retentionOnRecord(bank);
  if (retention === null) return byContribution([{ code: 'value.noRetention', figures: {} }]);
  const { monthlyChurn, tenureMonths, lifetimes } = departureByTenure(
    retention,
    tenures.joined,
    to,
  );
  return {
    valued: valueByDeparture(contributions, active, segment, clv, (of) => ({
      monthlyChurn: of(monthlyChurn),
      tenureMonths: of(tenureMonths),
      lifetimes,
    })),
    model,
    retention,
    warnings: [],
  };
}
