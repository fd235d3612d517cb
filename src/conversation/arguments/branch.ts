import { nameIn } from '../../language/names.ts';
import { filterChoices } from '../../store/rankings/filter-choices.ts';
import { branchSpellings, nameFor } from '../understanding/gazetteer.ts';
import { branch as mentioned } from '../understanding/mentions/branch.ts';
import { type Argument, optional } from './argument.ts';
import { filter } from './filter.ts';
import type { Kind } from './kind.ts';
import { oneCalled } from './one-called.ts';

export const branchKind: Kind = {
  name: 'branch',
  entity: 'branch',
  key: {
    name: 'branch',
    words: 'argument-words.keys.branch',
    entity: (typed, names) => nameFor(branchSpellings(names), typed) ?? typed,
  },
  said: [mentioned],
  isFilter: true,
  asides: ['branch'],
};

/** A branch by its id in the store, what the reader calls it, and the entity that means it and no other. */
export type FoundBranch = { id: number; name: string; entity: string };

/** A branch that a list is held to, by name or by the bank's id. */
export function branch(): Argument<FoundBranch | undefined> {
  return optional(
    filter({
      kind: branchKind,
      usage: 'branch=NAME',
      description: 'arguments.branch.description',
      example: { code: 'branch.example', figures: {} },
      async find(said, { store, run, locale }) {
        const { branches } = await filterChoices(store.db, run.id);
        const finding = oneCalled(
          branches.map((each) => ({
            id: each.id,
            label: nameIn(each.names, locale, each.name),
            names: [each.name, each.externalId, ...Object.values(each.names)],
            entity: each.externalId,
          })),
          said,
          'branch',
        );
        if (!('found' in finding)) return finding;
        const { id, label, entity } = finding.found;
        return { found: { id, name: label, entity } };
      },
    }),
  );
}
