import { z } from 'zod';
import { passing } from '../understanding/mentions/passing.ts';
import { type Argument, argument, optional } from './argument.ts';
import type { Kind } from './kind.ts';
import type { Problem } from './problem.ts';
import { shortened } from './shortened.ts';

/** A churn probability that customers pass, as a share. */
export const aboveKind: Kind = {
  name: 'above',
  entity: 'above',
  key: { name: 'above', words: 'argument-words.keys.above', entity: shareIn },
  said: [passing],
  beforeRestrictions: true,
  countsAgainst: true,
};

function shareIn(text: string): number | undefined {
  const [, digits, percent] =
    /^(\d{1,2}(?:\.\d{1,2})?|0?\.\d{1,4}) ?([%％])?$/u.exec(text.trim()) ?? [];
  if (digits === undefined) return undefined;
  const share = percent === undefined ? Number(digits) : Number(digits) / 100;
  return share > 0 && share < 1 ? share : undefined;
}

/** The churn probability at which somebody is told of a customer, as in `above=40%`. */
export function above(): Argument<number | undefined> {
  const example: Problem = { code: 'passing.exampleAbove', figures: {} };
  return optional(
    argument<number, number>({
      kind: aboveKind,
      usage: 'above=N%',
      description: 'arguments.passing.above',
      said: z.number().gt(0).lt(1),
      keyed: {
        example,
        oneWord: true,
        value(text) {
          const said = shareIn(text);
          return said === undefined
            ? {
                problem: {
                  code: 'passing.wrong',
                  figures: { said: shortened(text), example: [example] },
                },
              }
            : { said };
        },
      },
      expected: { code: 'passing.expected', figures: { example: [example] } },
      write: (said) => `above=${Math.round(said * 1e6) / 1e4}%`,
      find: async (said) => ({ found: said }),
    }),
  );
}
