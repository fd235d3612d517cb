import { z } from 'zod';
import { type Argument, argument } from './argument.ts';
import type { Problem } from './problem.ts';

const example: Problem = { code: 'months.example', figures: {} };

/** How many months back to look. */
export function months(): Argument<number> {
  return argument<number, number>({
    kind: 'months',
    usage: 'months=N',
    description: 'arguments.months.description',
    said: z.number().int().min(1),
    keyed: {
      key: 'months',
      keys: 'argument-words.keys.months',
      example,
      oneWord: true,
      value(text) {
        return /^[1-9]\d{0,2}$/.test(text)
          ? { said: Number(text) }
          : { problem: { code: 'months.wrong', figures: { example: [example] } } };
      },
    },
    expected: { code: 'months.expected', figures: { example: [example] } },
    write: (said) => `months=${said}`,
    find: async (said) => ({ found: said }),
  });
}
