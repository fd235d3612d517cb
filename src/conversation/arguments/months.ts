import { z } from 'zod';
import { measure } from '../understanding/mentions/measure.ts';
import { coming, months as mentioned, year } from '../understanding/mentions/time.ts';
import { type Argument, argument } from './argument.ts';
import type { Kind } from './kind.ts';
import type { Problem } from './problem.ts';

/** Months gone by; what is said of other times, and of amounts, is nobody's id either. */
export const monthsKind: Kind = {
  name: 'months',
  entity: 'horizonMonths',
  key: { name: 'months', words: 'argument-words.keys.months', entity: monthsIn },
  said: [coming, mentioned, year, measure],
  asides: ['year', 'measure'],
};

const example: Problem = { code: 'months.example', figures: {} };

/** How many months back to look. */
export function months(): Argument<number> {
  return argument<number, number>({
    kind: monthsKind,
    usage: 'months=N',
    description: 'arguments.months.description',
    said: z.number().int().min(1),
    keyed: {
      example,
      oneWord: true,
      value(text) {
        const said = monthsIn(text);
        return said === undefined
          ? { problem: { code: 'months.wrong', figures: { example: [example] } } }
          : { said };
      },
    },
    expected: { code: 'months.expected', figures: { example: [example] } },
    write: (said) => `months=${said}`,
    find: async (said) => ({ found: said }),
  });
}

/** A number of months from 1 to 999, as a key gives it. */
export function monthsIn(text: string): number | undefined {
  return /^[1-9]\d{0,2}$/.test(text) ? Number(text) : undefined;
}
