import { z } from 'zod';
import { spellings } from '../../language/spellings.ts';
import { type Argument, argument, optional } from './argument.ts';
import type { Kind } from './kind.ts';
import { inQuotationMarks, valueIn } from './line.ts';

/** What a campaign that is to start is called; a sentence says it with its terms. */
export const campaignNameKind: Kind = { name: 'campaignName', entity: 'campaignName' };

const longest = 80;
const most = 6;

/** A name for a new campaign; unless given, it is made of whom it is for. */
export function campaignName(): Argument<string | undefined> {
  return optional(
    argument<string, string>({
      kind: campaignNameKind,
      usage: '"NAME"',
      description: 'arguments.campaignName.description',
      said: z.string().min(1),
      take(line) {
        const { value, quoted } = valueIn(line.text, line);
        return {
          ...(value === '' ? {} : { said: value }),
          plain: quoted,
          line: { ...line, text: '' },
        };
      },
      expected: { code: 'campaignName.expected', figures: {} },
      write: inQuotationMarks,
      async find(said) {
        const name = said.replace(/\s+/gu, ' ').trim();
        return name === '' || [...name].length > longest || /[\p{Cc}\p{Cf}\p{Co}"]/u.test(name)
          ? {
              title: { code: 'campaignTerms.title', figures: {} },
              summary: { code: 'campaignName.wrong', figures: { most: longest } },
            }
          : { found: name };
      },
      isPlain(said) {
        const words = said.toLowerCase().split(/\s+/);
        const not = new Set(spellings('argument-words.notInCampaignName'));
        return words.length <= most && !words.some((word) => not.has(word));
      },
    }),
  );
}
