import { midnightBefore, momentAt, momentsShowing } from '../../language/wall-clock.ts';
import type { BankCalendar } from '../../settings/bank-calendar.ts';
import type { ScheduleRule } from '../../store/digests/schedule-rule.ts';
import { cronDays } from './cron-days.ts';
import { keepsRule } from './rule-days.ts';

/** When something recurs: a cron expression of five fields, on the clocks of an IANA time zone, and what it cannot say. */
export type Recurring = { cron: string; timezone: string; rule?: ScheduleRule | undefined };

const dayLong = 24 * 60 * 60 * 1000;
const minuteLong = 60 * 1000;
/** How many days are looked through for the next slots: every schedule that people say recurs within a year. */
const lookAhead = 800;

/**
 * The newest slot of a schedule that is not after `now`, of those since `from`. The days and times are those of clocks on the
 * wall: a time that the clocks of a day skip is due right after the gap, and one that comes twice is due the first time. What
 * recurs hour after hour is due whenever the clocks show it, and not made up for where they do not. What comes after runs has
 * no slots of its own.
 * @returns undefined where there is none
 * @throws Error for an invalid cron expression or time zone
 */
export function newestSlot(
  schedule: Recurring,
  calendar: BankCalendar,
  from: Date,
  now: Date,
): Date | undefined {
  const { timezone, rule } = schedule;
  if (rule?.afterRun) return undefined;
  const first = midnightBefore(from, timezone).getTime() - dayLong;
  for (let day = midnightBefore(now, timezone).getTime() + dayLong; day >= first; day -= dayLong) {
    const slot = slotsOfDay(schedule, calendar, new Date(day)).findLast((each) => each <= now);
    if (slot !== undefined) return slot < from ? undefined : slot;
  }
  return undefined;
}

/**
 * The next slots of a schedule after a moment, the soonest first.
 * @returns fewer than `count` where there are no more within two years
 * @throws Error for an invalid cron expression or time zone
 */
export function nextSlots(
  schedule: Recurring,
  calendar: BankCalendar,
  after: Date,
  count: number,
): Date[] {
  const slots: Date[] = [];
  if (schedule.rule?.afterRun) return slots;
  const first = midnightBefore(after, schedule.timezone).getTime() - dayLong;
  for (let i = 0; i < lookAhead && slots.length < count; i++)
    for (const slot of slotsOfDay(schedule, calendar, new Date(first + i * dayLong)))
      if (slot > (slots.at(-1) ?? after)) slots.push(slot);
  return slots.slice(0, count);
}

/** The slots of a day, by its midnight in UTC, in order. */
function slotsOfDay(
  { cron, timezone, rule = {} }: Recurring,
  calendar: BankCalendar,
  day: Date,
): Date[] {
  const days = cronDays(cron);
  // A bank may work on a Saturday, too.
  const ofBank = rule.only === 'workingDays' && cron.endsWith(' * * 1-5');
  if (!(ofBank || days.has(day)) || !keepsRule(rule, calendar, day)) return [];
  const shown = minutesOf(rule, days.minutes).map(
    (minutes) => new Date(day.getTime() + minutes * minuteLong),
  );
  return days.everyHour
    ? shown
        .flatMap((each) => momentsShowing(each, timezone))
        .sort((a, b) => a.getTime() - b.getTime())
    : shown.map((each) => momentAt(each, timezone));
}

const minutesOf = ({ times }: ScheduleRule, ofCron: readonly number[]): readonly number[] =>
  times?.map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) ?? ofCron;

/**
 * When a digest comes next: of one that is paused until a day, from then on.
 * @param digest `pausedUntil`: ISO, in its time zone
 * @returns undefined where it is paused, or never comes
 */
export function nextOfDigest(
  digest: Recurring & { paused: boolean; pausedUntil: string | null },
  calendar: BankCalendar,
  now: Date,
): Date | undefined {
  const { paused, pausedUntil, timezone } = digest;
  if (paused && pausedUntil === null) return undefined;
  const resumed =
    pausedUntil === null
      ? now
      : new Date(momentAt(new Date(`${pausedUntil}T00:00:00Z`), timezone).getTime() - 1);
  return nextSlots(digest, calendar, resumed > now ? resumed : now, 1)[0];
}
