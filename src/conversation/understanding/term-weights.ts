import { kinds } from '../arguments/kinds.ts';
import type { Intent } from '../intent.ts';
import type { Vector } from './classifier.ts';
import { featuresOf } from './likeness.ts';
import { isInJoinedScript } from './tokenise.ts';

/** What a word that no example has weighs, against ln(intents) for a word of one intent alone. */
const strangeWeight = 2.2;
/** A strange word of a language without spaces comes in characters. */
const strangeCharacterWeight = 1.1;
/** What goes with every list, such as filters, says little about which one is meant. */
const asideWeight = 0.3;
const asides = new Set(kinds.flatMap(({ asides = [] }) => asides.map((mark) => `<${mark}>`)));
const pairWeight = 0.35;

/** How much each term says about the intent. */
export type TermWeights = {
  /** a sentence as a vector of length 1 of its terms and neighbouring pairs of them */
  weigh(terms: readonly string[]): Vector;
  /** terms and pairs that examples of an intent have */
  wordsOf: ReadonlyMap<Intent, ReadonlySet<string>>;
};

/** Weighs terms by how few intents have them in an example (tf–idf over intents, Spärck Jones 1972). */
export function termWeights(
  examples: readonly { intent: Intent; terms: readonly string[] }[],
  intents: readonly Intent[],
): TermWeights {
  const seenIn = new Map<string, Set<Intent>>();
  for (const { intent, terms } of examples)
    for (const feature of featuresOf(terms))
      seenIn.set(feature, (seenIn.get(feature) ?? new Set()).add(intent));
  const weigh = (terms: readonly string[]): Vector => {
    const vector = new Map<string, number>();
    for (const feature of featuresOf(terms)) {
      const pair = feature.includes(' ');
      const seen = seenIn.get(feature)?.size;
      if (seen === undefined && pair) continue;
      const isCharacter = feature.length === 1 && isInJoinedScript(feature);
      const strange = isCharacter ? strangeCharacterWeight : strangeWeight;
      const rarity = seen === undefined ? strange : Math.log((intents.length + 1) / seen);
      vector.set(feature, rarity * (pair ? pairWeight : asides.has(feature) ? asideWeight : 1));
    }
    const length = Math.hypot(...vector.values());
    return new Map([...vector].map(([feature, weight]) => [feature, weight / length]));
  };
  const wordsOf = new Map(
    intents.map((intent) => [
      intent,
      new Set([...seenIn].flatMap(([feature, seen]) => (seen.has(intent) ? [feature] : []))),
    ]),
  );
  return { weigh, wordsOf };
}
