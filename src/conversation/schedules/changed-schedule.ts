import { daysOfWeek, weekly } from '../../language/cron-fields.ts';
import type { ScheduleRule } from '../../store/digests/schedule-rule.ts';
import type { ChangeOfDays, Schedule } from '../understanding/schedule/schedule.ts';
import type { Recurring } from './slots.ts';

/**
 * A schedule that something else is said of: “at 9:00” leaves its days, “on Tuesdays” its time, and either its time zone.
 * What is said whole takes its place.
 */
export function changedSchedule(before: Recurring, change: Schedule): Recurring {
  const { said } = change;
  if (change.rule?.afterRun)
    return { cron: change.cron, timezone: before.timezone, rule: change.rule };
  // What came after runs had neither days nor a time.
  if (said === undefined || before.rule?.afterRun)
    return said?.zone === false ? { ...change, timezone: before.timezone } : change;
  const [old, next] = [partsOf(before), partsOf(change)];
  const changed = change.change === undefined ? undefined : daysChanged(old, change.change);
  const weeks = change.rule?.weeks;
  const ofDays =
    changed ??
    (said.days
      ? next
      : weeks !== undefined && isSomeDays(old.dayOfWeek)
        ? { ...old, days: { weeks } }
        : weeks === undefined
          ? old
          : next);
  const ofTime = said.time ? next : old;
  const rule = { ...ofDays.days, ...ofTime.times };
  return {
    cron: `${ofTime.time} ${ofDays.dates} ${ofDays.dayOfWeek}`,
    timezone: said.zone ? change.timezone : before.timezone,
    ...(Object.keys(rule).length === 0 ? {} : { rule }),
  };
}

type Parts = {
  time: string;
  dates: string;
  dayOfWeek: string;
  days: Omit<ScheduleRule, 'times'>;
  times: Pick<ScheduleRule, 'times'>;
};

function partsOf({ cron, rule = {} }: Recurring): Parts {
  const [minute, hour, dayOfMonth, month, dayOfWeek = '*'] = cron.split(' ');
  const { times, ...days } = rule;
  return {
    time: `${minute} ${hour}`,
    dates: `${dayOfMonth} ${month}`,
    dayOfWeek,
    days,
    times: times === undefined ? {} : { times },
  };
}

/** Whether a schedule names some days of the week, and not those of most weeks. */
const isSomeDays = (dayOfWeek: string): boolean => (daysOfWeek(dayOfWeek)?.length ?? 7) < 5;

/** The days with some of them left out, or others added; undefined where that is no list of days of the week. */
function daysChanged(old: Parts, change: ChangeOfDays): Parts | undefined {
  const known = daysOfWeek(old.dayOfWeek);
  if (known === undefined || !old.dates.startsWith('*')) return undefined;
  if ('add' in change) return { ...old, dayOfWeek: weekly([...known, ...change.add]).dayOfWeek };
  const { days, holidays } = change.drop;
  const left = known.filter((day) => !days.includes(day));
  if (left.length === 0) return undefined;
  return {
    ...old,
    dayOfWeek: left.length === 7 ? '*' : weekly(left).dayOfWeek,
    days: { ...old.days, ...(holidays ? { only: 'notHolidays' as const } : {}) },
  };
}
