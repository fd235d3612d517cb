import type { Scope } from '../store/scope.ts';

/** Of fewer customers, means and sums are shown only to those who may see every one of them. */
export const fewest = 10;

/**
 * Whether a figure of a group may be shown to whoever sees a scope: they take their own customers away from it, so that it
 * tells what those beyond the scope add up to. Of none of them it tells nothing, of many it tells of no one.
 * @param others the group's customers whom the scope does not reach, whatever filters a question has
 */
export function mayBeTold(scope: Scope, others: number): boolean {
  return scope.kind === 'all' || others === 0 || others >= fewest;
}

/** A group's figures without those sums that are of few of it. */
export const withoutSumsOfFew = <
  Group extends {
    atRisk: number | null;
    valueAtStake: number | null;
    balance: number | null;
    balancesKnown: number;
  },
>(
  group: Group,
): Group => ({
  ...group,
  ...(isOfFew(group.atRisk ?? 0) ? { valueAtStake: null } : {}),
  ...(isOfFew(group.balancesKnown) ? { balance: null } : {}),
});

const isOfFew = (customers: number): boolean => customers > 0 && customers < fewest;

/**
 * Groups that together are a whole, as far as each may be told of by itself: `few` are those of fewer than {@link fewest} customers.
 * Where these are few in all, the smallest of the others is among them, for otherwise the whole less the others would tell of
 * them. Both are in the order of the groups.
 * @param size how many customers a group is of
 */
export function groupsApart<Group>(
  groups: readonly Group[],
  size: (group: Group) => number,
): { told: Group[]; few: Group[] } {
  const sizes = groups.map(size);
  const hidden = new Set(sizes.flatMap((each, at) => (each < fewest ? [at] : [])));
  const inAll = [...hidden].reduce((sum, at) => sum + (sizes[at] ?? 0), 0);
  const [first, ...rest] = sizes.keys().filter((at) => !hidden.has(at));
  if (hidden.size > 0 && inAll < fewest && first !== undefined)
    hidden.add(
      rest.reduce((least, at) => ((sizes[at] ?? 0) < (sizes[least] ?? 0) ? at : least), first),
    );
  return {
    told: groups.filter((_, at) => !hidden.has(at)),
    few: groups.filter((_, at) => hidden.has(at)),
  };
}
