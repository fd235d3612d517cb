import type { ListFilters } from '../../store/rankings/list-filters.ts';
import type { CommandContext } from '../command-context.ts';
import { segmentName } from '../wording/segment-words.ts';
import { branch, type FoundBranch } from './branch.ts';
import { type FoundManager, manager } from './manager.ts';
import { type FoundSegment, segment } from './segment.ts';
import { type Tier, tier } from './tier.ts';

/** What every list may be held to. */
export const filters = { branch: branch(), segment: segment(), tier: tier(), manager: manager() };

/** Filters as the store takes them, and whose customers they leave, in words. */
export type HeldTo = { filters: ListFilters; whose: string };

/** Holds a list to what was found: the asker's scope, then the filters. */
export function heldTo(
  { principal, scope, locale, say }: CommandContext,
  found: {
    branch?: FoundBranch | undefined;
    segment?: FoundSegment | undefined;
    tier?: Tier | undefined;
    manager?: FoundManager | undefined;
  },
): HeldTo {
  const own = found.manager?.name === undefined;
  const words = [
    ...(found.branch === undefined
      ? []
      : [say('arguments.filters.branch', { name: found.branch.name })]),
    ...(found.segment === undefined
      ? []
      : [say('arguments.filters.segment', { name: segmentName(found.segment, locale) })]),
    ...(found.tier === undefined ? [] : [say('arguments.filters.tier', { tier: found.tier })]),
    ...(found.manager === undefined || (own && principal.role === 'manager')
      ? []
      : [
          found.manager.name === undefined
            ? say('arguments.filters.ownBook')
            : say('arguments.filters.manager', { name: found.manager.name }),
        ]),
  ];
  return {
    filters: {
      ...(found.branch === undefined ? {} : { branchId: found.branch.id }),
      ...(found.segment === undefined
        ? {}
        : { segment: { segmentation: found.segment.segmentation, id: found.segment.id } }),
      ...(found.tier === undefined ? {} : { tier: found.tier }),
      ...(found.manager === undefined ? {} : { managerId: found.manager.id }),
    },
    whose: words.reduce(
      (whose, held) => say('arguments.filters.further', { whose, held }),
      say('arguments.filters.whose', { scope: scope.kind }),
    ),
  };
}
