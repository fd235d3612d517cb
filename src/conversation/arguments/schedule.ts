import { defaultLocale } from '../../language/locale.ts';
import { numbersInDigits } from '../../language/numbers.ts';
import { spellings } from '../../language/spellings.ts';
import { todayIn } from '../../language/today.ts';
import { type BankCalendar, bankCalendar } from '../../settings/bank-calendar.ts';
import type { ScheduleRule } from '../../store/digests/schedule-rule.ts';
import { nextSlots } from '../schedules/slots.ts';
import { schedule as mentioned, scheduleOf } from '../understanding/mentions/schedule.ts';
import { readSchedule } from '../understanding/schedule/read-schedule.ts';
import {
  type Schedule,
  schedule as said,
  unkeptSchedule,
} from '../understanding/schedule/schedule.ts';
import { sayingOf, scheduleInWords } from '../wording/schedule-words.ts';
import { type Argument, argument, type Finding, optional, type Taken } from './argument.ts';
import type { Kind } from './kind.ts';
import { type Line, written } from './line.ts';
import type { Problem } from './problem.ts';
import { shortened } from './shortened.ts';

export const scheduleKind: Kind = {
  name: 'schedule',
  entity: 'schedule',
  said: [mentioned],
  beforeRestrictions: true,
  // “Take Friday off the digest” is of when it comes, and so of nothing that has no such.
  countsAgainst: (entity) => said.safeParse(entity).data?.change !== undefined,
};

/** What to tell somebody who says no schedule. */
export const scheduleNeeded: Problem = { code: 'schedule.needed', figures: {} };

/** When a digest is sent; in the asker's time zone where it names none. */
export function schedule(): Argument<PlannedSchedule | undefined> {
  return optional(
    argument<Schedule, PlannedSchedule>({
      kind: scheduleKind,
      usage: '"every weekday at 8:30"',
      description: 'arguments.schedule.description',
      said,
      take: takeSchedule,
      expected: { code: 'schedule.expected', figures: {} },
      write: sayingOf,
      find: async (each, { config, now }) => keepable(each, bankCalendar(config.calendar), now),
      refused(entity) {
        const read = unkeptSchedule.safeParse(entity);
        return {
          title: { code: 'titles.schedule', figures: {} },
          summary: read.success ? notKept(read.data.unkept) : scheduleNeeded,
          instead: ['subscribe'],
        };
      },
    }),
  );
}

/**
 * A schedule as it is kept: what comes every so many weeks is counted from the first week that it comes in.
 * @returns why not, where nobody knows the holidays that it leaves out, or it never comes
 */
export function keepable(
  schedule: Schedule,
  calendar: BankCalendar,
  now: Date,
): Finding<PlannedSchedule> {
  const { cron, timezone, rule = {} } = schedule;
  const title: Problem = { code: 'titles.schedule', figures: {} };
  if (rule.only === 'notHolidays' && !calendar.knowsHolidays)
    return { title, summary: { code: 'schedule.noHolidays', figures: {} }, instead: ['subscribe'] };
  const { weeks, ...others } = rule;
  if (rule.afterRun) return { found: { cron, timezone, rule: { afterRun: true } } };
  const [first] = nextSlots({ cron, timezone, rule: others }, calendar, now, 1);
  if (first === undefined) {
    const said = scheduleInWords({ cron, timezone, rule }, defaultLocale);
    return { title, summary: { code: 'schedule.never', figures: { said } } };
  }
  const from = weeks?.from ?? todayIn(timezone, first);
  return {
    found: {
      cron,
      timezone,
      rule: weeks === undefined ? rule : { ...others, weeks: { ...weeks, from } },
    },
  };
}

/** A schedule with all that is kept of it. */
export type PlannedSchedule = { cron: string; timezone: string; rule: ScheduleRule };

/** What to tell somebody of what no digest can keep. */
export const notKept = (said: string): Problem => ({
  code: 'schedule.unkept',
  figures: { said: shortened(said) },
});

/** What looks like a time and could not be read as one. */
export function unreadTime(text: string): string | undefined {
  const written = /\d{1,2}[:.h]\d{2}\b|\d{1,3} ?[ap]\.?m\b/i.exec(text)?.[0];
  if (written !== undefined) return written;
  const hours = spellings('argument-words.hour');
  return [...text.matchAll(/\d{1,3} ?(\p{L})/gu)].find(([, word = '']) =>
    hours.includes(word),
  )?.[0];
}

/** Takes what a line says of when, and leaves what else it says. */
function takeSchedule(line: Line, zone: string): Taken<Schedule> {
  const found = readSchedule(numbersInDigits(written(line.text, line)));
  if (found === undefined) return { line };
  const time = unreadTime(found.rest);
  if (time !== undefined)
    return { problem: { code: 'schedule.notATime', figures: { time: time.trim() } } };
  if ('unkept' in found) return { problem: notKept(found.unkept) };
  return {
    said: scheduleOf(found, zone),
    plain: true,
    line: { text: found.rest, quoted: [] },
  };
}
