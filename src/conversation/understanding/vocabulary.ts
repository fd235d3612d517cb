import type { LanguageReading } from '../../language/readings.ts';
import { readings } from '../../language/readings.ts';

/*
 * The words that every language's reading knows, together. Words that stand between spaces are looked up by their roots
 * in each such language; those of languages without spaces are found in one list.
 */

const exactly = /^=/;
const inWords = (phrase: string) => phrase.replace(exactly, '').replace(/-/g, ' ').toLowerCase();

type SpacedWords = {
  root(word: string): string;
  longForm(word: string): string | undefined;
  /** concepts by phrases as they stand there */
  exact: ReadonlyMap<string, string>;
  /** concepts by the roots of phrases, joined with spaces */
  byRoots: ReadonlyMap<string, string>;
  /** roots of fillers */
  fillers: ReadonlySet<string>;
  /** roots of every single word of concepts and fillers */
  roots: ReadonlySet<string>;
};

function spacedWords({ vocabulary }: LanguageReading): SpacedWords {
  const root = vocabulary.root ?? ((word: string) => word.toLowerCase());
  const exact = new Map<string, string>();
  const byRoots = new Map<string, string>();
  for (const [concept, phrases] of vocabulary.concepts)
    for (const phrase of phrases) {
      const words = inWords(phrase);
      if (!exact.has(words)) exact.set(words, concept);
      if (exactly.test(phrase)) continue;
      const key = words.split(' ').map(root).join(' ');
      if (!byRoots.has(key)) byRoots.set(key, concept);
    }
  const fillers = new Set(vocabulary.fillers.map(root));
  const roots = new Set([
    ...[...exact.keys()].flatMap((phrase) => phrase.split(' ').map(root)),
    ...fillers,
  ]);
  return { root, longForm: (word) => vocabulary.longForm?.(word), exact, byRoots, fillers, roots };
}

const spaced = readings.filter(({ vocabulary }) => vocabulary.spaced).map(spacedWords);
const longestSpaced = Math.max(
  0,
  ...spaced.flatMap(({ exact }) => [...exact.keys()].map((key) => key.split(' ').length)),
);

const joined = readings.filter(({ vocabulary }) => !vocabulary.spaced);
const joinedConcepts = new Map<string, string>();
for (const { vocabulary } of joined)
  for (const [concept, phrases] of vocabulary.concepts)
    for (const phrase of phrases)
      if (!joinedConcepts.has(phrase)) joinedConcepts.set(phrase, concept);
const joinedFillers = new Set(joined.flatMap(({ vocabulary }) => vocabulary.fillers));

/** The length of the longest phrase of a language without spaces. */
export const longestJoined = Math.max(
  1,
  ...[...joinedConcepts.keys(), ...joinedFillers].map((each) => each.length),
);

/** Roots of every single word that a vocabulary has, of the languages with spaces. */
export const knownRoots: ReadonlySet<string> = new Set(spaced.flatMap(({ roots }) => [...roots]));

/** A word without its endings, by the first language that knows it. */
export function rootOf(word: string): string {
  for (const { root, roots } of spaced) {
    const found = root(word);
    if (roots.has(found)) return found;
  }
  return spaced[0]?.root(word) ?? word.toLowerCase();
}

/** What a word may be short for, as "endin" is for "ending". */
export function longForms(word: string): string[] {
  return spaced.flatMap(({ longForm }) => longForm(word) ?? []);
}

/** What some words say: a concept, or else the root of the one word, which no vocabulary has. */
export type SaidByWords = { said: string } & ({ concept: string } | { root: string });

/** What words between spaces say that follow one another: the concepts of the longest phrases, and roots of other words. */
export function readSpaced(words: readonly string[]): SaidByWords[] {
  const exact = words.map((word) => word.toLowerCase());
  const roots = spaced.map(({ root }) => exact.map(root));
  const all: SaidByWords[] = [];
  for (let at = 0; at < words.length; ) {
    const found = conceptAt(at, exact, roots);
    const isFiller = spaced.some(({ fillers }, i) => fillers.has(roots[i]![at]!));
    const length = found?.length ?? 1;
    const said = words.slice(at, at + length).join(' ');
    if (found !== undefined) all.push({ said, concept: found.concept });
    else if (!isFiller) all.push({ said, root: rootOf(said) });
    at += length;
  }
  return all;
}

/** The concept of the longest phrase that begins at a place, and how many words that is. */
function conceptAt(
  at: number,
  exact: readonly string[],
  roots: readonly (readonly string[])[],
): { concept: string; length: number } | undefined {
  for (let length = Math.min(longestSpaced, exact.length - at); length > 0; length--) {
    const phrase = exact.slice(at, at + length).join(' ');
    for (const [i, { exact: asItStands, byRoots }] of spaced.entries()) {
      const concept =
        asItStands.get(phrase) ?? byRoots.get(roots[i]!.slice(at, at + length).join(' '));
      if (concept !== undefined) return { concept, length };
    }
  }
  return undefined;
}

/** The concept of a phrase of a language without spaces. */
export const joinedConcept = (phrase: string): string | undefined => joinedConcepts.get(phrase);

export const isJoinedFiller = (phrase: string): boolean => joinedFillers.has(phrase);

const joinedPhrases: ReadonlySet<string> = new Set([...joinedConcepts.keys(), ...joinedFillers]);
/** How long the longest phrase is that begins with a character. */
const longestFrom = new Map<string, number>();
for (const phrase of joinedPhrases) {
  const first = phrase.charAt(0);
  longestFrom.set(first, Math.max(phrase.length, longestFrom.get(first) ?? 0));
}

/** Whether a language without spaces has the phrase. A line asks this of each of its pieces. */
export const isJoinedPhrase = (phrase: string): boolean =>
  phrase.length <= (longestFrom.get(phrase.charAt(0)) ?? 0) && joinedPhrases.has(phrase);

/** Roots of the single words by which the languages with spaces tell senses: worked out anew each time, for learning alone needs them. */
export const rootsOfSenses = (): Set<string> =>
  new Set(
    readings.flatMap(({ vocabulary }) =>
      vocabulary.spaced
        ? [...(vocabulary.senses?.values() ?? [])].flatMap((phrases) =>
            phrases.flatMap((phrase) => inWords(phrase).split(' ').map(rootOf)),
          )
        : [],
    ),
  );

/** Whether everybody says a word, between spaces, so that it is nobody's name in lower case. */
export const isOrdinary = (word: string): boolean =>
  readings.some(({ vocabulary }) => vocabulary.ordinary?.has(word.toLowerCase()) ?? false);
