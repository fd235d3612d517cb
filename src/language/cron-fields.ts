import type { ScheduleRule } from '../store/digests/schedule-rule.ts';

/** Days as a cron expression has them, every month unless some are named; and what of them it cannot say. */
export type Days = {
  dayOfMonth: string;
  dayOfWeek: string;
  month?: string;
  rule?: Pick<ScheduleRule, 'only' | 'workingDay'>;
};
export type Time = { hour: number; minute: number };
export type PartOfDay = 'morning' | 'noon' | 'afternoon' | 'evening';

/** Monday to Friday. */
export const workingDays: Days = { dayOfMonth: '*', dayOfWeek: '1-5' };
/** The working days of the bank's calendar. */
export const bankWorkingDays: Days = { ...workingDays, rule: { only: 'workingDays' } };
export const everyDay: Days = { dayOfMonth: '*', dayOfWeek: '*' };

/** Some days of the week, from 0, a Sunday, to 6. */
export function weekly(days: readonly number[]): Days {
  const inOrder = [...new Set(days)].sort((a, b) => a - b);
  const named = inOrder.join(',');
  return { dayOfMonth: '*', dayOfWeek: named === '1,2,3,4,5' ? '1-5' : named };
}

/** The days of the week from one to another, as from Friday, 5, to Monday, 1. */
export function weekSpan(first: number, last: number): number[] {
  const length = ((last - first + 7) % 7) + 1;
  return Array.from({ length }, (_, i) => (first + i) % 7);
}

/** A day of the month; undefined for one that some month lacks. */
export function monthly(day: number | undefined): Days | undefined {
  return day !== undefined && day >= 1 && day <= 28
    ? { dayOfMonth: String(day), dayOfWeek: '*' }
    : undefined;
}

/** Some days of the month; undefined where some month lacks one. */
export function datesOfMonth(days: readonly number[]): Days | undefined {
  const inOrder = [...new Set(days)].sort((a, b) => a - b);
  return inOrder.length > 0 && inOrder.every((day) => day >= 1 && day <= 28)
    ? { dayOfMonth: inOrder.join(','), dayOfWeek: '*' }
    : undefined;
}

/** How often something comes that is once in a month or in a quarter: at its beginning, or at its end. */
export type Period = { of: 'month' | 'quarter'; at: 'start' | 'end' };
const monthsOf = ({ of, at }: Period): Pick<Days, 'month'> =>
  of === 'month' ? {} : { month: at === 'start' ? '1,4,7,10' : '3,6,9,12' };

/** The first or the last day of each month or quarter. */
export const edgeOf = (period: Period): Days => ({
  dayOfMonth: period.at === 'start' ? '1' : 'L',
  dayOfWeek: '*',
  ...monthsOf(period),
});

/**
 * One working day of each month or quarter.
 * @param place from 1; from the last, -1, backwards
 */
export const workingDayOf = (place: number, of: Period['of']): Days => ({
  ...everyDay,
  ...monthsOf({ of, at: place > 0 ? 'start' : 'end' }),
  rule: { workingDay: place },
});

/** A day of the week, 0 for Sunday, once a month: `place` from 1 to 4, or the last. */
export const weekdayOfMonth = (day: number, place: number | 'last'): Days => ({
  dayOfMonth: '*',
  dayOfWeek: place === 'last' ? `${day}L` : `${day}#${place}`,
});

/** Days of the week, and holidays, that are left out of others. */
export type LeftOut = { days: readonly number[]; holidays: boolean };

/** Days without some of them; undefined where those are none of them, or what is left is no day. */
export function without(days: Days, { days: leftOut, holidays }: LeftOut): Days | undefined {
  const { dayOfMonth, dayOfWeek, rule } = days;
  if (dayOfMonth !== '*' || rule?.workingDay !== undefined) return undefined;
  const only = holidays ? 'notHolidays' : rule?.only;
  const kept = daysOfWeek(dayOfWeek);
  if (kept === undefined || !leftOut.every((day) => kept.includes(day))) return undefined;
  const left = kept.filter((day) => !leftOut.includes(day));
  if (left.length === 0) return undefined;
  return {
    ...days,
    dayOfWeek: leftOut.length === 0 ? dayOfWeek : weekly(left).dayOfWeek,
    ...(only === undefined ? {} : { rule: { ...rule, only } }),
  };
}

/** Days of the week as a cron expression lists them, from 0, a Sunday; undefined for what is no list of days. */
export function daysOfWeek(field: string): number[] | undefined {
  if (field === '*') return weekSpan(0, 6);
  if (field === workingDays.dayOfWeek) return weekSpan(1, 5);
  return /^[0-6](?:,[0-6])*$/.test(field) ? field.split(',').map(Number) : undefined;
}

/** A time of day; undefined where no clock shows it. `half` is that of the day, such as "p.m.". */
export function clock(hour: number, minute: number, half?: 'am' | 'pm'): Time | undefined {
  if (half !== undefined && (hour < 1 || hour > 12)) return undefined;
  const h = half === undefined ? hour : (hour % 12) + (half === 'pm' ? 12 : 0);
  return h >= 0 && h <= 23 && minute <= 59 ? { hour: h, minute } : undefined;
}
