import { managersInReach } from '../../store/book/managers-in-reach.ts';
import { filterChoices, hasBook } from '../../store/rankings/filter-choices.ts';
import type { CommandContext } from '../command-context.ts';
import { isPartOfName } from '../understanding/gazetteer.ts';
import { manager as mentioned } from '../understanding/mentions/manager.ts';
import { type Argument, type Finding, optional } from './argument.ts';
import { filter } from './filter.ts';
import type { Kind } from './kind.ts';
import { type Choosable, oneCalled, oneOf } from './one-called.ts';

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

/** The one whom a part of a name means, of those with a customer whom the asker may see: nobody else is told to whoever guesses names. */
async function oneCalledInPart<T extends Choosable & { id: number }>(
  all: readonly T[],
  said: string,
  { store, scope }: Pick<CommandContext, 'store' | 'scope'>,
): Promise<Finding<T>> {
  const called = all.filter(({ label }) => isPartOfName(said, label));
  const reach = called.length === 0 ? [] : await managersInReach(store.db, scope);
  return oneOf(
    called.filter(({ id }) => reach.some((each) => each.id === id)),
    said,
    'manager',
  );
}

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
      async find(said, { store, scope, run, principal }) {
        if (said === oneself) {
          const own = await hasBook(store.db, principal.managerId);
          return {
            found: own ? { id: principal.managerId, name: undefined, entity: oneself } : undefined,
          };
        }
        const { managers } = await filterChoices(store.db, run.id);
        const all = managers.map(({ id, name, email, externalId }) => ({
          id,
          label: name,
          names: [name, externalId, ...(email === null ? [] : [email])],
          entity: email ?? externalId,
        }));
        const whole = oneCalled(all, said, 'manager');
        const finding =
          'found' in whole || whole.choices !== undefined
            ? whole
            : await oneCalledInPart(all, said, { store, scope });
        if (!('found' in finding)) return finding;
        const { id, label, entity } = finding.found;
        return { found: { id, name: label, entity } };
      },
    }),
  );
}
