import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { type ListedDigest, listDigests } from '../../store/digests/manage-digests.ts';
import type { CommandContext } from '../command-context.ts';
import { digestAlone, digest as mentioned } from '../understanding/mentions/digest.ts';
import { scheduleInWords } from '../wording/schedule-words.ts';
import { whatOfDigest } from '../wording/what-of-digest.ts';
import { type Argument, argument, type Finding, optional, type Taken } from './argument.ts';
import type { Kind } from './kind.ts';
import { type Line, written } from './line.ts';
import type { Choice } from './problem.ts';

export const digestKind: Kind = {
  name: 'digest',
  entity: 'digest',
  said: [mentioned],
  unsaid: [digestAlone],
  bareNumber: true,
};

/** The greatest number that a digest can have. */
const greatest = 2_147_483_647;
const mostChoices = 5;

/** One of the asker's digests by its number; the only one where they have no other. */
export function digest(): Argument<ListedDigest> {
  return { ...digestBy((number, context) => ownDigest(number, context)), ...unsaid };
}

/** What a digest shows: its kind, what it is held to, and its settings. */
export type ShownByDigest = Pick<ListedDigest, 'kind' | 'filters' | 'settings'> & {
  id: number | undefined;
};

/**
 * What one of the asker's digests shows; it need not be said which where all of them would show the same. Where there is none,
 * it is the one of customers at risk.
 */
export function anyDigest(): Argument<ShownByDigest> {
  return { ...digestBy(shownByDigest), ...unsaid };
}

/** One of the asker's digests, where a line names it. */
export const digestIfNamed = (): Argument<ListedDigest | undefined> =>
  optional({ ...digestBy((number, context) => ownDigest(number, context)), take: takeLeading });

/** One of the asker's digests by its number, where what is to be done with it follows the number. */
export const digestAndMore = (): Argument<ListedDigest> => ({ ...digest(), take: takeLeading });

/** Takes the number that a line begins with, and leaves the rest. */
function takeLeading(line: Line): Taken<number> {
  const text = written(line.text, line);
  const lead = /^#?(\d{1,9})(?= |$)/.exec(text);
  return lead === null || Number(lead[1]) === 0
    ? { line }
    : { said: Number(lead[1]), line: { ...line, text: text.slice(lead[0].length).trim() } };
}

const digestNumber = z.number().int().min(1).max(greatest);
const unsaid = { required: false, usage: '[NUMBER]', schema: z.optional(digestNumber) } as const;

function digestBy<Found>(
  find: (number: number | undefined, context: CommandContext) => Promise<Finding<Found>>,
): Argument<Found> {
  return argument<number, Found>({
    kind: digestKind,
    usage: 'NUMBER',
    description: 'arguments.digest.description',
    said: digestNumber,
    take(line) {
      const text = written(line.text, line);
      if (text === '') return { line };
      const said = Number(/^#?(\d{1,9})$/.exec(text)?.[1] ?? 0);
      return said > 0
        ? { said, line: { ...line, text: '' } }
        : { problem: { code: 'digest.wrong', figures: {} } };
    },
    expected: { code: 'digest.expected', figures: {} },
    write: String,
    find,
    absent: (context) => find(undefined, context),
  });
}

async function shownByDigest(
  number: number | undefined,
  context: CommandContext,
): Promise<Finding<ShownByDigest>> {
  if (number === undefined) {
    const own = await listDigests(context.store.db, context.principal.managerId);
    const none: ShownByDigest = { id: undefined, kind: 'at-risk', filters: {}, settings: {} };
    const [first = none, ...others] = own.map(shownOf);
    const alike = { ...first, id: undefined };
    if (others.every((each) => isDeepStrictEqual({ ...each, id: undefined }, alike)))
      return { found: first };
  }
  const finding = await ownDigest(number, context);
  return 'found' in finding ? { found: shownOf(finding.found) } : finding;
}

const shownOf = ({ id, kind, filters, settings }: ListedDigest): ShownByDigest => ({
  id,
  kind,
  filters,
  settings,
});

async function ownDigest(
  number: number | undefined,
  context: CommandContext,
): Promise<Finding<ListedDigest>> {
  const { store, principal, locale } = context;
  const own = await listDigests(store.db, principal.managerId);
  const [only] = own;
  const found =
    number === undefined && own.length === 1 ? only : own.find(({ id }) => id === number);
  if (found !== undefined) return { found };
  if (own.length === 0) {
    return {
      title: { code: 'titles.noDigests', figures: {} },
      summary: { code: 'digest.noneYet', figures: {} },
      instead: ['subscribe'],
    };
  }
  const choices = own.slice(0, mostChoices).map(
    (each): Choice => ({
      label: `${each.id} · ${whatOfDigest(each, context)}, ${scheduleInWords(each, locale)}`,
      entity: each.id,
    }),
  );
  return number === undefined
    ? {
        title: { code: 'titles.which', figures: { kind: 'digest' } },
        summary: { code: 'digest.which', figures: { count: own.length } },
        choices,
      }
    : {
        title: { code: 'titles.none', figures: { kind: 'digest' } },
        summary: { code: 'digest.none', figures: { digest: String(number) } },
        choices,
      };
}
