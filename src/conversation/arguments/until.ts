import { z } from 'zod';
import { until as mentioned, noDay } from '../understanding/mentions/time.ts';
import { type Argument, argument } from './argument.ts';
import type { Kind } from './kind.ts';
import type { Problem } from './problem.ts';

/** A day of the year to come, as `12-25`, or of the calendar year after this one, as `next-12-31`. */
export const untilKind: Kind = {
  name: 'until',
  entity: 'until',
  key: { name: 'until', words: 'argument-words.keys.until', entity: dayIn },
  said: [mentioned, noDay],
  insteadOf: 'monthsAhead',
  asides: ['until', 'no-day'],
};

const example: Problem = { code: 'until.example', figures: {} };

/** The next such day of the year, as `MM-DD`; behind `next-`, that of the calendar year after this one. */
export function until(): Argument<string> {
  const wrong: Problem = { code: 'until.wrong', figures: { example: [example] } };
  return argument<string, string>({
    kind: untilKind,
    usage: 'until=MM-DD',
    description: 'arguments.until.description',
    said: z.string().refine((text) => dayIn(text) !== undefined),
    keyed: {
      example,
      oneWord: true,
      value(text) {
        const said = dayIn(text);
        return said === undefined ? { problem: wrong } : { said };
      },
    },
    expected: { code: 'until.expected', figures: { example: [example] } },
    write: (said) => `until=${said}`,
    find: async (said) => ({ found: said }),
  });
}

/** A day of a year, `MM-DD`, which `next-` may stand before; 29 February is one. */
function dayIn(text: string): string | undefined {
  const monthDay = /^(?:next-)?(\d\d-\d\d)$/.exec(text)?.[1];
  if (monthDay === undefined) return undefined;
  const day = new Date(`2024-${monthDay}T00:00:00Z`);
  return Number.isNaN(day.getTime()) || day.toISOString().slice(5, 10) !== monthDay
    ? undefined
    : text;
}
