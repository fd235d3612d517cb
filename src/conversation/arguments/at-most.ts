import { z } from 'zod';
import { numbersInDigits } from '../../language/numbers.ts';
import { spellings } from '../../language/spellings.ts';
import { mostInDigest } from '../../store/digests/digest-settings.ts';
import { type Argument, argument, optional } from './argument.ts';
import { countKind } from './count.ts';

/** How many customers a digest names at most, behind a word that says so, as in “top 5”. */
export function atMost(): Argument<number | undefined> {
  return optional(
    argument<number, number>({
      kind: countKind,
      usage: 'top N',
      description: 'arguments.atMost.description',
      said: z.number().int().min(1),
      take(line) {
        const text = numbersInDigits(line.text);
        for (const word of spellings('argument-words.atMost')) {
          const found = new RegExp(
            `(?<!\\p{L})${RegExp.escape(word)} ?(\\d{1,4})(?!\\d)`,
            'iu',
          ).exec(text);
          if (found === null) continue;
          const { 0: said, 1: number, index } = found;
          const rest = `${text.slice(0, index)} ${text.slice(index + said.length)}`.trim();
          return { said: Number(number), plain: true, line: { ...line, text: rest } };
        }
        return { line };
      },
      expected: { code: 'atMost.expected', figures: { most: mostInDigest } },
      write: (said) => `top ${said}`,
      find: async (said) =>
        said <= mostInDigest
          ? { found: said }
          : {
              title: { code: 'atMost.title', figures: {} },
              summary: { code: 'atMost.tooMany', figures: { most: mostInDigest } },
            },
    }),
  );
}
