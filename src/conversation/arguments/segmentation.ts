import { z } from 'zod';
import type { MessageKey } from '../../language/message-arguments.ts';
import { nameIn } from '../../language/names.ts';
import { spellings } from '../../language/spellings.ts';
import { segmentPortraits } from '../../store/segments/segment-portraits.ts';
import { mainSegmentation } from '../../store/segments/segmentation.ts';
import { segmentation as mentioned } from '../understanding/mentions/segmentation.ts';
import { type Argument, argument, type Known, type Taken } from './argument.ts';
import type { Kind } from './kind.ts';
import { inQuotationMarks, type Line, valueIn } from './line.ts';
import {
  type SegmentationWords,
  segmentationsCalled,
  segmentationsInWords,
} from './segmentation-lookup.ts';
import { shortened } from './shortened.ts';

export const segmentationKind: Kind = {
  name: 'segmentation',
  entity: 'by',
  said: [mentioned],
};

const longest = 200;

/**
 * A segmentation, as in `segments by spending habits`.
 * @param within the choice behind which alone it stands, without “by”, as in `model segments habits`
 */
export function segmentation(within?: {
  word: string;
  words: MessageKey;
}): Argument<SegmentationWords> {
  const after = within?.words;
  return argument<string, SegmentationWords>({
    kind: segmentationKind,
    usage: after === undefined ? 'by CUT' : 'CUT',
    within: within?.word,
    description: 'arguments.segmentation.description',
    said: z.string().min(1).max(longest),
    take: (line) => takeSegmentation(line, after),
    expected:
      after === undefined
        ? { code: 'segmentation.expected', figures: {} }
        : { code: 'segmentation.expectedAlone', figures: {} },
    write: (said) =>
      `${after === undefined ? 'by ' : ''}${/^[a-z-]+$/.test(said) ? said : inQuotationMarks(said)}`,
    async find(said, { store, run, config, locale }) {
      const known = (await segmentPortraits(store.db, run.id)).map((each) => each.segmentation);
      const all = segmentationsInWords(config.valuation.segments, [mainSegmentation, ...known]);
      const found = segmentationsCalled(all, said);
      const [only] = found;
      if (only !== undefined && found.length === 1) return { found: only };
      const figures = { kind: 'segmentation', typed: shortened(said) } as const;
      return {
        ...(only === undefined
          ? {
              title: { code: 'titles.none', figures: { kind: 'segmentation' } },
              summary: { code: 'none', figures },
            }
          : {
              title: { code: 'titles.which', figures: { kind: 'segmentation' } },
              summary: { code: 'several', figures },
            }),
        choices: (only === undefined ? all : found).map(({ id, name }) => ({
          label: nameIn(name, locale),
          entity: id,
        })),
      };
    },
    isPlain,
  });
}

function takeSegmentation(line: Line, after: MessageKey | undefined): Taken<string> {
  const text = line.text.trim();
  const opening =
    after === undefined
      ? startingWith(text, spellings('argument-words.by'))
      : startingWith(text, spellings(after));
  if (opening === undefined) return { line };
  const rest = text.slice(opening.length).trim();
  const by = after === undefined ? undefined : startingWith(rest, spellings('argument-words.by'));
  const { value, quoted } = valueIn(by === undefined ? rest : rest.slice(by.length), line);
  if (value === '') return { line };
  return {
    said: value,
    plain: quoted,
    line: { ...line, text: after === undefined ? '' : opening },
  };
}

const spaceless = /\p{Script=Han}$/u;

/** The longest of some words that a text begins with; a word of letters ends where it does in the text. */
function startingWith(text: string, words: readonly string[]): string | undefined {
  const lower = text.toLowerCase();
  const [found] = words
    .filter(
      (word) =>
        lower.startsWith(word.toLowerCase()) &&
        (spaceless.test(word) || [undefined, ' '].includes(text[word.length])),
    )
    .sort((a, b) => b.length - a.length);
  return found === undefined ? undefined : text.slice(0, found.length);
}

/** Several words are one only where the bank has it: “segments by the way” says nothing of the kind. */
function isPlain(said: string, { names }: Known): boolean {
  return (
    !said.includes(' ') ||
    (names.segmentations?.some((each) =>
      Object.values(each).some((name) => name.toLowerCase() === said.toLowerCase()),
    ) ??
      false)
  );
}
