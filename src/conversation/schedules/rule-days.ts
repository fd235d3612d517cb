import type { BankCalendar } from '../../settings/bank-calendar.ts';
import type { ScheduleRule } from '../../store/digests/schedule-rule.ts';

const dayLong = 24 * 60 * 60 * 1000;

/** Whether a day, by its midnight in UTC, is one of those that a rule leaves. */
export function keepsRule(rule: ScheduleRule, calendar: BankCalendar, day: Date): boolean {
  const { weeks, only, workingDay } = rule;
  const iso = isoOf(day);
  if (weeks?.from !== undefined) {
    const apart = weekOf(day) - weekOf(new Date(`${weeks.from}T00:00:00Z`));
    if (apart < 0 || apart % weeks.every !== 0) return false;
  }
  if (only === 'notHolidays' && calendar.isHoliday(iso)) return false;
  if (only === 'workingDays' && !calendar.isWorkingDay(iso)) return false;
  return workingDay === undefined || isWorkingDayOfMonth(workingDay, calendar, day);
}

const isoOf = (day: Date): string => day.toISOString().slice(0, 10);

/** Weeks since the first Monday of the epoch. */
const weekOf = (day: Date): number => Math.floor((day.getTime() / dayLong + 3) / 7);

/** Whether a day is a working day, and so many of them come before it in its month, or after it. */
function isWorkingDayOfMonth(place: number, calendar: BankCalendar, day: Date): boolean {
  if (!calendar.isWorkingDay(isoOf(day))) return false;
  const step = place > 0 ? -dayLong : dayLong;
  let others = 0;
  for (
    let other = new Date(day.getTime() + step);
    other.getUTCMonth() === day.getUTCMonth();
    other = new Date(other.getTime() + step)
  )
    if (calendar.isWorkingDay(isoOf(other))) others++;
  return others === Math.abs(place) - 1;
}
