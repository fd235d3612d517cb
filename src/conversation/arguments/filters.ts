import { defaultLocale } from '../../language/locale.ts';
import { nameIn } from '../../language/names.ts';
import type { DigestFilters } from '../../store/digests/digest-filters.ts';
import type { ListFilters } from '../../store/rankings/list-filters.ts';
import type { CommandContext } from '../command-context.ts';
import { segmentName } from '../wording/segment-words.ts';
import { branch, type FoundBranch } from './branch.ts';
import { type FoundManager, manager } from './manager.ts';
import type { Unanswered } from './problem.ts';
import { type FoundSegment, segment } from './segment.ts';
import { type FoundTag, tag } from './tag.ts';
import { type Tier, tier } from './tier.ts';

/** What every list may be held to. */
export const filters = {
  branch: branch(),
  segment: segment(),
  tier: tier(),
  manager: manager(),
  tag: tag(),
};

/** Filters as the store takes them, and whose customers they leave, in words. */
export type HeldTo = { filters: ListFilters; whose: string };

/** What a list is held to, as found. */
export type FoundFilters = {
  branch?: FoundBranch | undefined;
  segment?: FoundSegment | undefined;
  tier?: Tier | undefined;
  manager?: FoundManager | undefined;
  /** only whom somebody may contact: of what tells people whom to call */
  contactable?: boolean;
  tag?: FoundTag | undefined;
};

/** The entities that find the same again, in a later run too: a segment goes by its name. */
export function filterEntities({
  branch,
  segment,
  tier,
  manager,
  tag,
}: FoundFilters): DigestFilters {
  return {
    ...(branch === undefined ? {} : { branch: branch.entity }),
    ...(segment === undefined ? {} : { segment: nameIn(segment.names, defaultLocale) }),
    ...(tier === undefined ? {} : { tier }),
    ...(manager === undefined ? {} : { manager: manager.entity }),
    ...(tag === undefined ? {} : { tag: tag.name }),
  };
}

/** Looks up what is held to filters that were said before, or by a program; why not, and by which, where one names nothing or several. */
export async function findFilters(
  said: DigestFilters,
  context: CommandContext,
): Promise<{ found: FoundFilters } | (Unanswered & { filter: keyof DigestFilters })> {
  const branch = await filters.branch.find(said.branch, context);
  if (!('found' in branch)) return { ...branch, filter: 'branch' };
  const segment = await filters.segment.find(said.segment, context);
  if (!('found' in segment)) return { ...segment, filter: 'segment' };
  const tier = await filters.tier.find(said.tier, context);
  if (!('found' in tier)) return { ...tier, filter: 'tier' };
  const manager = await filters.manager.find(said.manager, context);
  if (!('found' in manager)) return { ...manager, filter: 'manager' };
  const tag = await filters.tag.find(said.tag, context);
  if (!('found' in tag)) return { ...tag, filter: 'tag' };
  // Whoever has no book any more is shown nobody: in its place, a question would take all that they may see.
  const own =
    said.manager === undefined
      ? undefined
      : { id: context.principal.managerId, name: undefined, entity: said.manager };
  return {
    found: {
      branch: branch.found,
      segment: segment.found,
      tier: tier.found,
      manager: manager.found ?? own,
      tag: tag.found,
    },
  };
}

/** Whether anything is held to at all. */
export const isHeld = (said: DigestFilters): boolean =>
  Object.values(said).some((each) => each !== undefined);

/** Holds a list to what was found: the asker's scope, then the filters. */
export function heldTo(
  { principal, scope, locale, say }: CommandContext,
  found: FoundFilters,
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
    ...(found.tag === undefined ? [] : [say('arguments.filters.tag', { name: found.tag.name })]),
  ];
  return {
    filters: {
      ...(found.branch === undefined ? {} : { branchId: found.branch.id }),
      ...(found.segment === undefined
        ? {}
        : { segment: { segmentation: found.segment.segmentation, id: found.segment.id } }),
      ...(found.tier === undefined ? {} : { tier: found.tier }),
      ...(found.manager === undefined ? {} : { managerId: found.manager.id }),
      ...(found.contactable ? { contactable: true } : {}),
      ...(found.tag === undefined ? {} : { tags: found.tag.spellings }),
    },
    whose: words.reduce(
      (whose, held) => say('arguments.filters.further', { whose, held }),
      say('arguments.filters.whose', { scope: scope.kind }),
    ),
  };
}
