/** Days as a cron expression has them. */
export type Days = { dayOfMonth: string; dayOfWeek: string };
export type Time = { hour: number; minute: number };
export type PartOfDay = 'morning' | 'noon' | 'afternoon' | 'evening';

/** Monday to Friday. */
export const workingDays: Days = { dayOfMonth: '*', dayOfWeek: '1-5' };
export const everyDay: Days = { dayOfMonth: '*', dayOfWeek: '*' };

/** Some days of the week, from 0, a Sunday, to 6. */
export function weekly(days: readonly number[]): Days {
  const inOrder = [...new Set(days)].sort((a, b) => a - b);
  return { dayOfMonth: '*', dayOfWeek: inOrder.join(',') };
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

/** A time of day; undefined where no clock shows it. `half` is that of the day, such as "p.m.". */
export function clock(hour: number, minute: number, half?: 'am' | 'pm'): Time | undefined {
  if (half !== undefined && (hour < 1 || hour > 12)) return undefined;
  const h = half === undefined ? hour : (hour % 12) + (half === 'pm' ? 12 : 0);
  return h >= 0 && h <= 23 && minute <= 59 ? { hour: h, minute } : undefined;
}
