import { z } from 'zod';
import { until as mentioned } from '../understanding/mentions/time.ts';
import { type Argument, argument } from './argument.ts';
import type { Kind } from './kind.ts';
import type { Problem } from './problem.ts';

/** A day of the year to come, as `12-25`. */
export const untilKind: Kind = {
  name: 'until',
  entity: 'until',
  key: { name: 'until', words: 'argument-words.keys.until', entity: dayIn },
  said: [mentioned],
  asides: ['until'],
};

const example: Problem = { code: 'until.example', figures: {} };

/** The next such day of the year, as `MM-DD`. */
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

/** A day of a year, `MM-DD`; 29 February is one. */
function dayIn(text: string): string | undefined {
  if (!/^\d\d-\d\d$/.test(text)) return undefined;
  const day = new Date(`2024-${text}T00:00:00Z`);
  return Number.isNaN(day.getTime()) || day.toISOString().slice(5, 10) !== text ? undefined : text;
}
