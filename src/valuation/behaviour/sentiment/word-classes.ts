import { type Polarity, polarityName } from './feelings.ts';

type Classes = Readonly<Record<string, readonly string[]>>;

/** Looks the class of a word up, such as `repeat` of "again"; a word listed in two is of the first. */
export function wordClasses(
  classes: Classes,
  key: (word: string) => string,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [name, words] of Object.entries(classes)) {
    for (const word of words) if (!found.has(key(word))) found.set(key(word), name);
  }
  return found;
}

/** The class of a phrase that says how somebody feels. */
export const classOfFeeling = (polarity: Polarity | undefined): string | undefined =>
  polarity === undefined ? undefined : polarityName(polarity);

/**
 * The classes of a text in order, the longest phrase first; a word of none is left out.
 *
 * @param count words or characters of the text
 * @param longest the most of them in a phrase
 * @param classAt the class of the phrase of `size` words or characters from `at`, if it has one
 */
export function classesIn(
  count: number,
  longest: number,
  classAt: (at: number, size: number) => string | undefined,
): string[] {
  const found: string[] = [];
  for (let at = 0; at < count; ) {
    let size = Math.min(longest, count - at);
    let name = classAt(at, size);
    while (name === undefined && size > 1) {
      size -= 1;
      name = classAt(at, size);
    }
    if (name !== undefined) found.push(name);
    at += size;
  }
  return found;
}

const furthest = 5;

/**
 * Terms of runs of up to three classes, and of two further apart: what "fees are higher", "the charge rose" and "they put
 * the price up" have in common (class-based n-grams: Brown et al., 1992, Computational Linguistics 18(4)).
 */
export function classTerms(classes: readonly string[]): string[] {
  const edged = ['^', ...classes, '$'];
  const terms: string[] = [];
  edged.forEach((name, at) => {
    for (let size = 1; size <= 3 && at + size <= edged.length; size++) {
      terms.push(`@${edged.slice(at, at + size).join(' ')}`);
    }
    for (let gap = 2; gap <= furthest && at + gap < edged.length; gap++) {
      terms.push(`~@${name} ${edged[at + gap]}`);
    }
  });
  return terms;
}
