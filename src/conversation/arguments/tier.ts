import { spellings } from '../../language/spellings.ts';
import { tier as mentioned } from '../understanding/mentions/tier.ts';
import { tierName } from '../wording/customer-words.ts';
import { type Argument, optional } from './argument.ts';
import { filter } from './filter.ts';
import type { Kind } from './kind.ts';
import { knownNames } from './one-called.ts';
import { shortened } from './shortened.ts';

export const tierKind: Kind = {
  name: 'tier',
  entity: 'tier',
  key: {
    name: 'tier',
    words: 'argument-words.keys.tier',
    entity: (typed) => tierCalled(typed) ?? typed.toLowerCase(),
  },
  said: [mentioned],
  isFilter: true,
  asides: ['tier'],
};

const tiers = ['high', 'medium', 'low'] as const;
export type Tier = (typeof tiers)[number];

function tierCalled(text: string): Tier | undefined {
  const said = text.toLowerCase();
  return tiers.find((each) => spellings(`argument-words.tier.${each}`).includes(said));
}

/** A tier that a list is held to. */
export function tier(): Argument<Tier | undefined> {
  return optional(
    filter<Tier>({
      kind: tierKind,
      usage: 'tier=high|medium|low',
      description: 'arguments.tier.description',
      example: { code: 'tier.example', figures: {} },
      read(text) {
        const said = tierCalled(text);
        return said === undefined ? { problem: { code: 'tier.wrong', figures: {} } } : { said };
      },
      async find(said, { locale }) {
        const found = tierCalled(said);
        if (found !== undefined) return { found };
        return {
          title: { code: 'titles.none', figures: { kind: 'tier' } },
          summary: { code: 'none', figures: { kind: 'tier', typed: shortened(said) } },
          details: knownNames(tiers.map((each) => tierName(each, locale))),
          instead: ['help'],
        };
      },
    }),
  );
}
