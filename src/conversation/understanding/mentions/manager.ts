import { readings } from '../../../language/readings.ts';
import {
  findSpelling,
  type Gazetteer,
  managerParts,
  managerSpellings,
  type Spelling,
} from '../gazetteer.ts';
import { knownRoots, rootOf } from '../vocabulary.ts';
import { markEarliest, mentioned, type Step } from './step.ts';

const said = readings.flatMap(({ mentions }) => mentions?.manager ?? []);

const named = said.flatMap(({ named }) => named ?? []);
const notNames = said.flatMap(({ notNames }) => notNames ?? []);

/** Where a text names a manager, and as whom: by the whole name, or by the part of it that several share. */
type Called = { name: string; start: number; end: number };

/** Whose customers they are: the asker's, or a manager's whose name, or a part of it, the sentence says so of. */
export const manager: Step = (mentions, names) => {
  const { text } = mentions.marked;
  if (said.some(({ mine }) => mine.test(text)))
    return { ...mentions, entities: { manager: 'me', ...mentions.entities } };
  const owner = [...managerSpellings(names), ...managerParts(names)]
    .flatMap((spelling) => findCalled(spelling, text) ?? [])
    .find(({ start, end }) => {
      const [before, after] = [text.slice(0, start), text.slice(end)];
      return said.some(({ owns, ownedBy }) => owns?.test(after) || ownedBy?.test(before));
    });
  if (owner !== undefined) return mentioned(mentions, { manager: owner.name }, owner, 'manager');
  return markEarliest(mentions, named, 'manager', (name) => ({ manager: name }));
};

/** A manager whom a text names anywhere, by a name or a part of one. */
export function managerCalled(text: string, names: Gazetteer): Called | undefined {
  return [...managerSpellings(names), ...managerParts(names)]
    .flatMap((spelling) => findCalled(spelling, text) ?? [])
    .find(({ end }) => !notNames.some((pattern) => pattern.test(text.slice(end))));
}

/** Months, which have a capital wherever they stand: “opportunities for May”. */
const monthNames: ReadonlySet<string> = new Set(
  Array.from({ length: 12 }, (_, month) =>
    new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' })
      .format(Date.UTC(2000, month))
      .toLowerCase(),
  ),
);

/** What a sentence begins after, where every word has a capital. */
const sentenceStart = /(?:^|[.!?:;…])[\s"'“‘(]*$/u;

/** Where a spelling stands; a part of a name that is a word of ours, too, is one only with a capital inside a sentence. */
function findCalled(spelling: Spelling, text: string): Called | undefined {
  const found = findSpelling([spelling], text);
  if (found === undefined) return undefined;
  const isWord = !/\s/.test(spelling.typed) && knownRoots.has(rootOf(spelling.typed));
  if (!isWord) return found;
  if (monthNames.has(spelling.typed.toLowerCase())) return undefined;
  const hasCapital = /^\p{Lu}/u.test(text.slice(found.start));
  return hasCapital && !sentenceStart.test(text.slice(0, found.start)) ? found : undefined;
}
