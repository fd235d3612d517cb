import { spellings } from '../../../language/spellings.ts';
import { mentioned, type Step } from './step.ts';

/** What is supposed of a made-up customer, by the words it was said in. */
export type SaidFeatures = Readonly<Record<string, number>>;

const pair =
  /(?<![\p{L}\d_])(\p{L}[\p{L}\d_]{0,40}) ?[=＝] ?(-?\d{1,12}(?:,\d{3}){0,3}(?:\.\d{1,6})?) ?(%|k|m|万)?(?![\p{Script=Latin}\d]|\.\d)/giu;

const factors: Readonly<Record<string, number>> = { '%': 0.01, k: 1e3, m: 1e6, 万: 1e4 };

/** Words before a sign of equality that say something else than a feature. */
const others =
  /^(?:top|first|best|limit|bottom|leading|id|n|k|customers?|clients?|accounts?|客户|编号)$/i;
const keys = [
  'argument-words.keys.branch',
  'argument-words.keys.segment',
  'argument-words.keys.tier',
  'argument-words.keys.manager',
  'argument-words.keys.months',
  'argument-words.keys.until',
] as const;

/** The pairs of a word and a number in a text, each with its place. */
export function featurePairs(
  text: string,
): { name: string; value: number; start: number; end: number }[] {
  const taken = new Set(keys.flatMap((key) => spellings(key)));
  return [...text.matchAll(pair)].flatMap(
    ({ 0: said, 1: name = '', 2: digits = '', 3: unit, index }) =>
      others.test(name) || taken.has(name.toLowerCase())
        ? []
        : [
            {
              name: name.toLowerCase(),
              value: Number(digits.replaceAll(',', '')) * (factors[unit?.toLowerCase() ?? ''] ?? 1),
              start: index,
              end: index + said.length,
            },
          ],
  );
}

/** Features of a made-up customer: balance=50000. */
export const features: Step = (mentions) => {
  const pairs = featurePairs(mentions.marked.text);
  if (pairs.length === 0) return mentions;
  const said: SaidFeatures = Object.fromEntries(pairs.map(({ name, value }) => [name, value]));
  // From the last, so that the places of those before stay what they are.
  return pairs.reduceRight(
    (rest, place) => mentioned(rest, { features: said }, place, 'features'),
    mentions,
  );
};
