import { type Called, called, type Named } from '../../language/name-key.ts';
import type { Finding } from './argument.ts';
import type { Problem } from './problem.ts';
import { shortened } from './shortened.ts';

const mostNames = 12;
const mostChoices = 5;

/** Something with names: what it is called, and the entity that means it and nothing else. */
export type Choosable = Called & { label: string; entity: string };

/** The one of some that a typed name means; otherwise which are called so, or that none is. */
export function oneCalled<T extends Choosable>(
  all: readonly T[],
  typed: string,
  kind: 'branch' | 'manager',
): Finding<T> {
  const of: Named = kind === 'manager' ? 'person' : kind;
  return oneOf(called(all, typed, of), typed, kind, all);
}

/** The one of those that a typed name fits; otherwise which they are, or that there is none among all. */
export function oneOf<T extends Choosable>(
  found: readonly T[],
  typed: string,
  kind: 'branch' | 'manager',
  all: readonly T[] = found,
): Finding<T> {
  const [only] = found;
  if (only !== undefined && found.length === 1) return { found: only };
  const figures = { kind, typed: shortened(typed) };
  if (only !== undefined) {
    return {
      title: { code: 'titles.which', figures: { kind } },
      summary: { code: 'several', figures },
      choices: found.slice(0, mostChoices).map(({ label, entity }) => ({
        label: `${label} · ${entity}`,
        entity,
      })),
    };
  }
  return {
    title: { code: 'titles.none', figures: { kind } },
    summary: { code: 'none', figures },
    // Who works for the bank is not told to whoever guesses names.
    details: kind === 'manager' ? [] : knownNames(all.map(({ label }) => label)),
    instead: ['help'],
  };
}

/** Says which names there are. */
export function knownNames(names: readonly string[]): Problem[] {
  const known = [...new Set(names)];
  if (known.length === 0) return [];
  return known.length <= mostNames
    ? [{ code: 'known', figures: { count: known.length, names: known } }]
    : [{ code: 'knownAmongOthers', figures: { names: known.slice(0, mostNames) } }];
}
