import { folded } from './fold.ts';
import { spellings } from './spellings.ts';

/** What a name is of. A person's name is the same in whichever order its words stand. */
export type Named = 'person' | 'branch' | 'segment' | 'segmentation' | 'campaign';

/** Longer is not a name; nobody's is compared further. */
const longest = 200;
const punctuation = /[,、，.。"]+/g;

/**
 * What a name is compared by: two names are the same exactly when their keys are, whatever the case, the accents, the width
 * of the characters, the commas and the spaces, and whatever only says what is named, as in “the Prague branch”.
 * @returns an empty text where a name says nothing else
 */
export function nameKey(name: string, of: Named): string {
  const words = folded(name.slice(0, longest))
    .replace(punctuation, ' ')
    .split(' ')
    .filter((word) => word !== '');
  if (of === 'person') return words.sort().join(' ');
  const apart = withoutKind(words, new Set(spellings(`name-words.${of}`)));
  return apart.join(' ');
}

/** Leaves out the words before and after a name that say what kind of thing it is, and such an ending without a space. */
function withoutKind(words: readonly string[], kind: ReadonlySet<string>): string[] {
  const rest = [...words];
  while (kind.has(rest[0] ?? '')) rest.shift();
  for (let last = rest.pop(); last !== undefined; last = rest.pop()) {
    const apart = withoutEnding(last, kind);
    if (apart === '') continue;
    return [...rest, apart];
  }
  return rest;
}

/** A word without endings in a script that puts no spaces between words. */
function withoutEnding(word: string, endings: ReadonlySet<string>): string {
  let rest = word;
  for (let found = endingOf(rest, endings); found !== undefined; found = endingOf(rest, endings))
    rest = rest.slice(0, -found.length);
  return rest;
}

function endingOf(word: string, endings: ReadonlySet<string>): string | undefined {
  return [...endings].find(
    (ending) => word === ending || (spaceless.test(ending) && word.endsWith(ending)),
  );
}

const spaceless = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]+$/u;

/** What may be called by several names. */
export type Called = { names: readonly string[] };

/** The things of which a typed name is one of the names. */
export function called<T extends Called>(all: readonly T[], typed: string, of: Named): T[] {
  const key = nameKey(typed, of);
  if (key === '') return [];
  return all.filter(({ names }) => names.some((name) => nameKey(name, of) === key));
}
