import { formatsOf } from '../../language/catalogs.ts';
import { daysOfWeek } from '../../language/cron-fields.ts';
import { dateFormat } from '../../language/intl-formats.ts';
import { defaultLocale, type Locale } from '../../language/locale.ts';
import { type Say, sayIn } from '../../language/messages.ts';
import type { ScheduleRule } from '../../store/digests/schedule-rule.ts';
import type { Recurring } from '../schedules/slots.ts';
import type { Schedule } from '../understanding/schedule/schedule.ts';

/** From 0, as cron numbers them. */
const days = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const;
const places = ['first', 'second', 'third', 'fourth', 'fifth'];

/**
 * A schedule in words, such as "every weekday at 08:30 (Europe/Prague)". What a sentence can say is read back the same from
 * its English words.
 */
export function scheduleInWords(schedule: Recurring, locale: Locale): string {
  const { cron, timezone, rule = {} } = schedule;
  const say = sayIn(locale);
  if (rule.afterRun) return say('schedule.afterRun');
  const when = say('schedule.at', {
    days: daysInWords(cron, rule, say),
    time: listed(timesOf(schedule), say),
    timezone,
  });
  const { from } = rule.weeks ?? {};
  return from === undefined ? when : say('schedule.counted', { when, from });
}

/** The times of the day of a schedule, `HH:MM`. */
function timesOf({ cron, rule }: Recurring): readonly string[] {
  const [minute = '', hour = ''] = cron.split(' ');
  return rule?.times ?? hour.split(',').map((each) => `${two(each)}:${two(minute)}`);
}

/**
 * What a line says of when, in words that are read back the same: all of it, or the days or the time alone; undefined where
 * it says a part for which no slash form has a word.
 */
export function sayingOf(schedule: Schedule): string | undefined {
  const { said = { days: true, time: true, zone: true }, cron, rule = {}, timezone } = schedule;
  const all = scheduleInWords(schedule, defaultLocale);
  if (said.days && said.time) return said.zone ? all : all.replace(` (${timezone})`, '');
  const say = sayIn(defaultLocale);
  if (said.time) return `at ${listed(timesOf(schedule), say)}${said.zone ? ` (${timezone})` : ''}`;
  if (rule.weeks !== undefined && !said.days) return `every ${rule.weeks.every} weeks`;
  return said.days ? daysInWords(cron, rule, say) : undefined;
}

const two = (figure: string): string => figure.padStart(2, '0');

function daysInWords(cron: string, rule: ScheduleRule, say: Say): string {
  const [, , dayOfMonth = '', month = '', dayOfWeek = ''] = cron.split(' ');
  const period = month === '*' ? 'month' : 'quarter';
  const { only, workingDay, weeks } = rule;
  if (workingDay !== undefined) {
    const place = places[Math.abs(workingDay) - 1] ?? 'first';
    return workingDay > 0
      ? say('schedule.workingDayOfMonth', { place, period })
      : say('schedule.workingDayFromEnd', { place, period });
  }
  if (dayOfMonth === 'L') return say('schedule.edge', { at: 'end', period });
  if (dayOfMonth === '1' && period === 'quarter')
    return say('schedule.edge', { at: 'start', period });
  if (dayOfMonth !== '*') return datesInWords(dayOfMonth, say);
  const once = /^([0-6])(?:#([1-5])|L)$/.exec(dayOfWeek);
  if (once !== null)
    return say('schedule.weekdayOfMonth', {
      place: places[Number(once[2]) - 1] ?? 'last',
      day: dayName(Number(once[1]), say),
    });
  const ofWeek = daysOfWeek(dayOfWeek);
  if (ofWeek === undefined) return say('schedule.other', { cron });
  if (weeks !== undefined)
    return say('schedule.everyWeeks', { weeks: String(weeks.every), days: named(ofWeek, say) });
  if (only === 'workingDays') return workingDaysInWords(ofWeek, say);
  const plain = daysOfWeekInWords(ofWeek, say);
  return only === 'notHolidays' ? say('schedule.notHolidays', { days: plain }) : plain;
}

function datesInWords(dayOfMonth: string, say: Say): string {
  const dates = dayOfMonth.split(',');
  return dates.length === 1
    ? say('schedule.dayOfMonth', { day: dayOfMonth })
    : say('schedule.daysOfMonth', { dates: listed(dates, say) });
}

function workingDaysInWords(ofWeek: readonly number[], say: Say): string {
  const leftOut = [1, 2, 3, 4, 5].filter((day) => !ofWeek.includes(day));
  return leftOut.length === 0
    ? say('schedule.bankDays')
    : say('schedule.bankDaysBut', { days: named(leftOut, say) });
}

function daysOfWeekInWords(ofWeek: readonly number[], say: Say): string {
  const leftOut = days.flatMap((_, day) => (ofWeek.includes(day) ? [] : [day]));
  if (leftOut.length === 0) return say('schedule.everyDay');
  if (leftOut.length === 1) return say('schedule.allBut', { days: named(leftOut, say) });
  return leftOut.join() === '0,6'
    ? say('schedule.workingDays')
    : say('schedule.weekdays', { days: named(ofWeek, say) });
}

function dayName(day: number, say: Say): string {
  const name = days[day];
  return name === undefined ? String(day) : say(`schedule.days.${name}`);
}

const named = (ofWeek: readonly number[], say: Say): string =>
  listed(
    ofWeek.map((day) => dayName(day, say)),
    say,
  );

function listed(names: readonly string[], say: Say): string {
  const [first = '', ...others] = names;
  if (others.length === 0) return first;
  return others.length === 1
    ? say('schedule.days.lastTwo', { first, last: others[0] ?? '' })
    : say('schedule.days.more', { first, others: listed(others, say) });
}

/** When a schedule comes next, as “Next: Mon, 30 Nov, 08:30; …”, on the clocks of its time zone. */
export function nextInWords(slots: readonly Date[], timezone: string, locale: Locale): string {
  const say = sayIn(locale);
  if (slots.length === 0) return say('schedule.nextRun');
  const dates = slots.map((slot) => slotInWords(slot, timezone, locale));
  const all = dates.reduceRight((others, first) => say('schedule.dates', { first, others }));
  return say('schedule.next', { dates: all });
}

/** Whether a schedule is not what it says without the bank's holidays. */
export const needsHolidays = ({ only, workingDay }: ScheduleRule): boolean =>
  only !== undefined || workingDay !== undefined;

/** A slot as its reader's calendar has it, such as “Mon, 30 Nov, 08:30”. */
export function slotInWords(slot: Date, timezone: string, locale: Locale): string {
  return dateFormat(formatsOf(locale), {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: timezone,
  }).format(slot);
}
