import { churnFeatures } from '../../settings/churn-features.ts';
import type { CustomerColumns } from '../../store/scoring/snapshot-columns.ts';
import type { Column } from '../../valuation/index.ts';
import type { Snapshot } from '../history/snapshots.ts';

/**
 * The features of every customer on the day of a snapshot, in the order of the list. What would need more history than
 * the bank has is missing for all.
 *
 * @param forbidden attributes and features that no model may know
 */
export function featuresOf(
  customers: CustomerColumns,
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
