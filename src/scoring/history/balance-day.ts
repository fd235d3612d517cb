import { recordedHoldings, type Span } from '../../store/scoring/recorded-holdings.ts';
import type { Database } from '../../store/store.ts';
import { dayAfter, monthStart, monthsBefore, previousMonthEnd } from './calendar.ts';

/** How many months before are looked at for what the bank usually has recorded by a day. */
const monthsCompared = 2;
/** Of the holdings: a smaller difference is the coming and going of customers. */
const usual = 0.2;

/**
 * The day whose balances a run learns and predicts from: the newest, up to the as-of date, by which the bank has recorded
 * as many of the month's balances as by the same day of the months before, and no fewer of the month before than usual. A
 * bank that records month ends may not yet have recorded the one the run falls on; one that keeps only a month's last
 * balance has fresher balances in the current month than in any month before. Either would set every customer's balances
 * apart from those the models learnt from.
 *
 * @returns the as-of date, or the end of one of the two months before it; the as-of date too where no day is as usual, as
 *   in the first months of a bank's records
 *
 * @param asOf YYYY-MM-DD
 */
export async function balanceDay(db: Database, asOf: string): Promise<string> {
  const lastMonth = previousMonthEnd(asOf);
  const candidates = [asOf, lastMonth, previousMonthEnd(lastMonth)].map((day) => ({
    day,
    over: previousMonthEnd(dayAfter(day)) === day,
    monthToDate: spansBefore(day, toDate),
    monthBefore: spansBefore(day, before),
  }));
  const spans = candidates.flatMap(({ monthToDate, monthBefore }) => [
    ...monthToDate,
    ...monthBefore,
  ]);
  const recorded = await recordedHoldings(db, spans);
  const of = new Map(spans.map((span, at) => [span, recorded.spans[at] ?? 0]));
  const known = ([now]: readonly Span[]) => now !== undefined && (of.get(now) ?? 0) > 0;
  const beyondUsual = (compared: readonly Span[]) => {
    const [now = 0, ...before] = compared.map((span) => of.get(span) ?? 0);
    const expected = before.reduce((sum, count) => sum + count, 0) / before.length;
    return (now - expected) / Math.max(1, recorded.altogether);
  };
  return (
    candidates.find(
      ({ over, monthToDate, monthBefore }) =>
        (known(monthToDate) || known(monthBefore)) &&
        beyondUsual(monthToDate) >= -usual &&
        // More than usual in a month that is over are new holdings; in the current month, balances fresher than any before.
        (over || beyondUsual(monthToDate) <= usual) &&
        beyondUsual(monthBefore) >= -usual,
    )?.day ?? asOf
  );
}

function spansBefore(day: string, span: (day: string) => Span): Span[] {
  return Array.from({ length: monthsCompared + 1 }, (_, months) => span(monthsBefore(day, months)));
}

function toDate(day: string): Span {
  return { from: monthStart(day), to: day };
}

function before(day: string): Span {
  const to = previousMonthEnd(day);
  return { from: monthStart(to), to };
}
