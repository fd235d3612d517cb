import { todayIn } from '../language/today.ts';
import { dayNumber } from '../scoring/history/calendar.ts';
import type { CommandContext } from './command-context.ts';
import { monthsInWords } from './wording/customer-words.ts';

/** No question looks further ahead: what a risk seen today says about later is little. */
export const mostMonthsAhead = 60;

/** The time a question names: a number of months from the run's as-of date, which need not be whole, and the day it ends on, if it named one. */
export type Horizon = { months: number; day: string | null };

const daysAMonth = 365.25 / 12;

/**
 * The time that a question names, if it does: so many months, or up to the next such day of the year after today; behind
 * `next-`, up to that day of the calendar year after this one.
 */
export function askedHorizon(
  { horizonMonths, until }: { horizonMonths: number | undefined; until: string | undefined },
  { run, timezone, now }: Pick<CommandContext, 'run' | 'timezone' | 'now'>,
): Horizon | undefined {
  if (horizonMonths !== undefined) return { months: horizonMonths, day: null };
  if (until === undefined) return undefined;
  const today = todayIn(timezone, now);
  const from = today > run.asOf ? today : run.asOf;
  const year = Number(from.slice(0, 4));
  const isNext = until.startsWith('next-');
  const day = (isNext ? [year + 1] : [year, year + 1])
    .map((each) => dayIn(each, until.slice(-'12-25'.length)))
    .find((each) => each > from);
  if (day === undefined) throw new Error('No such day comes within two years.');
  return { months: (dayNumber(day) - dayNumber(run.asOf)) / daysAMonth, day };
}

/** Whole months a forecast is to hold, and what to tell of the day that was named, where one was. */
export type MonthsAsked = { months: number; note: string | undefined };

/**
 * How many months a forecast goes on after the newest of a series: as many as a question names, or up to the month that the
 * day it names is in.
 *
 * @param newest the first day of the newest month there is
 * @param usual months where the question names no time
 * @param most months that are forecast; that a day is further is told
 */
export function monthsAsked(
  asked: { horizonMonths: number | undefined; until: string | undefined },
  { newest, usual, most }: { newest: string; usual: number; most: number },
  context: CommandContext,
): MonthsAsked {
  const horizon = askedHorizon(asked, context);
  if (horizon === undefined) return { months: usual, note: undefined };
  const { day } = horizon;
  if (day === null) return { months: horizon.months, note: undefined };
  const { say, format, locale } = context;
  const ahead = monthNumber(day) - monthNumber(newest);
  const months = Math.min(most, Math.max(1, ahead));
  return {
    months,
    note:
      ahead > most
        ? say('asked-horizon.longest', {
            day: format.day(day),
            span: monthsInWords(most, locale),
          })
        : say('asked-horizon.upTo', { day: format.day(day) }),
  };
}

const monthNumber = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));

/** A day of a year; 29 February is the 28th in a year that lacks it. */
function dayIn(year: number, monthDay: string): string {
  const leap = new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1;
  return `${year}-${monthDay === '02-29' && !leap ? '02-28' : monthDay}`;
}

/** “Within half a year”, or “by 25 December 2026”. */
export function horizonInWords(
  { months, day }: Horizon,
  { say, format, locale }: CommandContext,
): string {
  return day === null
    ? say('asked-horizon.within', { span: monthsInWords(months, locale) })
    : say('asked-horizon.by', { day: format.day(day) });
}
