import { CronExpressionParser } from 'cron-parser';

/**
 * The newest moment of a schedule at or before `now`, if it is due.
 * @param schedule cron expression of five fields and IANA time zone; `createdAt`: no slot before the digest existed is due
 * @param graceMinutes how late a slot may still be sent, as after a restart
 * @returns undefined when nothing is due
 * @throws Error for an invalid cron expression or time zone
 */
export function dueSlot(
  schedule: { cron: string; timezone: string; createdAt: Date },
  now: Date,
  graceMinutes: number,
): Date | undefined {
  // prev() looks strictly before its date: a slot of this very minute counts.
  const currentDate = new Date(now.getTime() + 1);
  const slot = CronExpressionParser.parse(schedule.cron, { currentDate, tz: schedule.timezone })
    .prev()
    .toDate();
  const late = now.getTime() - slot.getTime();
  return slot > schedule.createdAt && late <= graceMinutes * 60_000 ? slot : undefined;
}
