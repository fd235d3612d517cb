import { CronExpressionParser } from 'cron-parser';
import { momentAt, wallClock } from './wall-clock.ts';

/**
 * The newest moment of a schedule at or before `now`, if it is due. Where clocks change, a time that the day skips is due
 * right after the gap, and a time that comes twice is due the first time.
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
  const slot = newestSlot(schedule, now);
  const late = now.getTime() - slot.getTime();
  return slot > schedule.createdAt && late <= graceMinutes * 60_000 ? slot : undefined;
}

const dayLong = 24 * 60 * 60 * 1000;

/**
 * The expression is read on the clock on the wall, whose every day has 24 hours, and only what it gives is turned into a
 * moment: looked for by moments, an expression has no time inside a gap and two in an hour that comes twice.
 */
function newestSlot({ cron, timezone }: { cron: string; timezone: string }, now: Date): Date {
  // A clock that was put back within the day has shown later times than it does now.
  const latest = [now, new Date(now.getTime() - dayLong)].map(
    (moment) => wallClock(moment, timezone).getTime() - moment.getTime(),
  );
  // prev() looks strictly before its date: a slot of this very minute counts.
  const currentDate = new Date(now.getTime() + Math.max(...latest) + 1);
  const times = CronExpressionParser.parse(cron, { currentDate, tz: 'UTC' });
  for (;;) {
    const slot = momentAt(times.prev().toDate(), timezone);
    if (slot <= now) return slot;
  }
}
