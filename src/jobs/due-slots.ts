import { newestSlot, type Recurring } from '../conversation/schedules/slots.ts';
import { type BankCalendar, bankCalendar } from '../settings/bank-calendar.ts';

/**
 * The newest moment of a schedule at or before `now`, if it is due. Where clocks change, a time that the day skips is due
 * right after the gap, and a time that comes twice is due the first time.
 * @param schedule `createdAt`: no slot before the digest existed is due
 * @param graceMinutes how late a slot may still be sent, as after a restart
 * @param calendar of the bank, for a schedule that speaks of working days or holidays; unless given, it knows no holidays
 * @returns undefined when nothing is due
 * @throws Error for an invalid cron expression or time zone
 */
export function dueSlot(
  schedule: Recurring & { createdAt: Date },
  now: Date,
  graceMinutes: number,
  calendar: BankCalendar = bankCalendar(undefined),
): Date | undefined {
  const earliest = new Date(now.getTime() - graceMinutes * 60_000);
  const slot = newestSlot(schedule, calendar, earliest, now);
  return slot !== undefined && slot > schedule.createdAt ? slot : undefined;
}
