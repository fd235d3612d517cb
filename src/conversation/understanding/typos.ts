import { editDistance } from '../../language/edit-distance.ts';

/** Whether two words differ by at most `most` typing errors. */
export function withinTypos(a: string, b: string, most: number): boolean {
  return Math.abs(a.length - b.length) <= most && editDistance(a, b) <= most;
}

/**
 * The known word that a word is a slip of; undefined where none is near. Words of four letters are one slip from many
 * others, so that only swapped neighbours count.
 */
export function correct(word: string, known: Iterable<string>): string | undefined {
  if (word.length < 4) return undefined;
  let best: string | undefined;
  for (const each of known) {
    if (each.length < 4 || Math.abs(each.length - word.length) > 2) continue;
    if (each[0] !== word[0] && each[1] !== word[0]) continue;
    if (word.length === 4 && !isAnagram(word, each)) continue;
    if (withinTypos(word, each, 1)) return each;
    if (best === undefined && word.length >= 8 && withinTypos(word, each, 2)) best = each;
  }
  return best;
}

const isAnagram = (a: string, b: string) => [...a].sort().join('') === [...b].sort().join('');
