import { z } from 'zod';
import { isDayAhead } from '../../language/day-ahead.ts';
import { closingBehindWords, closingIn } from '../understanding/mentions/opportunity.ts';
import { type Argument, argument } from './argument.ts';
import { dayOfKey, dayToCome } from './day.ts';
import type { Kind } from './kind.ts';
import type { Problem } from './problem.ts';

/** The day by which an opportunity is to close. */
export const closingKind: Kind = {
  name: 'closing',
  entity: 'closes',
  key: { name: 'closes', words: 'argument-words.keys.closes', entity: dayCalled },
  countsAgainst: true,
  ofCustomers: true,
};

const example: Problem = { code: 'closing.example', figures: {} };

function dayCalled(text: string): string | undefined {
  const said = text.trim().toLowerCase();
  return isDayAhead(said) ? said : closingIn(text.trim())?.value;
}

/** Where the day ends that a text begins with. */
function endOfDay(text: string): number {
  const [first = ''] = text.split(' ', 1);
  return isDayAhead(first.toLowerCase()) ? first.length : (closingIn(text)?.end ?? text.length);
}

/** The day by which an opportunity is to close, in the asker's time zone; a command gets it as an ISO date. */
export function closing(): Argument<string> {
  return argument<string, string>({
    kind: closingKind,
    usage: 'closes=DAY',
    description: 'arguments.closing.description',
    said: z.string().refine(isDayAhead),
    keyed: {
      example,
      end: endOfDay,
      value: dayOfKey(dayCalled, example),
    },
    take(line) {
      const found = closingBehindWords(line.text);
      if (found === undefined) return { line };
      const text = `${line.text.slice(0, found.start)} ${line.text.slice(found.end)}`.trim();
      return { said: found.value, plain: true, line: { ...line, text } };
    },
    expected: { code: 'closing.expected', figures: { example: [example] } },
    write: (said) => `closes=${said}`,
    find: dayToCome,
  });
}
