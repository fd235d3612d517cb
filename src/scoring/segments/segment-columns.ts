import type { segmentFeatures } from '../../settings/segments.ts';
import type { FeatureColumn } from '../../valuation/index.ts';
import type { Snapshot } from '../history/snapshots.ts';

/**
 * What segments may be made of, one entry a customer; the configuration chooses among these. Money is in the bank's
 * currency. `NaN` is unknown: the days since the last transaction for those who never made one, and balance and
 * contribution for those who joined after the last month's end, so that nothing is said of them that the next month's end
 * would take back.
 *
 * @param known `tenure` in months; `contribution12m` of the newest twelve months, `NaN` where none of them is known;
 *   `satisfaction` 0 to 1, as answered or estimated
 */
export function segmentColumns(
  { columns: c, dayNumber, monthsKnown }: Snapshot,
  {
    tenure,
    contribution12m,
    satisfaction,
  }: Record<'tenure' | 'contribution12m' | 'satisfaction', Float64Array>,
): FeatureColumn[] {
  // Those who joined within the year are measured over the months they were there, at least one.
  const months = tenure.map((there) =>
    Math.max(1, Math.min(12, monthsKnown, Number.isNaN(there) ? 12 : there)),
  );
  const columns: Record<(typeof segmentFeatures)[number], Float64Array> = {
    balance: c.balance,
    debt: c.debt,
    transactions_12m: c.own_12m,
    spend_12m: c.outflow_12m,
    monthly_spend: c.outflow_12m.map((amount, row) => amount / months[row]!),
    days_since_transaction: c.last_own.map((day) => dayNumber - day),
    products: c.products,
    tenure_months: tenure,
    contribution_12m: contribution12m,
    contacts_12m: c.contacts_12m,
    satisfaction,
  };
  return Object.entries(columns).map(([name, values]) => ({ name, values }));
}
