import { churnFeatures } from '../../settings/churn-features.ts';
import type { Column } from '../../valuation/index.ts';
import type { BankNow, Snapshot } from '../history/snapshots.ts';

/**
 * The features of every customer on the day of a snapshot, in the order of the list, and after them their attributes, which are
 * as the bank's files say today. What would need more history than the bank has is missing for all.
 *
 * @param forbidden attributes and features that no model may know
 */
export function featuresOf(
  bank: Pick<BankNow, 'customers' | 'attributes'>,
  snapshot: Snapshot,
  forbidden: readonly string[],
): Column[] {
  return [...recordedFeatures(bank, snapshot, forbidden), ...bank.attributes.columns];
}

/** The features that are computed from what the bank records of every customer: {@link featuresOf} without attributes. */
export function recordedFeatures(
  { customers }: Pick<BankNow, 'customers'>,
  { columns, dayNumber, monthsKnown }: Snapshot,
  forbidden: readonly string[],
): Column[] {
  return churnFeatures
    .filter(
      (feature) =>
        !forbidden.includes(feature.name) &&
        !('attribute' in feature && forbidden.includes(feature.attribute)),
    )
    .map((feature) => {
      const values = feature.of({ columns, customers, dayNumber });
      const known = !('months' in feature) || monthsKnown >= feature.months;
      return {
        name: feature.name,
        kind: 'number',
        values: known ? values : values.map(() => Number.NaN),
      };
    });
}
