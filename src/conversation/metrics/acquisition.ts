import type { GroupFigures } from '../../store/metrics/group-figures.ts';

/** What winning a customer costs and how many months of contribution pay it back; null is unknown. */
export type AcquisitionMetrics = {
  /** a year, in the bank's currency */
  spend: number;
  newCustomers: number;
  cost: number | null;
  paybackMonths: number | null;
};

/**
 * The acquisition cost, the year's spending over the customers who joined the bank in it, and the payback, that cost over
 * the mean contribution a month of the group's customers, undiscounted.
 *
 * @param spend of the whole bank; undefined: not given
 * @param newCustomers of the whole bank; null: not to be told
 * @returns null where there is no spending, or where the new customers are not to be told
 */
export function acquisitionOf(
  spend: number | undefined,
  newCustomers: number | null,
  { contribution12m, customers }: Pick<GroupFigures, 'contribution12m' | 'customers'>,
): AcquisitionMetrics | null {
  if (spend === undefined || newCustomers === null) return null;
  const cost = newCustomers === 0 ? null : spend / newCustomers;
  const monthly = contribution12m === null ? 0 : contribution12m / customers / 12;
  return {
    spend,
    newCustomers,
    cost,
    paybackMonths: cost !== null && monthly > 0 ? cost / monthly : null,
  };
}
