import { z } from 'zod';
import { folded } from '../../language/fold.ts';
import { spellings } from '../../language/spellings.ts';
import { type ChurnFeature, churnFeatures } from '../../settings/churn-features.ts';
import {
  featurePairs,
  features as mentioned,
  type SaidFeatures,
} from '../understanding/mentions/features.ts';
import { withinTypos } from '../understanding/typos.ts';
import { type Argument, argument, type Taken } from './argument.ts';
import type { Kind } from './kind.ts';
import type { Line } from './line.ts';
import type { Problem } from './problem.ts';
import { shortened } from './shortened.ts';

export const featuresKind: Kind = {
  name: 'features',
  entity: 'features',
  ownKeys: true,
  said: [mentioned],
  countsAgainst: true,
};

/** What a made-up customer is like: features by name, and what they bring in a month where that is said. */
export type MadeUp = { features: ReadonlyMap<ChurnFeature['name'], number>; contribution?: number };

const contribution = 'contribution';
const example: Problem = { code: 'features.example', figures: {} };
const needed: Problem = { code: 'features.needed', figures: { example: [example] } };
const nearestShown = 4;

/** Features of a made-up customer, by their names, their labels in any language, or the beginning of their names. */
export function features(): Argument<MadeUp> {
  return argument<SaidFeatures, MadeUp>({
    kind: featuresKind,
    usage: 'balance=50000 products=2 complaints=1',
    description: 'arguments.features.description',
    said: z.record(z.string().min(1).max(41), z.number()),
    take: takeFeatures,
    expected: { code: 'features.expected', figures: { example: [example] } },
    needed,
    write: (said) =>
      Object.keys(said).length === 0
        ? undefined
        : Object.entries(said)
            .map(([name, value]) => `${name}=${value}`)
            .join(' '),
    async find(said) {
      const read = madeUp(said);
      return 'code' in read
        ? { title: { code: 'titles.features', figures: {} }, summary: read }
        : { found: read };
    },
    absent: async () => ({ title: { code: 'titles.features', figures: {} }, summary: needed }),
  });
}

function takeFeatures(line: Line): Taken<SaidFeatures> {
  const pairs = featurePairs(line.text);
  const rest = pairs.reduceRight(
    (text, { start, end }) => `${text.slice(0, start)} ${text.slice(end)}`,
    line.text,
  );
  const unread = /([^\s=]+) ?[=＝]/u.exec(rest)?.[1];
  if (unread !== undefined) {
    const name = shortened(unread);
    return { problem: { code: 'features.unread', figures: { name, example: [example] } } };
  }
  const text = rest.replace(/[,，、;；\s]+/g, ' ').trim();
  if (pairs.length === 0) return { line: { ...line, text } };
  const said = Object.fromEntries(pairs.map(({ name, value }) => [name, value]));
  return { said, plain: true, line: { ...line, text } };
}

/** Finds the features that are meant; or what is wrong with one. */
function madeUp(said: SaidFeatures): MadeUp | Problem {
  const found = new Map<ChurnFeature['name'], number>();
  let monthly: number | undefined;
  for (const [name, value] of Object.entries(said)) {
    const feature = featureCalled(name);
    if (feature !== undefined) {
      if (!fits(feature, value))
        return { code: 'features.range', figures: { name, unit: rangeOf(feature) } };
      found.set(feature.name, value);
    } else if (name === contribution) monthly = value;
    else {
      const nearest = nearestTo(name);
      return { code: 'features.unknown', figures: { name: shortened(name), nearest } };
    }
  }
  return { features: found, ...(monthly === undefined ? {} : { contribution: monthly }) };
}

/** The feature of a name or a label; of several that begin with it, or whose Chinese label has it, the first that is no change. */
function featureCalled(name: string): ChurnFeature | undefined {
  return (
    churnFeatures.find((feature) => feature.name === name) ??
    churnFeatures.find((feature) =>
      spellings(`churn-features.${feature.name}.label`).some(
        (label) => folded(label) === folded(name),
      ),
    ) ??
    churnFeatures.find(
      (feature) =>
        /^\p{Script=Han}{2,}$/u.test(name) &&
        feature.unit !== 'change' &&
        spellings(`churn-features.${feature.name}.label`).some((label) => label.includes(name)),
    ) ??
    churnFeatures.find(
      (feature) =>
        feature.name.startsWith(`${name}_`) &&
        feature.unit !== 'change' &&
        feature.unit !== 'points',
    )
  );
}

function nearestTo(name: string): string[] {
  const near = churnFeatures
    .map((feature) => feature.name)
    .filter((known) => {
      const words = known.split('_');
      return (
        withinTypos(known, name, 3) ||
        words.some((word) => word.length > 3 && withinTypos(word, name, 2)) ||
        (name.length > 3 && known.includes(name.slice(0, 4)))
      );
    });
  return (near.length > 0 ? near : churnFeatures.map((feature) => feature.name)).slice(
    0,
    nearestShown,
  );
}

type Range = 'share' | 'points' | 'change' | 'flag' | 'other';

const rangeOf = ({ unit }: ChurnFeature): Range =>
  unit === 'share' || unit === 'points' || unit === 'change' || unit === 'flag' ? unit : 'other';

function fits(feature: ChurnFeature, value: number): boolean {
  switch (feature.unit) {
    case 'share':
      return value >= 0 && value <= 1;
    case 'points':
      return value >= -1 && value <= 1;
    case 'change':
      return value >= -1;
    case 'flag':
      return value === 0 || value === 1;
    case 'money':
      return true;
    default:
      return value >= 0;
  }
}
