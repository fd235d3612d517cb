import { z } from 'zod';
import type { Names } from '../../language/names.ts';
import { filterChoices } from '../../store/rankings/filter-choices.ts';
import { mainSegmentation } from '../../store/segments/segmentation.ts';
import type { CommandContext } from '../command-context.ts';
import { nameFor, segmentSpellings } from '../understanding/gazetteer.ts';
import { segment as mentioned } from '../understanding/mentions/segment.ts';
import { customerNamePart } from '../understanding/tokenise.ts';
import { segmentName } from '../wording/segment-words.ts';
import { type Argument, argument, type Finding, optional } from './argument.ts';
import { filter } from './filter.ts';
import type { Kind } from './kind.ts';
import { inQuotationMarks, valueIn } from './line.ts';
import { knownNames } from './one-called.ts';
import type { Choice, Unanswered } from './problem.ts';
import { segmentsCalled } from './segment-lookup.ts';
import { shortened } from './shortened.ts';

export const segmentKind: Kind = {
  name: 'segment',
  entity: 'segment',
  key: {
    name: 'segment',
    words: 'argument-words.keys.segment',
    entity: (typed, names) => nameFor(segmentSpellings(names), typed) ?? typed,
  },
  said: [mentioned],
  isFilter: true,
  asides: ['segment'],
};

const longest = 200;
const mostChoices = 8;

/** The number of a segment, with its segmentation where that is not the main one. */
const plainNumber = /^(?:[a-z-]{1,40}\/)?\d{1,9}$/;

/** A segment of the newest run. */
export type FoundSegment = { segmentation: string; id: number; names: Names };

const description = 'arguments.segment.description';
const example = { code: 'segment.example', figures: {} } as const;

/** A segment that a list is held to, by name or number. */
export function segment(): Argument<FoundSegment | undefined> {
  return optional(
    filter<FoundSegment>({
      kind: segmentKind,
      usage: 'segment=NAME',
      description,
      example,
      find: (said, context) => findSegment(said, context),
    }),
  );
}

/** A segment that a command is about; which there are is offered where a question names none. */
export function namedSegment(): Argument<FoundSegment> {
  return argument<string, FoundSegment>({
    kind: segmentKind,
    usage: 'NAME',
    description,
    said: z.string().min(1).max(longest),
    keyed: { example, value: (text) => ({ said: text }) },
    take(line) {
      const { value, quoted } = valueIn(line.text, line);
      return {
        ...(value === '' ? {} : { said: value }),
        plain: quoted,
        line: { ...line, text: '' },
      };
    },
    expected: { code: 'segment.expected', figures: {} },
    needed: { code: 'segment.needed', figures: {} },
    write: (said) => (plainNumber.test(said) ? said : inQuotationMarks(said)),
    find: (said, context) => findSegment(said, context),
    absent: async (context) => offered(await segmentsOf(context), context),
    isPlain: (said, { names }) =>
      nameFor(segmentSpellings(names), said) !== undefined || customerNamePart(said),
  });
}

async function segmentsOf({ store, run }: CommandContext): Promise<FoundSegment[]> {
  return (await filterChoices(store.db, run.id)).segments;
}

async function findSegment(said: string, context: CommandContext): Promise<Finding<FoundSegment>> {
  const segments = await segmentsOf(context);
  const found = segmentsCalled(segments, said);
  const [only] = found;
  if (only !== undefined && found.length === 1) return { found: only };
  const figures = { kind: 'segment', typed: shortened(said) } as const;
  if (only !== undefined) {
    return {
      title: { code: 'titles.which', figures: { kind: 'segment' } },
      summary: { code: 'several', figures },
      choices: choicesOf(found, context),
    };
  }
  if (segments.length === 0) return offered(segments, context);
  return {
    title: { code: 'titles.none', figures: { kind: 'segment' } },
    summary: { code: 'none', figures },
    details: knownNames(segments.map((each) => segmentName(each, context.locale))),
    choices: choicesOf(segments, context),
  };
}

function offered(segments: readonly FoundSegment[], context: CommandContext): Unanswered {
  if (segments.length === 0) {
    return {
      title: { code: 'titles.noSegments', figures: {} },
      summary: { code: 'segment.noneYet', figures: {} },
      instead: ['help'],
    };
  }
  return {
    title: { code: 'titles.which', figures: { kind: 'segment' } },
    summary: { code: 'segment.choose', figures: {} },
    choices: choicesOf(segments, context),
  };
}

/** A segment is chosen by its number, whatever its name is or becomes. */
function choicesOf(segments: readonly FoundSegment[], { locale }: CommandContext): Choice[] {
  return segments.slice(0, mostChoices).map((each) => ({
    label: segmentName(each, locale),
    entity:
      each.segmentation === mainSegmentation ? String(each.id) : `${each.segmentation}/${each.id}`,
  }));
}
