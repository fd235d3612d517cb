import type { Days, Time } from '../../../language/cron-fields.ts';
import type { ScheduleRule } from '../../../store/digests/schedule-rule.ts';

/**
 * Days and times as a cron expression of five fields, and what that cannot say as a rule; times in order, each once.
 * @param times at least one
 */
export function cronOf(
  days: Days,
  times: readonly Time[],
  rule: ScheduleRule = {},
): { cron: string; rule?: ScheduleRule } {
  const inOrder = [...new Map(times.map((time) => [minutesOf(time), time])).values()].sort(
    (a, b) => minutesOf(a) - minutesOf(b),
  );
  const [first = { hour: 8, minute: 0 }] = inOrder;
  const together = inOrder.every(({ minute }) => minute === first.minute);
  const hours = together ? inOrder.map(({ hour }) => hour).join(',') : first.hour;
  const { dayOfMonth, dayOfWeek, month = '*' } = days;
  const beside: ScheduleRule = {
    ...rule,
    ...days.rule,
    ...(together ? {} : { times: inOrder.map(written) }),
  };
  return {
    cron: `${first.minute} ${hours} ${dayOfMonth} ${month} ${dayOfWeek}`,
    ...(Object.keys(beside).length === 0 ? {} : { rule: beside }),
  };
}

const minutesOf = ({ hour, minute }: Time): number => hour * 60 + minute;

/** A time as `HH:MM`. */
const written = ({ hour, minute }: Time): string =>
  `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
