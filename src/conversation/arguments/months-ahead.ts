import { z } from 'zod';
import { type Argument, argument } from './argument.ts';
import type { Kind } from './kind.ts';
import { monthsIn, monthsKind } from './months.ts';
import type { Problem } from './problem.ts';

/** Months to come. Sentences say them as they say months gone by, so that only those who take one know which was meant. */
export const monthsAheadKind: Kind = {
  name: 'monthsAhead',
  entity: 'horizonMonths',
  key: {
    name: 'months',
    words: 'argument-words.keys.months',
    entity: monthsIn,
  },
  asides: monthsKind.asides ?? [],
};

const example: Problem = { code: 'months.example', figures: {} };

/** How many months ahead to look; `most` is the longest that is answered. */
export function monthsAhead(most: number): Argument<number> {
  const wrong: Problem = { code: 'months.tooMany', figures: { most, example: [example] } };
  return argument<number, number>({
    kind: monthsAheadKind,
    usage: 'months=N',
    description: 'arguments.months.ahead',
    said: z.number().int().min(1).max(most),
    keyed: {
      example,
      oneWord: true,
      value(text) {
        const said = monthsIn(text);
        return said === undefined || said > most ? { problem: wrong } : { said };
      },
    },
    expected: { code: 'months.expected', figures: { example: [example] } },
    needed: wrong,
    refused: () => ({ title: { code: 'titles.unread', figures: {} }, summary: wrong }),
    write: (said) => `months=${said}`,
    find: async (said) => ({ found: said }),
  });
}
