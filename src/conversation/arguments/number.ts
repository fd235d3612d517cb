import { z } from 'zod';
import { type Argument, argument, optional } from './argument.ts';
import type { Kind } from './kind.ts';
import { written } from './line.ts';
import type { Problem } from './problem.ts';

/** The number that the bot gave something, as its buttons say it; no sentence does. */
export const numberKind: Kind = {
  name: 'number',
  key: { name: 'item', words: 'argument-words.keys.item', entity: numberIn },
};

const greatest = 2_147_483_647;
const number = z.number().int().min(1).max(greatest);

function numberIn(text: string): number | undefined {
  const said = Number(/^#?(\d{1,10})$/.exec(text.trim())?.[1] ?? 0);
  return said >= 1 && said <= greatest ? said : undefined;
}

/** Which of several a customer has open, as in `item=17`. */
export function itemNumber(): Argument<number | undefined> {
  const example: Problem = { code: 'number.example', figures: {} };
  return optional(
    argument<number, number>({
      kind: numberKind,
      usage: 'item=NUMBER',
      description: 'arguments.number.item',
      said: number,
      keyed: {
        example,
        oneWord: true,
        value(text) {
          const said = numberIn(text);
          return said === undefined ? { problem: { code: 'number.wrong', figures: {} } } : { said };
        },
      },
      expected: { code: 'number.expected', figures: {} },
      write: (said) => `item=${said}`,
      find: async (said) => ({ found: said }),
    }),
  );
}

/** Which of the asker's actions, behind the command alone. */
export function actionNumber(): Argument<number | undefined> {
  return optional(
    argument<number, number>({
      kind: numberKind,
      usage: 'NUMBER',
      description: 'arguments.number.action',
      said: number,
      take(line) {
        const text = written(line.text, line);
        if (text === '') return { line };
        const said = numberIn(text);
        return said === undefined ? { line } : { said, plain: true, line: { ...line, text: '' } };
      },
      expected: { code: 'number.expected', figures: {} },
      write: String,
      find: async (said) => ({ found: said }),
    }),
  );
}
