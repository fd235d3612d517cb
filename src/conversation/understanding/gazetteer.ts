import { plainCharacters } from '../../language/characters.ts';
import { folded } from '../../language/fold.ts';
import type { Names } from '../../language/names.ts';
import { readings } from '../../language/readings.ts';

/**
 * The names of the bank that a sentence may mention: of segments, of further segmentations and of campaigns, in every language; of
 * branches, with further names as `aliases`; of managers.
 */
export type Gazetteer = {
  branches: readonly { name: string; aliases: readonly string[] }[];
  segments: readonly Names[];
  segmentations?: readonly Names[];
  campaigns?: readonly Names[];
  managers: readonly string[];
  /** those of them of whom the asker may see a customer; unless given, all */
  managersInReach?: readonly string[];
};

/** A name as it may be typed, what matches it in a folded text, and the name it stands for. */
export type Spelling = { typed: string; pattern: RegExp; name: string };

const branchEndings = readings.flatMap(({ mentions }) => mentions?.branch?.endings ?? []);
const branchEnding = new RegExp(`\\s*(?:${branchEndings.join('|')})$`, 'i');

/** Every spelling of the branches, the longest first. */
export const branchSpellings = once(({ branches }) =>
  longestFirst(
    branches.flatMap(({ name, aliases }) =>
      [name, ...aliases].flatMap((typed) => {
        const bare = typed.replace(branchEnding, '');
        return [typed, ...(bare === '' ? [] : [bare])].map((each) => spelling(each, name));
      }),
    ),
  ),
);

/** Every spelling of the segments, the longest first; each stands for the name in its own language. */
export const segmentSpellings = once(({ segments }) =>
  longestFirst(
    segments.flatMap((names) => Object.values(names).map((name) => spelling(name, name))),
  ),
);

const beforeSegmentation = readings.flatMap(({ mentions }) => mentions?.bySegmentation ?? []);

/** Every way to name a further segmentation, as in "by spending habits". */
export const segmentationSpellings = once(({ segmentations = [] }) =>
  segmentations.flatMap((names) =>
    Object.values(names).flatMap((name) =>
      beforeSegmentation.map((by) => spelling(`${by}${name}`, name)),
    ),
  ),
);

/** Every spelling of the campaigns, the longest first; each stands for the name in its own language. */
export const campaignSpellings = once(({ campaigns = [] }) =>
  longestFirst(
    campaigns.flatMap((names) => Object.values(names).map((name) => spelling(name, name))),
  ),
);

const managerForms = readings.flatMap(({ mentions }) => mentions?.manager?.forms ?? []);

/** The spelling of each manager's name, in the order of the managers. */
export const managerSpellings = once(({ managers }) =>
  managers.map((name) => spelling(name, name, managerForms)),
);

/** Shorter is no part of a name: letters, or characters of a script without spaces. */
const shortestPart = { spaced: 3, joined: 2 };
const joinedName = /^\p{Script=Han}+$/u;

/**
 * What managers may be called by beside their whole names: each word of a name, or a given name of two characters; the longest first. It
 * stands for the one whom the asker sees customers of, and for itself where that is none or several: nobody's whole name is told to
 * whoever guesses a part.
 */
export const managerParts = once(({ managers, managersInReach = managers }): Spelling[] => {
  const found = new Map<string, { typed: string; reached: string[] }>();
  for (const name of managers)
    for (const typed of partsOfName(name)) {
      const key = comparable(typed);
      const known = found.get(key) ?? { typed, reached: [] };
      if (managersInReach.includes(name) && !known.reached.includes(name)) known.reached.push(name);
      found.set(key, known);
    }
  return [...found.values()]
    .map(({ typed, reached: [name, ...others] }) =>
      spelling(typed, name === undefined || others.length > 0 ? typed : name, managerForms),
    )
    .sort((a, b) => b.typed.length - a.typed.length);
});

/** The parts by which somebody with a name may be called: its words, or the last two characters of a name of three. */
export function partsOfName(name: string): string[] {
  const plain = name.trim();
  if (joinedName.test(plain))
    return plain.length > shortestPart.joined ? [plain.slice(-shortestPart.joined)] : [];
  const words = plain.split(/[\s,.、，]+/).filter((word) => word.length >= shortestPart.spaced);
  return words.length > 1 ? words : [];
}

/** Whether what was typed is some words of a name, or what its last two characters are, and not all of it. */
export function isPartOfName(typed: string, name: string): boolean {
  const parts = new Set(partsOfName(name).map(comparable));
  return comparable(typed)
    .split(' ')
    .every((word) => parts.has(word));
}

/** The same for the same names, so that a line is read several times at the cost of one. */
function once<T>(make: (names: Gazetteer) => T): (names: Gazetteer) => T {
  const made = new WeakMap<Gazetteer, T>();
  return (names) => {
    const known = made.get(names) ?? make(names);
    made.set(names, known);
    return known;
  };
}

const nameForms = readings.flatMap(({ formsOfName }) => formsOfName ?? []);

function spelling(
  typed: string,
  name: string,
  forms: readonly ((name: string) => string[])[] = nameForms,
): Spelling {
  const patterns = [typed, ...forms.flatMap((form) => form(typed))]
    .sort((a, b) => b.length - a.length)
    .map((form) =>
      foldedInPlace(form)
        .split(/[\s,、，]+/)
        .filter((word) => word !== '')
        .map(RegExp.escape)
        .join('[\\s,、，]+'),
    );
  return { typed, pattern: new RegExp(patterns.join('|'), 'gu'), name };
}

function longestFirst(spellings: Spelling[]): Spelling[] {
  return spellings
    .filter(({ typed }) => typed.trim() !== '')
    .sort((a, b) => b.typed.length - a.typed.length);
}

/** The spelling that a typed name stands for, whatever its case, accents and commas; undefined where none does. */
export function nameFor(spellings: readonly Spelling[], typed: string): string | undefined {
  const key = comparable(typed);
  return spellings.find((each) => comparable(each.typed) === key)?.name;
}

function comparable(text: string): string {
  return plainCharacters(folded(text))
    .replace(/[,、，.]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/**
 * Where a spelling stands in a text as words of its own; a script without spaces needs none around. Commas in it may be
 * missing.
 */
export function findSpelling(
  spellings: readonly Spelling[],
  text: string,
): { name: string; start: number; end: number } | undefined {
  const haystack = foldedInPlace(text);
  for (const { pattern, name } of spellings) {
    for (const match of haystack.matchAll(pattern)) {
      const end = match.index + match[0].length;
      if (end > match.index && standsAlone(haystack, match.index, end))
        return { name, start: match.index, end };
    }
  }
  return undefined;
}

/** The text that was folded last: a line is looked through for each of many names. */
let foldedLast = { text: '', folded: '' };

/** Lower case without accents, character for character, so that places in it are places in the text. */
function foldedInPlace(text: string): string {
  if (foldedLast.text !== text) foldedLast = { text, folded: foldAnew(text) };
  return foldedLast.folded;
}

function foldAnew(text: string): string {
  const plainer = plainCharacters(text);
  const lower = plainer.toLowerCase();
  if (lower.length === plainer.length && lower.normalize('NFD') === lower) return lower;
  return Array.from({ length: plainer.length }, (_, i) => {
    const character = plainer[i] ?? '';
    const plain = character.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
    return plain.length === 1 ? plain : character;
  }).join('');
}

const latin = /[\p{Script=Latin}\d]/u;

function standsAlone(text: string, start: number, end: number): boolean {
  const joins = (a: string | undefined, b: string | undefined) =>
    a !== undefined && b !== undefined && latin.test(a) && latin.test(b);
  return !joins(text[start - 1], text[start]) && !joins(text[end - 1], text[end]);
}
