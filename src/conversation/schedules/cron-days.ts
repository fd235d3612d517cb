import { CronExpressionParser } from 'cron-parser';

/** What a cron expression of five fields says: on which days, and at which minutes of a day. */
export type CronDays = {
  /** whether a day, by its midnight in UTC, is one of them */
  has(day: Date): boolean;
  /** minutes since midnight, in order */
  minutes: readonly number[];
  /** whether it recurs through the day, hour after hour, rather than at times of the day */
  everyHour: boolean;
};

const read = new Map<string, CronDays>();
const mostRead = 1000;

/**
 * Reads a cron expression of five fields: also `L`, the last day of the month, `5L`, its last Friday, and `5#1`, its first.
 * @throws Error for what is none
 */
export function cronDays(cron: string): CronDays {
  const known = read.get(cron);
  if (known !== undefined) return known;
  if (read.size >= mostRead) read.clear();
  const days = parsed(cron);
  read.set(cron, days);
  return days;
}

function parsed(cron: string): CronDays {
  const { fields } = CronExpressionParser.parse(cron);
  const { minute, hour, month, dayOfMonth, dayOfWeek } = fields;
  const months = new Set<number>(month.values);
  const inMonth = new Set<number | string>(dayOfMonth.values);
  const inWeek = new Set<number | string>(dayOfWeek.values);
  const isInMonth = (day: Date) =>
    inMonth.has(day.getUTCDate()) || (dayOfMonth.hasLastChar && isInLast(day, 1));
  const isInWeek = (day: Date) =>
    (inWeek.has(day.getUTCDay()) &&
      (dayOfWeek.nthDay <= 0 || Math.ceil(day.getUTCDate() / 7) === dayOfWeek.nthDay)) ||
    (inWeek.has(`${day.getUTCDay()}L`) && isInLast(day, 7));
  return {
    // Where both are said, cron takes a day that is either.
    has: (day) =>
      months.has(day.getUTCMonth() + 1) &&
      (dayOfMonth.isWildcard
        ? dayOfWeek.isWildcard || isInWeek(day)
        : isInMonth(day) || (!dayOfWeek.isWildcard && isInWeek(day))),
    minutes: hour.values.flatMap((h) => minute.values.map((m) => h * 60 + m)),
    everyHour: cron.trim().split(/\s+/)[1]?.startsWith('*') === true,
  };
}

/** Whether a day is among the last so many of its month. */
function isInLast(day: Date, count: number): boolean {
  const after = new Date(day);
  after.setUTCDate(day.getUTCDate() + count);
  return after.getUTCMonth() !== day.getUTCMonth();
}
