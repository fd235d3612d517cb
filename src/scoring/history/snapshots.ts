import type { activityColumns } from '../../store/scoring/activity-columns.ts';
import type { balanceColumns } from '../../store/scoring/balance-columns.ts';
import type { customerColumns } from '../../store/scoring/customer-columns.ts';
import type { holdingColumns } from '../../store/scoring/holding-columns.ts';
import type { interactionColumns } from '../../store/scoring/interaction-columns.ts';
import type { opinionColumns } from '../../store/scoring/opinion-columns.ts';
import type { purchaseColumns } from '../../store/scoring/purchase-columns.ts';

type Read<Columns extends (...args: never[]) => Promise<unknown>> = Awaited<ReturnType<Columns>>;

/** What the bank could know of every customer on a day, one entry a customer. */
export type Snapshot = {
  day: string;
  /** days from 1 January 1970 */
  dayNumber: number;
  /** how many months before the day the bank's data begins, at most 12 */
  monthsKnown: number;
  columns: Read<typeof activityColumns> &
    Read<typeof balanceColumns> &
    Read<typeof holdingColumns> &
    Read<typeof interactionColumns> &
    Read<typeof opinionColumns>;
};

/** Everything a valuation is computed from, one entry a customer. */
export type Gathered = {
  customers: Read<typeof customerColumns>;
  /** the as-of date first, then the training dates, newest first, each a churn horizon before the one before it */
  snapshots: [Snapshot, ...Snapshot[]];
  purchases: Read<typeof purchaseColumns>;
  /** the newest balance recorded by the as-of date, which models may have to do without; `NaN` where there is none */
  balance: Float64Array;
  /** the first day of each month of which contributions are known, oldest first */
  months: string[];
};
