import { filterChoices, hasBook } from '../../store/rankings/filter-choices.ts';
import { manager as mentioned } from '../understanding/mentions/manager.ts';
import { type Argument, optional } from './argument.ts';
import { filter } from './filter.ts';
import type { Kind } from './kind.ts';
import { oneCalled } from './one-called.ts';

export const managerKind: Kind = {
  name: 'manager',
  entity: 'manager',
  key: { name: 'manager', words: 'argument-words.keys.manager', entity: (typed) => typed },
  said: [mentioned],
  isFilter: true,
  asides: ['manager'],
};

/** A manager by their id in the store, and the entity that means them alone; `name` is undefined for the asker. */
export type FoundManager = { id: number; name: string | undefined; entity: string };

/** The entity of the asker's own book. */
const oneself = 'me';

/** A manager whose book a list is held to: by name or e-mail address, or `me`, which changes nothing for those who have no book. */
export function manager(): Argument<FoundManager | undefined> {
  return optional(
    filter<FoundManager | undefined>({
      kind: managerKind,
      usage: 'manager=NAME',
      description: 'arguments.manager.description',
      example: { code: 'manager.example', figures: {} },
      async find(said, { store, run, principal }) {
        if (said === oneself) {
          const own = await hasBook(store.db, principal.managerId);
          return {
            found: own ? { id: principal.managerId, name: undefined, entity: oneself } : undefined,
          };
        }
        const { managers } = await filterChoices(store.db, run.id);
        const finding = oneCalled(
          managers.map(({ id, name, email, externalId }) => ({
            id,
            label: name,
            names: [name, externalId, ...(email === null ? [] : [email])],
            entity: email ?? externalId,
          })),
          said,
          'manager',
        );
        if (!('found' in finding)) return finding;
        const { id, label, entity } = finding.found;
        return { found: { id, name: label, entity } };
      },
    }),
  );
}
