import {
  type Days,
  type PartOfDay,
  type Time,
  workingDays,
} from '../../../language/cron-fields.ts';
import { earliest, type Found } from '../../../language/earliest.ts';
import { type Finder, type Recurrence, recurrences } from '../../../language/reading.ts';
import { readings } from '../../../language/readings.ts';

/**
 * A schedule found in a text, and the text without the words that said so. `sure`: it can be nothing else, as "every
 * Monday" or "daily at 7"; "daily" alone may be about a balance.
 */
export type FoundSchedule = { rest: string; sure: boolean } & (
  | { cron: string; timezone?: string }
  /** what is said of when, and cannot be kept, as "other Monday" in "every other Monday" */
  | { unkept: string }
);

const schedules = readings.flatMap(({ schedule }) => schedule ?? []);

/** Each tells of days in every language in which they can be told so; the first that fits counts. */
const dayFinders = recurrences.map((recurrence) =>
  schedules.flatMap(({ days }): Finder<{ days: Days; recurrence: Recurrence }>[] => {
    const finder = days[recurrence];
    if (finder === undefined) return [];
    const read = (match: RegExpExecArray) => {
      const found = finder.read(match);
      return found === undefined ? undefined : { days: found, recurrence };
    };
    return [{ pattern: finder.pattern, read }];
  }),
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

/** Stand for what was found, each in its place, so that what is said around it can be seen. */
const signs = { days: '\uF8F0', time: '\uF8F1', part: '\uF8F2' };

type Taken<T> = Found<T> & { rest: string };

/** What was found by the first of some ways to say something that the text has; a match that cannot be, such as 25:00, counts as none. */
function take<T>(
  ways: readonly (readonly Finder<T>[])[],
  text: string,
  sign: string,
): Taken<T> | undefined {
  for (const finders of ways) {
    const found = earliest(finders, text);
    if (found !== undefined)
      return {
        ...found,
        rest: `${text.slice(0, found.start)} ${sign} ${text.slice(found.end)}`,
      };
  }
  return undefined;
}

/**
 * Finds a schedule in normalised text: "every weekday at 8:30", "daily at 7am", "Mondays 9:00", in every language that
 * is read. Days without a time are 8:00, or the hour of the part of the day named; a time without days is every working
 * day. What else is said of when, and is not in the cron expression, is `unkept`: nothing is put in its place.
 * @returns undefined where the text names neither days nor, after "at" or the like, a time
 */
export function readSchedule(text: string): FoundSchedule | undefined {
  const days = take(dayFinders, text, signs.days);
  const time = take(timeFinders, days?.rest ?? text, signs.time) ?? bareHour(days);
  if (days === undefined && time === undefined) return neverKept(text);
  let signed = time?.rest ?? days?.rest ?? text;
  const part = take(partFinders, signed, signs.part);
  signed = part?.rest ?? signed;
  // "a weekly digest on Mondays" says the same twice.
  if (days !== undefined)
    for (const { repeated } of schedules)
      signed = signed.replace(repeated[days.value.recurrence] ?? never, ' ');
  const zone = zonePattern.exec(signed);
  const timezone = zone?.[1];
  if (zone !== null) signed = signed.replace(zone[0], ' ');
  signed = signed.replace(/\s+/g, ' ').trim();
  const rest = unsigned(signed, {});
  const plainly = schedules.some(({ plainlyRecurring }) => plainlyRecurring.test(days?.said ?? ''));
  const found = { rest, sure: days !== undefined && (time !== undefined || plainly) };
  const unkept = unkeptIn(signed, { days: days?.said, time: time?.said, part: part?.said });
  if (unkept !== undefined) return { ...found, unkept };
  const { hour, minute } = atHour(time?.value, part?.value);
  const { dayOfMonth, dayOfWeek } = days?.value.days ?? workingDays;
  return {
    ...found,
    cron: `${minute} ${hour} ${dayOfMonth} * ${dayOfWeek}`,
    ...(timezone === undefined ? {} : { timezone: timezone === 'GMT' ? 'UTC' : timezone }),
  };
}

/** Matches nothing. */
const never = /(?!)/;

/** A text with what was found back in its places, or without it. */
function unsigned(signed: string, said: { [Name in keyof typeof signs]?: string | undefined }) {
  return signed
    .replace(signs.days, said.days ?? ' ')
    .replace(signs.time, said.time ?? ' ')
    .replace(signs.part, said.part ?? ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** What is said of when beside what was found of it. */
function unkeptIn(
  signed: string,
  said: { [Name in keyof typeof signs]?: string | undefined },
): string | undefined {
  const text = schedules.reduce(
    (rest, { aside }) => (aside === undefined ? rest : rest.replace(aside, ' ')),
    signed,
  );
  for (const { unkept } of schedules)
    for (const pattern of unkept) {
      const match = pattern.exec(text);
      if (match !== null) return unsigned(match[0], said);
    }
  return undefined;
}

/** A schedule that can be nothing else but is none that can be kept: "every 15 minutes". */
function neverKept(text: string): FoundSchedule | undefined {
  for (const { neverKept: pattern } of schedules) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const { 0: said, index } = match;
    const rest = `${text.slice(0, index)} ${text.slice(index + said.length)}`;
    return { unkept: said, rest: rest.replace(/\s+/g, ' ').trim(), sure: false };
  }
  return undefined;
}

/** The number after the days, as in "Mondays 9", is an hour. */
function bareHour(
  days: Taken<unknown> | undefined,
): Omit<Taken<Time>, 'start' | 'end'> | undefined {
  if (days === undefined) return undefined;
  const signEnds = days.start + 1 + signs.days.length;
  const after = days.rest.slice(signEnds);
  for (const { hourAfterDays } of schedules) {
    const match = hourAfterDays?.exec(after) ?? null;
    const hour = Number(match?.[1]);
    if (match !== null && hour <= 23) {
      const rest = `${days.rest.slice(0, signEnds)} ${signs.time} ${after.slice(match[0].length)}`;
      return { value: { hour, minute: 0 }, said: match[0], rest };
    }
  }
  return undefined;
}

function atHour(time: Time | undefined, part: PartOfDay | undefined): Time {
  if (time === undefined) return { hour: part === undefined ? 8 : hours[part], minute: 0 };
  const late = (part === 'afternoon' || part === 'evening') && time.hour < 12;
  return late ? { ...time, hour: time.hour + 12 } : time;
}
