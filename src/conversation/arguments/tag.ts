import { folded } from '../../language/fold.ts';
import { customerTags } from '../../store/customers/customer-tags.ts';
import { tag as mentioned } from '../understanding/mentions/tag.ts';
import { type Argument, optional } from './argument.ts';
import { filter } from './filter.ts';
import type { Kind } from './kind.ts';
import { knownNames } from './one-called.ts';
import { shortened } from './shortened.ts';

export const tagKind: Kind = {
  name: 'tag',
  entity: 'tag',
  key: { name: 'tag', words: 'argument-words.keys.tag', entity: (typed) => typed },
  said: [mentioned],
  isFilter: true,
  asides: ['tag'],
};

/** A tag by the name that most of the customers have it by, and all of its spellings. */
export type FoundTag = { name: string; spellings: readonly string[] };

/** A tag of the bank's own that a list is held to, whatever its case and accents. */
export function tag(): Argument<FoundTag | undefined> {
  return optional(
    filter<FoundTag>({
      kind: tagKind,
      usage: 'tag=NAME',
      description: 'arguments.tag.description',
      example: { code: 'tag.example', figures: {} },
      async find(said, { store, scope }) {
        const known = await customerTags(store.db, scope);
        const spellings = known.filter((each) => folded(each) === folded(said));
        const [name] = spellings;
        if (name !== undefined) return { found: { name, spellings } };
        return {
          title: { code: 'titles.none', figures: { kind: 'tag' } },
          summary: { code: 'none', figures: { kind: 'tag', typed: shortened(said) } },
          details: knownNames(known),
          instead: ['help'],
        };
      },
    }),
  );
}
