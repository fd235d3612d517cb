import type { PastMarks, PastPurchaseColumns } from '../../store/scoring/past-purchase-columns.ts';
import { splitHistory } from '../../valuation/index.ts';
import { type Calendar, dayNumber, lastPeriodBy, previousMonthEnd } from './calendar.ts';

/** The months that a backtest of purchases judges, and what it knows of the time before them. */
export type PastPurchases = {
  /** months of the run that are seen, the newest of them that make a year, and those judged */
  months: { seen: number; newest: number; judged: number };
  /** the last day seen, days from 1 January 1970 */
  dayNumber: number;
  /** one entry a customer */
  columns: PastPurchaseColumns;
};

/**
 * Divides the months that a run knows for a backtest of purchases: as one of contributions does, or, where they are too few
 * for that, into the last third and those before.
 *
 * @returns null where there are fewer than three
 */
export function splitPurchases(
  calendar: Calendar,
): (Omit<PastPurchases, 'columns'> & { marks: PastMarks }) | null {
  const { months } = calendar;
  const judged = splitHistory(months.length)?.judged ?? Math.floor(months.length / 3);
  const seen = months.length - judged;
  const newest = Math.min(12, seen);
  const lastSeen = months[seen - 1];
  const lastJudged = months.at(-1);
  const firstNewest = months[seen - newest];
  if (judged < 1 || !lastSeen || !lastJudged || !firstNewest) return null;
  return {
    months: { seen, newest, judged },
    dayNumber: dayNumber(lastSeen.end),
    marks: {
      before: lastPeriodBy(calendar, previousMonthEnd(firstNewest.start)),
      seen: lastPeriodBy(calendar, lastSeen.end),
      judged: lastPeriodBy(calendar, lastJudged.end),
    },
  };
}
