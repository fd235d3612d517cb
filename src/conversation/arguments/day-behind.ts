import { z } from 'zod';
import { dayMeant, isDayAhead } from '../../language/day-ahead.ts';
import { earliest } from '../../language/earliest.ts';
import { readings } from '../../language/readings.ts';
import { todayIn } from '../../language/today.ts';
import type { CommandContext } from '../command-context.ts';
import { type Argument, argument } from './argument.ts';
import { dayOfKey } from './day.ts';
import type { Kind } from './kind.ts';
import type { Problem } from './problem.ts';

/** The day on which something was; a sentence says it with what it tells. */
export const dayBehindKind: Kind = {
  name: 'dayBehind',
  entity: 'on',
  key: { name: 'on', words: 'argument-words.keys.on', entity: dayIn },
};

const finders = readings.flatMap(({ dayBehind }) => dayBehind ?? []);
/** Nobody writes down what is longer ago than this many days. */
const furthest = 366;
const example: Problem = { code: 'day.exampleBehind', figures: {} };
const needed: Problem = { code: 'day.needed', figures: { example: [example] } };

function dayIn(text: string): string | undefined {
  const said = text.trim().toLowerCase();
  return isDayAhead(said) ? said : earliest(finders, text)?.value;
}

/** The id of a customer and a day right behind it, as a slash form may begin. */
const idFirst = /^(?:#?(?=[A-Za-z_-]{0,40}\d)[\w-]{1,41}|[\uF000-\uF8FF])[ ,:;]+/u;

/** Today or a day gone by, at most a year ago, in the asker's time zone; a command gets it as an ISO date. */
export function dayBehind(): Argument<string> {
  return argument<string, string>({
    kind: dayBehindKind,
    usage: 'on=DAY',
    description: 'arguments.day.behind',
    said: z.string().refine(isDayAhead),
    keyed: {
      example,
      oneWord: true,
      value: dayOfKey(dayIn, example),
    },
    take(line) {
      const [id] = idFirst.exec(line.text) ?? [];
      if (id === undefined) return { line };
      const rest = line.text.slice(id.length);
      const found = earliest(finders, rest);
      if (found === undefined || found.start > 0) return { line };
      return {
        said: found.value,
        plain: true,
        line: { ...line, text: `${id.trim()} ${rest.slice(found.end).trim()}`.trim() },
      };
    },
    expected: { code: 'day.expected', figures: { example: [example] } },
    needed,
    write: (said) => `on=${said}`,
    async find(said, { timezone, now, format }: CommandContext) {
      const today = todayIn(timezone, now);
      const found = dayMeant(said, today, 'behind');
      const title: Problem = { code: 'day.asked', figures: {} };
      if (found === undefined) return { title, summary: needed };
      const day = format.weekday(found);
      if (found > today) return { title, summary: { code: 'day.toCome', figures: { day } } };
      const ago = (Date.parse(today) - Date.parse(found)) / 86_400_000;
      return ago > furthest
        ? { title, summary: { code: 'day.longAgo', figures: { day } } }
        : { found };
    },
  });
}
