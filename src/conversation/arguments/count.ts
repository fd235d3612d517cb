import { z } from 'zod';
import { numbersInDigits, readNumeral } from '../../language/numbers.ts';
import { spellings } from '../../language/spellings.ts';
import { limit, limitOfFilter } from '../understanding/mentions/limit.ts';
import { type Argument, argument } from './argument.ts';
import type { Kind } from './kind.ts';
import { written } from './line.ts';

export const countKind: Kind = {
  name: 'count',
  entity: 'limit',
  said: [limit, limitOfFilter],
  bareNumber: true,
  countsAgainst: true,
  asides: ['limit'],
};

/** A number above is a slip. */
const readable = 9999;

/**
 * How many to list.
 * @param most the most that are listed, as people are told; a question may name a greater number
 */
export function count(most: number): Argument<number> {
  return argument<number, number>({
    kind: countKind,
    usage: 'N',
    description: 'arguments.count.description',
    said: z.number().int().min(1),
    take(line) {
      const said = readCount(written(line.text, line));
      return said === undefined || said < 1 || said > readable
        ? { line }
        : { said, line: { ...line, text: '' } };
    },
    expected: { code: 'count.expected', figures: { most } },
    write: String,
    find: async (said) => ({ found: said }),
  });
}

/** A count as a slash form may say it, in digits or words, with what some languages say before or after it. */
function readCount(text: string): number | undefined {
  const said = numbersInDigits(text);
  const before =
    spellings('argument-words.beforeCount').find((word) => said.startsWith(word)) ?? '';
  const after = spellings('argument-words.afterCount').find((word) => said.endsWith(word)) ?? '';
  return readNumeral(said.slice(before.length, said.length - after.length));
}
