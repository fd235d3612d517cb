import type { purchaseColumns } from '../../store/scoring/purchase-columns.ts';
import type { CustomerColumns, SnapshotColumns } from '../../store/scoring/snapshot-columns.ts';
import type { KnownSatisfaction } from '../../valuation/index.ts';
import type { PastPurchases } from './past-purchases.ts';
import type { KnownAttributes } from './read-attributes.ts';

/** What the bank could know of every customer on a day, one entry a customer. */
export type Snapshot = {
  day: string;
  /** days from 1 January 1970 */
  dayNumber: number;
  /** how many months before the day the bank's data begins, at most 12 */
  monthsKnown: number;
  columns: SnapshotColumns;
  /** the churn probability that somebody who knows the customer had contradicted, where that held on the day; else `NaN` */
  overridden: Float64Array;
  /**
   * the first and the last day of the bank's record of transactions by then, days from 1 January 1970: on no other day does
   * silence say anything. Null in a bank that records none of its customers' own
   */
  recorded: { first: number; last: number } | null;
};

/** Customers as they are on the as-of date, one entry each: all of a bank, or some of them. */
export type BankNow = {
  customers: CustomerColumns;
  /** what the bank's files say of them besides, as of their last import: what models may know */
  attributes: KnownAttributes;
  /** the as-of date */
  snapshots: [Snapshot];
  purchases: Awaited<ReturnType<typeof purchaseColumns>>;
  /**
   * the day on which a customer closed the last of their holdings, days from 1 January 1970, `NaN` where one is open; null
   * where nobody is valued by tenure
   */
  holdingsClosed: Float64Array | null;
  /** the newest balance recorded by the as-of date, which models may have to do without; `NaN` where there is none */
  balance: Float64Array;
  /** on the as-of date, as answered or estimated from what was written; what a model may know is what was answered */
  satisfaction: KnownSatisfaction;
  /** the first day of each month of which contributions are known, oldest first */
  months: string[];
  /** whether anything but costs is known of anybody in the bank: a fee, or a balance that earns interest */
  bringsIn: boolean;
};

/**
 * What models learn from: everybody or, in a large bank, a sample; one entry a customer. The as-of date is the first of the
 * days, then come the training dates, newest first, each a churn horizon before the one before it.
 */
export type LearningBank = Omit<BankNow, 'snapshots'> & {
  snapshots: [Snapshot, ...Snapshot[]];
  /** for the backtest of a model of purchases; null where none is asked for, or there are too few months */
  pastPurchases: PastPurchases | null;
  /**
   * the last day of a transaction of the customer's own by the end of each of the months: customers × months, row-major,
   * days from 1 January 1970, `NaN` where there was none; null where silence is no departure
   */
  lastOwn: Float64Array | null;
};

/** The customers of a bank that is learnt from, as they are today. */
export function today(bank: LearningBank): BankNow {
  const { pastPurchases: _, lastOwn: __, snapshots, ...known } = bank;
  return { ...known, snapshots: [snapshots[0]] };
}
