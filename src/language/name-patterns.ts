import { plainCharacters } from './characters.ts';
import { folded } from './fold.ts';
import { readings } from './readings.ts';

/** Patterns of names, for names in lower case without accents, as both JavaScript and PostgreSQL read them. */

const transcriptions = readings.flatMap(({ transcription }) => transcription ?? []);
const withOtherWays = (character: string): string =>
  readings.reduce((all, { otherWays }) => all + (otherWays?.(character) ?? ''), character);

const isLatin = (word: string) => /^[a-z\d]+$/.test(word);
/** What may stand between the words of a name, and how they begin and end. */
const between = "[ .,·&/'-]*";
const start = '(^|[^a-z0-9])';
const end = '($|[^a-z0-9])';

/** What means something else in a pattern than itself. */
const special = /[\\^$.|?*+()[\]{}]/;

/** A word of a name, in any of the ways in which its characters are written. */
const written = (word: string): string =>
  [...word]
    .map((character) => {
      const ways = withOtherWays(character);
      return [...ways].length > 1 ? `[${ways}]` : character.replace(special, '\\$&');
    })
    .join('');

/** The beginning of some word; one in a script without spaces may stand anywhere. */
export const beginsWord = (word: string): string =>
  isLatin(word) ? `${start}${word}` : written(word);

/** A whole word. */
export const wholeWord = (word: string): string =>
  isLatin(word) ? `${start}${word}${end}` : written(word);

/** A whole name with spaces wherever they may be. */
export const runTogether = (words: readonly string[]): string =>
  `^${[...words.join('')].map((character) => written(character)).join(between)}(${between}$|[ ,])`;

/** The same, or the beginning of a longer one where a name is of four characters at least, as a company's without its legal form. */
export const startsTogether = (words: readonly string[]): string => {
  const joined = words.join('');
  return joined.length > 3 && !isLatin(joined) ? `^${written(joined)}` : runTogether(words);
};

/** In how many ways a line is divided into syllables at most. */
const mostWays = 12;
const mostSyllables = 4;
const fewestSyllables = 2;

/** A pattern of names, and whether a name is one of them: in the order in which it was typed, or in any. */
export type SoundingLike = {
  pattern: string;
  inOrder(name: string): boolean;
  anyOrder(name: string): boolean;
};

/**
 * Names that sound as a text in Latin letters is read, the family name first or last: “Wei Zhang” may be 张伟. Undefined where it is no such name.
 * @param typed in words, with the accents with which it was typed
 */
export function soundingLike(typed: readonly string[]): SoundingLike | undefined {
  const ways = typed.length === 0 ? [] : waysToSay(typed);
  if (ways.length === 0) return undefined;
  const turned =
    typed.length > 1
      ? waysToSay([typed.at(-1) ?? '', ...typed.slice(0, -1)])
      : ways.flatMap((way) => [1, 2].map((n) => [...way.slice(-n), ...way.slice(0, -n)]));
  return {
    pattern: anyOf([...ways, ...turned].map(pattern)),
    inOrder: (name) => ways.some((way) => soundsSo(name, way)),
    anyOrder: (name) => [...ways, ...turned].some((way) => soundsSo(name, way)),
  };
}

function soundsSo(name: string, syllables: readonly string[]): boolean {
  const letters = folded(name).replace(/[^a-z]/g, '');
  if (letters !== '') return letters === syllables.join('').replaceAll('v', 'u');
  const characters = [...plainCharacters(name)];
  return (
    characters.length === syllables.length &&
    characters.every((character, at) => charactersFor(syllables[at] ?? '').includes(character))
  );
}

const charactersFor = (syllable: string): string =>
  transcriptions.map((each) => each.characters(syllable)).join('');

const anyOf = (patterns: readonly string[]) => `^(${[...new Set(patterns)].join('|')})$`;

/** A name in characters by its syllables, or in Latin letters. */
function pattern(syllables: readonly string[]): string {
  const characters = syllables.map((syllable) => {
    const some = [...charactersFor(syllable)];
    return `[${some.map(withOtherWays).join('')}]`;
  });
  const isWhole = syllables.every((syllable) => syllable.length > 1);
  return isWhole ? `${characters.join('')}|${inLetters(syllables)}` : characters.join('');
}

const inLetters = (syllables: readonly string[]) =>
  syllables.map((syllable) => syllable.replace('v', '[uv]')).join('[ -]?');

/** Each way to divide words into syllables; a letter alone is one that begins so. */
function waysToSay(words: readonly string[]): string[][] {
  let ways: string[][] = [[]];
  for (const word of words) {
    const divided = /^[a-z]$/i.test(word)
      ? [[word.toLowerCase()]]
      : transcriptions.flatMap((each) => each.syllables(word));
    ways = ways.flatMap((way) => divided.map((rest) => [...way, ...rest])).slice(0, mostWays);
  }
  return ways.filter(
    (way) =>
      way.length >= fewestSyllables &&
      way.length <= mostSyllables &&
      way.some((syllable) => syllable.length > 1) &&
      // No character begins with some letters, and a choice of none is no pattern.
      way.every((syllable) => charactersFor(syllable) !== ''),
  );
}

/**
 * Names that sound as one in characters does: with others of the same sound, or in Latin letters. Undefined where a
 * character has no known sound.
 * @param name simplified
 */
export function soundingAs(name: string): string | undefined {
  const sounds = [...name].map((character) =>
    transcriptions.flatMap((each) => each.readings(character)),
  );
  if (sounds.length < fewestSyllables || sounds.length > mostSyllables) return undefined;
  if (sounds.some((each) => each.length === 0)) return undefined;
  const characters = sounds
    .map((some) => some.flatMap((sound) => [...charactersFor(sound)]))
    .map((some) => `[${some.map(withOtherWays).join('')}]`)
    .join('');
  const letters = sounds.map((some) => `(${some.join('|').replaceAll('v', '[uv]')})`);
  const turned = [...letters.slice(1), ' ', letters[0] ?? ''];
  return anyOf([characters, letters.join('[ -]?'), turned.join('[ -]?')]);
}

/** Names with one character other than a name in characters, or one more or one less, of three to {@link longestWithSlips}. */
export function oneCharacterOff(name: string): string | undefined {
  const characters = [...name].map(written);
  if (characters.length < 3 || characters.length > longestWithSlips) return undefined;
  const off = characters.flatMap((_, at) => [
    [...characters.slice(0, at), '.?', ...characters.slice(at + 1)].join(''),
  ]);
  const more = characters
    .slice(1)
    .map((_, at) => [...characters.slice(0, at + 1), '.', ...characters.slice(at + 1)].join(''));
  return characters.length < 4 ? anyOf([...off, ...more]) : `(${[...off, ...more].join('|')})`;
}

/** Of a longer word no slips are looked for: their pattern grows by the square of its length, and a database takes minutes over it. */
const longestWithSlips = 32;

/**
 * Words that one slip of the keyboard makes of a word: a letter left out, put in, exchanged with the next or with another.
 * Undefined where a word is so short that a slip makes another of it, or longer than {@link longestWithSlips}.
 */
export function oneSlipOff(word: string): string | undefined {
  const plain = folded(word);
  if (plain.length < 4 || plain.length > longestWithSlips || !isLatin(plain)) return undefined;
  const letters = [...plain];
  const slips = letters.flatMap((letter, at) => {
    const [before, after] = [plain.slice(0, at), plain.slice(at + 1)];
    const next = letters[at + 1];
    return [
      `${before}.?${after}`,
      `${before}.${letter}${after}`,
      ...(next === undefined ? [] : [`${before}${next}${letter}${after.slice(1)}`]),
    ];
  });
  return `${start}(${[...slips, `${plain}.`].join('|')})${end}`;
}
