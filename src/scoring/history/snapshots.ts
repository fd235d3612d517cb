import type { purchaseColumns } from '../../store/scoring/purchase-columns.ts';
import type { CustomerColumns, SnapshotColumns } from '../../store/scoring/snapshot-columns.ts';

/** What the bank could know of every customer on a day, one entry a customer. */
export type Snapshot = {
  day: string;
  /** days from 1 January 1970 */
  dayNumber: number;
  /** how many months before the day the bank's data begins, at most 12 */
  monthsKnown: number;
  columns: SnapshotColumns;
};

/** Everything a valuation is computed from, one entry a customer. */
export type BankSnapshots = {
  customers: CustomerColumns;
  /** the as-of date first, then the training dates, newest first, each a churn horizon before the one before it */
  snapshots: [Snapshot, ...Snapshot[]];
  purchases: Awaited<ReturnType<typeof purchaseColumns>>;
  /** the newest balance recorded by the as-of date, which models may have to do without; `NaN` where there is none */
  balance: Float64Array;
  /** the first day of each month of which contributions are known, oldest first */
  months: string[];
};
