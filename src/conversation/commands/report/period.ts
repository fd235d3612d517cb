import {
  dayAfter,
  dayNumber,
  dayOf,
  monthEnd,
  monthStart,
  monthsBefore,
  previousMonthEnd,
} from '../../../scoring/history/calendar.ts';
import type { ReportKind } from '../../../store/kinds.ts';

/** The first and the last day of a report, ISO, both included. */
export type Period = { from: string; to: string };

const week = 7;
const quarter = 3;

/**
 * What a report of a kind is of, asked when figures are as of a day: the seven days up to it, or the last calendar month or
 * quarter that was over by before.
 */
export function periodOf(kind: ReportKind, asOf: string): Period {
  if (kind === 'weekly') return { from: dayOf(dayNumber(asOf) - week + 1), to: asOf };
  const lastOver = monthEnd(asOf) === asOf ? asOf : previousMonthEnd(asOf);
  if (kind === 'monthly') return { from: monthStart(lastOver), to: lastOver };
  const beyond = Number(lastOver.slice(5, 7)) % quarter;
  const to = monthsBefore(lastOver, beyond);
  return { from: monthStart(monthsBefore(to, quarter - 1)), to };
}

/** The day before a period. */
export const dayBefore = ({ from }: Period): string => dayOf(dayNumber(from) - 1);

/**
 * Which of the runs whose values are kept tell of a period: `before`, that which was newest when it began, otherwise the oldest
 * there is; and `now`, that which was newest when it ended or, where that is no later one, the newest of all. `before` is
 * undefined where there is none before `now`; `exact` where the two are of the days between which the period lies.
 * @param runs the oldest as-of date first, at least one
 */
export function comparedRuns<Run extends { asOf: string }>(
  runs: readonly Run[],
  period: Period,
): { now: Run; before: Run | undefined; exact: boolean } {
  const newest = runs.at(-1);
  if (newest === undefined) throw new Error('There is no run to report of.');
  const upTo = (day: string) => runs.findLast(({ asOf }) => asOf <= day);
  const before = upTo(dayBefore(period)) ?? runs[0];
  const ended = upTo(period.to);
  const now =
    ended !== undefined && before !== undefined && ended.asOf > before.asOf ? ended : newest;
  return {
    now,
    before: before === now ? undefined : before,
    exact: before !== undefined && dayAfter(before.asOf) === period.from && now.asOf === period.to,
  };
}
