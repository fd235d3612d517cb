import { readFileSync } from 'node:fs';
import type { Transcription } from '../../reading.ts';

/**
 * Characters by how they are read, without tones, “v” for ü: those of the Table of General Standard Chinese Characters in
 * their most usual reading, as the project pinyin-data (MIT) has them after Unicode's, and second readings that names have.
 */
const charactersOf = new Map(
  readFileSync(new URL('pinyin.txt', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(' '))
    .map(([syllable = '', characters = '']) => [syllable, characters] satisfies [string, string]),
);
const readingsOf = new Map<string, string[]>();
for (const [syllable, characters] of charactersOf)
  for (const character of characters)
    readingsOf.set(character, [...(readingsOf.get(character) ?? []), syllable]);

/** No name has more syllables, and no syllable more letters. */
const mostSyllables = 4;
const longestSyllable = 6;
/** How ü is typed besides. */
const otherSpellings: Readonly<Record<string, string>> = {
  lyu: 'lv',
  nyu: 'nv',
  lue: 'lve',
  nue: 'nve',
};

/** A word in letters alone, without tones. */
const lettersOf = (word: string): string =>
  word
    .normalize('NFD')
    .replace(/u\u0308|U\u0308/g, 'v')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase();

function divided(letters: string, most: number): string[][] {
  if (letters === '') return [[]];
  if (most === 0) return [];
  const ways: string[][] = [];
  for (let length = Math.min(longestSyllable, letters.length); length > 0; length--) {
    const said = letters.slice(0, length);
    const syllable = otherSpellings[said] ?? said;
    if (!charactersOf.has(syllable)) continue;
    for (const rest of divided(letters.slice(length), most - 1)) ways.push([syllable, ...rest]);
  }
  return ways;
}

const beginningWith = (letter: string): string =>
  [...charactersOf].map(([syllable, some]) => (syllable.startsWith(letter) ? some : '')).join('');

/** Names in pinyin, with tones or without. */
export const pinyin: Transcription = {
  syllables: (word) => divided(lettersOf(word), mostSyllables),
  characters(syllable) {
    if (syllable.length === 1 && !charactersOf.has(syllable)) return beginningWith(syllable);
    // Many write “lu” for lü.
    const besides = /^[ln]u$/.test(syllable) ? `${syllable.charAt(0)}v` : '';
    return (charactersOf.get(syllable) ?? '') + (charactersOf.get(besides) ?? '');
  },
  readings: (character) => readingsOf.get(character) ?? [],
};
