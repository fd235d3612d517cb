import {
  type Days,
  type PartOfDay,
  type Time,
  workingDays,
} from '../../../language/cron-fields.ts';
import { earliest, type Found } from '../../../language/earliest.ts';
import { type Finder, recurrences } from '../../../language/reading.ts';
import { readings } from '../../../language/readings.ts';

/**
 * A schedule found in a text: its cron expression, and the text without the words that said so. `sure`: it can be
 * nothing else, as "every Monday" or "daily at 7"; "daily" alone may be about a balance.
 */
export type FoundSchedule = { cron: string; timezone?: string; rest: string; sure: boolean };

const schedules = readings.flatMap(({ schedule }) => schedule ?? []);

/** Each tells of days in every language in which they can be told so; the first that fits counts. */
const dayFinders = recurrences.map((recurrence) =>
  schedules.flatMap(({ days }) => days[recurrence] ?? []),
);
const timeFinders = schedules.flatMap(({ times }) => times.map((finder) => [finder]));
const partsOfDay: readonly PartOfDay[] = ['morning', 'noon', 'afternoon', 'evening'];
const partFinders = partsOfDay.map((part) =>
  schedules.flatMap(({ partsOfDay }): Finder<PartOfDay>[] => {
    const pattern = partsOfDay[part];
    return pattern === undefined ? [] : [{ pattern, read: () => part }];
  }),
);
const hours: Record<PartOfDay, number> = { morning: 8, noon: 12, afternoon: 14, evening: 18 };

const aroundZone = schedules.flatMap((schedule) => schedule.aroundZone ?? []);
const zonePattern = new RegExp(
  `\\b(?:${aroundZone.map(({ before }) => before).join('|')})?((?:Africa|America|Asia|Australia|Europe|Pacific|Atlantic)/[A-Za-z_]+(?:/[A-Za-z_]+)?|UTC|GMT)\\b(?:${aroundZone.map(({ after }) => after).join('|')})?`,
);

/** What was found by the first of some ways to say something that the text has; a match that cannot be, such as 25:00, counts as none. */
function take<T>(
  ways: readonly (readonly Finder<T>[])[],
  text: string,
): (Found<T> & { rest: string }) | undefined {
  for (const finders of ways) {
    const found = earliest(finders, text);
    if (found !== undefined)
      return { ...found, rest: `${text.slice(0, found.start)} ${text.slice(found.end)}` };
  }
  return undefined;
}

/**
 * Finds a schedule in normalised text: "every weekday at 8:30", "daily at 7am", "Mondays 9:00", in every language that
 * is read. Days without a time are 8:00, or the hour of the part of the day named; a time without days is every working
 * day.
 * @returns undefined where the text names neither days nor, after "at" or the like, a time
 */
export function readSchedule(text: string): FoundSchedule | undefined {
  const days = take(dayFinders, text);
  const time = take(timeFinders, days?.rest ?? text) ?? bareHour(days);
  if (days === undefined && time === undefined) return undefined;
  let rest = time?.rest ?? days?.rest ?? text;
  const part = take(partFinders, rest);
  rest = part?.rest ?? rest;
  // "a weekly digest on Mondays" says the same twice.
  if (days !== undefined) for (const { repeated } of schedules) rest = rest.replace(repeated, ' ');
  const { hour, minute } = atHour(time?.value, part?.value);
  const { dayOfMonth, dayOfWeek } = days?.value ?? workingDays;
  const zone = zonePattern.exec(rest);
  const timezone = zone?.[1];
  if (zone !== null) rest = rest.replace(zone[0], ' ');
  const plainly = schedules.some(({ plainlyRecurring }) => plainlyRecurring.test(days?.said ?? ''));
  return {
    cron: `${minute} ${hour} ${dayOfMonth} * ${dayOfWeek}`,
    ...(timezone === undefined ? {} : { timezone: timezone === 'GMT' ? 'UTC' : timezone }),
    rest: rest.replace(/\s+/g, ' ').trim(),
    sure: days !== undefined && (time !== undefined || plainly),
  };
}

/** The number after the days, as in "Mondays 9", is an hour. */
function bareHour(
  days: (Found<Days> & { rest: string }) | undefined,
): { value: Time; rest: string } | undefined {
  if (days === undefined) return undefined;
  const after = days.rest.slice(days.start);
  for (const { hourAfterDays } of schedules) {
    const match = hourAfterDays?.exec(after) ?? null;
    const hour = Number(match?.[1]);
    if (match !== null && hour <= 23) {
      const rest = `${days.rest.slice(0, days.start)} ${after.slice(match[0].length)}`;
      return { value: { hour, minute: 0 }, rest };
    }
  }
  return undefined;
}

function atHour(time: Time | undefined, part: PartOfDay | undefined): Time {
  if (time === undefined) return { hour: part === undefined ? 8 : hours[part], minute: 0 };
  const late = (part === 'afternoon' || part === 'evening') && time.hour < 12;
  return late ? { ...time, hour: time.hour + 12 } : time;
}
