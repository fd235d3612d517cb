import { readings } from '../../language/readings.ts';
import { isInJoinedScript } from './tokenise.ts';
import { rootOf } from './vocabulary.ts';

/*
 * What people of every kind say for what a bank's people speak of, by sense: “kinsfolk” and “any brothers?” are of relatives,
 * whether or not an example has such a word.
 */

/** Phrases by their words, one after the other; `senses` of the phrase that ends here. */
type Phrases = { next: Map<string, Phrases>; senses: string[] };

const pieces = /\p{Script=Han}|[^\s\p{Script=Han}\p{P}]+(?:['’][^\s\p{Script=Han}\p{P}]+)*/gu;

const rootsOf = (said: readonly string[]): string[] =>
  said.map((each) => (isInJoinedScript(each) ? each : rootOf(each)));

let known: Phrases | undefined;

/** The phrases of every language; made with the first sentence, since many a process reads none. */
function phrasesKnown(): Phrases {
  if (known !== undefined) return known;
  known = { next: new Map(), senses: [] };
  for (const { vocabulary } of readings)
    for (const [sense, some] of vocabulary.senses ?? [])
      for (const phrase of some) {
        let at = known;
        for (const root of rootsOf(
          [...phrase.toLowerCase().matchAll(pieces)].map(([said]) => said),
        )) {
          const next = at.next.get(root) ?? { next: new Map(), senses: [] };
          at.next.set(root, next);
          at = next;
        }
        if (!at.senses.includes(sense)) at.senses.push(sense);
      }
  return known;
}

/**
 * The senses of what is said, phrase by phrase in their order; of phrases one of which is part of another, the longer alone.
 * @param said words in lower case, and single characters of a script without spaces
 */
export function sensesOf(said: readonly string[]): (readonly string[])[] {
  const phrases = phrasesKnown();
  const roots = rootsOf(said);
  const found: (readonly string[])[] = [];
  for (let first = 0, reached = 0; first < roots.length; first++) {
    let end = 0;
    let senses: readonly string[] = [];
    let here = phrases.next.get(roots[first]!);
    for (let at = first + 1; here !== undefined; at++) {
      if (here.senses.length > 0) [end, senses] = [at, here.senses];
      here = at < roots.length ? here.next.get(roots[at]!) : undefined;
    }
    if (end <= reached) continue;
    found.push(senses);
    reached = end;
  }
  return found;
}
