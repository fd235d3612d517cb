import { z } from 'zod';
import { type Argument, argument, optional } from './argument.ts';
import type { Kind } from './kind.ts';
import type { Problem } from './problem.ts';

/** The place in a list from which on it is shown, as buttons and further pages say it. */
export const placeKind: Kind = {
  name: 'place',
  entity: 'from',
  key: { name: 'from', words: 'argument-words.keys.from', entity: placeIn },
};

/** A place beyond is a slip. */
const last = 99_999;

function placeIn(text: string): number | undefined {
  const said = Number(/^\d{1,5}$/.exec(text.trim())?.[0] ?? 0);
  return said >= 1 && said <= last ? said : undefined;
}

/** From which place on a list is shown, as in `from=11`; from the first, unless a question says so. */
export function place(): Argument<number> {
  const example: Problem = { code: 'place.example', figures: {} };
  return optional(
    argument<number, number>({
      kind: placeKind,
      usage: 'from=N',
      description: 'arguments.place.description',
      said: z.number().int().min(1).max(last),
      keyed: {
        example,
        oneWord: true,
        value(text) {
          const said = placeIn(text);
          return said === undefined
            ? { problem: { code: 'place.wrong', figures: { example: [example] } } }
            : { said };
        },
      },
      // “From” without its sign is no key: “the top 10 from Prague”.
      take: (line) => ({ line }),
      expected: { code: 'place.expected', figures: { example: [example] } },
      write: (said) => `from=${said}`,
      find: async (said) => ({ found: said }),
    }),
    1,
  );
}
