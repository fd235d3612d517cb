import type { Locale } from '../../language/locale.ts';
import { type Say, sayIn } from '../../language/messages.ts';
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

/** A schedule in words, such as "every weekday at 08:30 (Europe/Prague)". */
export function scheduleInWords({ cron, timezone }: Schedule, locale: Locale): string {
  const say = sayIn(locale);
  const [minute = '', hour = '', dayOfMonth = '', , dayOfWeek = ''] = cron.split(' ');
  const when = { time: `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`, timezone };
  if (dayOfMonth !== '*') return say('schedule.dayOfMonth', { day: dayOfMonth, ...when });
  if (dayOfWeek === '*') return say('schedule.everyDay', when);
  if (dayOfWeek === '1-5') return say('schedule.workingDays', when);
  const named = dayOfWeek.split(',').map((each) => {
    const day = days[Number(each)];
    return day === undefined ? each : say(`schedule.days.${day}`);
  });
  return say('schedule.weekdays', { days: listed(named, say), ...when });
}

function listed(names: readonly string[], say: Say): string {
  const [first = '', ...others] = names;
  if (others.length === 0) return first;
  return others.length === 1
    ? say('schedule.days.lastTwo', { first, last: others[0] ?? '' })
    : say('schedule.days.more', { first, others: listed(others, say) });
}
