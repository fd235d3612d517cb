import { numbersInDigits } from '../../language/numbers.ts';
import { scheduleOf } from '../understanding/mentions/schedule.ts';
import { readScheduleBeside } from '../understanding/schedule/read-schedule.ts';
import {
  type Schedule,
  schedule as said,
  unkeptSchedule,
} from '../understanding/schedule/schedule.ts';
import { sayingOf } from '../wording/schedule-words.ts';
import { type Argument, argument, optional, type Taken } from './argument.ts';
import { type Line, written } from './line.ts';
import { notKept, scheduleKind, scheduleNeeded, unreadTime } from './schedule.ts';

/**
 * What is to be different of when a digest is sent: the days, the time, or both, as the line says them. The words beside it
 * are left for other arguments.
 */
export function scheduleChange(): Argument<Schedule | undefined> {
  return optional(
    argument<Schedule, Schedule>({
      kind: scheduleKind,
      usage: '"every Tuesday at 9:00"',
      description: 'arguments.schedule.description',
      said,
      take: takeChange,
      expected: { code: 'schedule.expected', figures: {} },
      needed: scheduleNeeded,
      write: sayingOf,
      find: async (found) => ({ found }),
      refused(entity) {
        const read = unkeptSchedule.safeParse(entity);
        return {
          title: { code: 'titles.schedule', figures: {} },
          summary: read.success ? notKept(read.data.unkept) : scheduleNeeded,
        };
      },
    }),
  );
}

/** The number of the digest, before what is to be different. */
const leadingNumber = /^#?\d{1,9}(?= +(?!(?:[ap]\.?m|o'?clock|times|days|weeks)\b))/i;

function takeChange(line: Line, zone: string): Taken<Schedule> {
  const text = written(line.text, line);
  const number = leadingNumber.exec(text)?.[0] ?? '';
  const found = readScheduleBeside(numbersInDigits(text.slice(number.length).trim()));
  if (found === undefined) return { line };
  const time = unreadTime(found.rest);
  if (time !== undefined)
    return { problem: { code: 'schedule.notATime', figures: { time: time.trim() } } };
  if ('unkept' in found) return { problem: notKept(found.unkept) };
  const rest = `${number} ${found.rest}`.trim();
  return { said: scheduleOf(found, zone), plain: true, line: { ...line, text: rest } };
}
