import { plainCharacters } from '../../../language/characters.ts';
import { normalise } from '../../../language/fold.ts';
import { numbersInDigits } from '../../../language/numbers.ts';
import { readings } from '../../../language/readings.ts';
import type { Reading } from '../read-line.ts';
import { readableText } from '../readable-text.ts';
import { correct } from '../typos.ts';
import { knownRoots, rootOf } from '../vocabulary.ts';

const said = readings.flatMap(({ followUps }) => followUps ?? []);
const spacedWord = /[a-z]+/g;
/** Words of the patterns themselves, so that a slip in one of them is seen. */
const followUpWords = said.flatMap(({ words }) => words);
const usual = new Set([...followUpWords, ...knownRoots]);
/** A line of more clauses than so many is read as a whole alone. */
const mostClauses = 5;

/**
 * The same line in other words, the nearest first: in the standard form of its language where it is said in a dialect, and with
 * slips of the keyboard mended.
 */
export function otherWordings(line: string, { names }: Reading): string[] {
  const standard = said.reduce(
    (text, { standard: inStandard }) => inStandard?.(text) ?? text,
    plainCharacters(line),
  );
  const ofBank = [
    ...names.branches.map(({ name }) => name),
    ...names.segments.flatMap(Object.values),
  ]
    .flatMap((name) => String(name).toLowerCase().match(spacedWord) ?? [])
    .filter((word) => word.length > 3);
  const known = new Set([...usual, ...ofBank]);
  const mended = numbersInDigits(readableText(normalise(standard))).replace(
    /(?<![\p{L}\d'-])[a-z]{4,20}(?![\p{L}\d'-])/gu,
    (word) => (known.has(word) || known.has(rootOf(word)) ? word : (correct(word, known) ?? word)),
  );
  // An id may be spoken in halves: “ten fifty two”.
  const joined = mended.replace(
    /(?<![\p{N}:.,/] ?)(?<!\p{N})([1-9]\d) (\d{2})(?!\p{N}| ?[\p{N}:.,/%])/u,
    '$1$2',
  );
  return [...new Set([standard, mended, joined])].filter((each) => each !== line);
}

/** A line in two: what it says first, and the clauses after, that may ask by themselves. */
export type Parted = { before: string; after: string };

/** The ways in which a line may be parted between two clauses, the longest last part first. */
export function parted(line: string): Parted[] {
  const ends = [...line.matchAll(/[.!?;](?=\s)|[,](?=\s)|[。！？；，、…]|\s[–—-](?=\s)/gu)];
  if (ends.length > mostClauses) return [];
  return ends.flatMap(({ index, 0: { length } }) => {
    const [before, after] = [line.slice(0, index).trim(), line.slice(index + length).trim()];
    return /\p{L}|\p{N}/u.test(before) && /\p{L}|\p{N}/u.test(after) ? [{ before, after }] : [];
  });
}
