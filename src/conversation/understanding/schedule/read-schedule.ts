import {
  type Days,
  daysOfWeek,
  everyDay,
  type PartOfDay,
  type Time,
  weekly,
  without,
  workingDays,
} from '../../../language/cron-fields.ts';
import { earliest, type Found } from '../../../language/earliest.ts';
import { type Finder, type Recurrence, recurrences } from '../../../language/reading.ts';
import { readings } from '../../../language/readings.ts';
import type { ScheduleRule } from '../../../store/digests/schedule-rule.ts';
import { cronOf } from './cron-of.ts';
import type { ChangeOfDays, SaidOfWhen } from './schedule.ts';
import { zoneIn } from './zone-in.ts';

/**
 * A schedule found in a text, and the text without the words that said so. `sure`: it can be nothing else, as "every
 * Monday" or "daily at 7"; "daily" alone may be about a balance.
 */
export type FoundSchedule = { rest: string; sure: boolean } & (
  | {
      cron: string;
      timezone?: string;
      rule?: ScheduleRule;
      said: SaidOfWhen;
      /** days that are left out or added, where no others are said */
      change?: ChangeOfDays;
    }
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

const addedFinders = schedules.flatMap(({ added }) => added ?? []);
const leftOutFinders = schedules.flatMap(({ leftOut }) => leftOut ?? []);
const listFinders = schedules.flatMap(({ timesOfDay }) => timesOfDay ?? []);
const present = (pattern: RegExp | undefined): Finder<true>[] =>
  pattern === undefined ? [] : [{ pattern, read: () => true }];
const afterRunFinders = schedules.flatMap(({ afterRun }) => present(afterRun));
const digestFinders = schedules.flatMap(({ ofDigest }) => present(ofDigest));
const reportFinders = schedules.flatMap(({ ofReport }) => present(ofReport));
const timesADayFinders = schedules.flatMap(({ timesADay }) => timesADay ?? []);
const everyWeeksFinders = schedules.flatMap(({ everyWeeks }) => everyWeeks ?? []);
const countedFinders = schedules.flatMap(({ countedFrom }) => countedFrom ?? []);
/** Of a day on which it is sent twice without a word of when. */
const twiceADay: Time[] = [
  { hour: 8, minute: 0 },
  { hour: 17, minute: 0 },
];

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
 * The days of a text, and what of them is left out or comes to them. Where no other days are said, it is those of every day that
 * are left, and the days that are added; both are a change of days there were before.
 */
function takeDays(text: string): {
  days: Taken<{ days: Days; recurrence: Recurrence }> | undefined;
  kept: Days | undefined;
  leftOut?: string;
  change?: ChangeOfDays;
} {
  const plain = take(dayFinders, text, signs.days);
  const leftOut = take([leftOutFinders], text, '');
  if (leftOut !== undefined) {
    const days = take(dayFinders, leftOut.rest, signs.days);
    if (days !== undefined)
      return { days, kept: without(days.value.days, leftOut.value), leftOut: leftOut.said };
    if (plain?.value.recurrence !== 'workingDays' && leftOut.value.days.length > 0)
      return changing(text, leftOut, {
        days: without(everyDay, leftOut.value),
        change: { drop: { ...leftOut.value, days: [...leftOut.value.days] } },
      });
    return { days: plain, kept: undefined };
  }
  const added = take([addedFinders], text, '');
  if (added === undefined) return { days: plain, kept: undefined };
  const days = take(dayFinders, added.rest, signs.days);
  const known = days === undefined ? undefined : daysOfWeek(days.value.days.dayOfWeek);
  if (days !== undefined && known !== undefined && days.value.days.dayOfMonth === '*')
    return { days, kept: weekly([...known, ...added.value]) };
  return changing(text, added, { days: weekly(added.value), change: { add: added.value } });
}

/** A change of days as it stands in a text. */
function changing<T>(
  text: string,
  { start, end, said }: Taken<T>,
  { days, change }: { days: Days | undefined; change: ChangeOfDays },
) {
  const rest = `${text.slice(0, start)} ${signs.days} ${text.slice(end)}`;
  const recurrence: Recurrence = 'weekdays';
  return days === undefined
    ? { days: undefined, kept: undefined }
    : {
        days: { value: { days, recurrence }, said, start, end: start + said.length, rest },
        kept: undefined,
        change,
      };
}

/** The times of a text: several, one, or an hour that follows the days at once. */
function takeTimes(text: string, days: Taken<unknown> | undefined) {
  const list = take([listFinders], text, signs.time);
  if (list !== undefined) return list;
  const time = take(timeFinders, text, signs.time) ?? bareHour(days);
  return time === undefined ? undefined : { ...time, value: [time.value] };
}

/**
 * Finds a schedule in normalised text: "every weekday at 8:30", "every day except Sunday at 7am", "the last working day of
 * each month", in every language that is read. Days without a time are 8:00, or the hour of the part of the day named; a
 * time without days is every working day. What else is said of when, and is kept by no digest, is `unkept`: nothing is put
 * in its place.
 * @returns undefined where the text names neither days nor, after "at" or the like, a time
 */
export function readSchedule(text: string): FoundSchedule | undefined {
  const now = schedules.reduce(
    (rest, { before }) => (before === undefined ? rest : rest.replace(before, ' ')),
    text,
  );
  return readAfterRun(now) ?? readBesideReport(now) ?? readBesideDigest(now) ?? readRecurring(now);
}

/** The same where “the monthly report” is what is to come, and says nothing of when. */
export function readScheduleBeside(text: string): FoundSchedule | undefined {
  const found = earliest(reportFinders, text);
  if (found === undefined) return readSchedule(text);
  const read = readSchedule(`${text.slice(0, found.start)} ${hidden} ${text.slice(found.end)}`);
  return read === undefined ? undefined : { ...read, rest: read.rest.replace(hidden, found.said) };
}

/** Stands for the period of a report that says nothing of when. */
const hidden = '\uF8F3';

/** “After each run”, which is at no time of a clock. */
function readAfterRun(text: string): FoundSchedule | undefined {
  const found = earliest(afterRunFinders, text);
  if (found === undefined) return undefined;
  const rest = `${text.slice(0, found.start)} ${text.slice(found.end)}`;
  return {
    rest: rest.replace(/\s+/g, ' ').trim(),
    sure: true,
    cron: '0 0 * * *',
    rule: { afterRun: true },
    said: { days: true, time: true, zone: false },
  };
}

/** When a report comes that is named by its period, where it is said beside: “the monthly report every Monday”. */
function readBesideReport(text: string): FoundSchedule | undefined {
  const found = earliest(reportFinders, text);
  if (found === undefined) return undefined;
  const read = readRecurring(`${text.slice(0, found.start)} ${hidden} ${text.slice(found.end)}`);
  return read !== undefined && ('unkept' in read || read.said.days)
    ? { ...read, rest: read.rest.replace(hidden, found.said) }
    : undefined;
}

/** When a digest comes that is called by how often it does, where it is said beside: “the daily digest on Mondays”. */
function readBesideDigest(text: string): FoundSchedule | undefined {
  const found = earliest(digestFinders, text);
  if (found === undefined) return undefined;
  const read = readRecurring(`${text.slice(0, found.start)} ${text.slice(found.end)}`);
  return read !== undefined && !('unkept' in read) && read.said.days ? read : undefined;
}

function readRecurring(text: string): FoundSchedule | undefined {
  const often = take([timesADayFinders], text, '');
  const { days, kept, leftOut, change } = takeDays(often?.rest ?? text);
  const daily = days?.rest ?? often?.rest ?? text;
  const times = takeTimes(daily, days);
  const weeks = take([everyWeeksFinders], times?.rest ?? daily, '');
  if (days === undefined && times === undefined && weeks === undefined && often === undefined)
    return neverKept(text);
  let signed = weeks?.rest ?? times?.rest ?? daily;
  const counted = weeks && take([countedFinders], signed, '');
  signed = counted?.rest ?? signed;
  const part = take(partFinders, signed, signs.part);
  signed = part?.rest ?? signed;
  // "a weekly digest on Mondays" says the same twice.
  if (days !== undefined)
    for (const { repeated } of schedules)
      signed = signed.replace(repeated[days.value.recurrence] ?? never, ' ');
  const zone = zoneIn(signed);
  signed = (zone?.rest ?? signed).replace(/\s+/g, ' ').trim();
  const rest = unsigned(signed, {});
  const plainly = schedules.some(({ plainlyRecurring }) => plainlyRecurring.test(days?.said ?? ''));
  const recurs = days !== undefined || weeks !== undefined || often !== undefined;
  const found = {
    rest,
    sure:
      recurs &&
      (times !== undefined || plainly || weeks !== undefined || change !== undefined || !days),
  };
  const unkept =
    unkeptIn(signed, { days: days?.said, time: times?.said, part: part?.said }) ??
    (leftOut !== undefined && kept === undefined ? leftOut : undefined) ??
    timesNotSaid(often, times?.value) ??
    weeksOfNoDay(weeks, days?.value.days);
  if (unkept !== undefined) return { ...found, unkept: unkept.trim() };
  const ofWeek = weeks === undefined ? workingDays : weekly([1]);
  const onDays = kept ?? days?.value.days ?? (often === undefined ? ofWeek : everyDay);
  const atTimes = times?.value ?? (often === undefined ? undefined : twiceADay);
  const every =
    weeks === undefined
      ? {}
      : {
          weeks: { every: weeks.value, ...(counted === undefined ? {} : { from: counted.value }) },
        };
  return {
    ...found,
    ...cronOf(
      onDays,
      atTimes?.map((time) => atHour(time, part?.value)) ?? [atHour(undefined, part?.value)],
      every,
    ),
    ...(zone === undefined ? {} : { timezone: zone.timezone }),
    ...(change === undefined ? {} : { change }),
    said: {
      days: days !== undefined,
      time: atTimes !== undefined || part !== undefined,
      zone: zone !== undefined,
    },
  };
}

/** That it is to be sent so often a day, where as many times are not told; of two, both are known. */
function timesNotSaid(
  often: Taken<number> | undefined,
  times: readonly Time[] | undefined,
): string | undefined {
  if (often === undefined || times?.length === often.value) return undefined;
  return times === undefined && often.value === twiceADay.length ? undefined : often.said;
}

/** That it is every so many weeks, where the days are not days of a week. */
function weeksOfNoDay(
  weeks: Taken<number> | undefined,
  days: Days | undefined,
): string | undefined {
  if (weeks === undefined || days === undefined) return undefined;
  const ofWeek = days.dayOfMonth === '*' && days.dayOfWeek !== '*' && !/[#L]/.test(days.dayOfWeek);
  return ofWeek && days.rule === undefined ? undefined : weeks.said;
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
