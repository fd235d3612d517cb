import type { CommandDescription } from '../command.ts';
import type { Intent } from '../intent.ts';
import { choicesIn } from './choices.ts';
import { trainClassifier, type Vector } from './classifier.ts';
import { findCustomerName } from './customer-names.ts';
import { findMentions } from './entities.ts';
import type { BankNames } from './names-of-the-bank.ts';
import { normalise } from './normalise.ts';
import { stem } from './stem.ts';
import { correct } from './typos.ts';
import { cut, lexiconStems, termsOf, type Word } from './words.ts';

/** What a sentence was understood to ask. */
export type Recognition = {
  intent: Intent;
  entities: Record<string, unknown>;
  /** 0 to 1 */
  confidence: number;
  /** the intents it is at all like, but `unknown`, the likeliest first */
  ranking: Intent[];
};

/** Reads sentences. `timezone` is for schedules that name none. */
export type Recogniser = (text: string, names: BankNames, timezone: string) => Recognition;

/** Below this likeness to every example nothing was understood. */
const threshold = 0.5;
/** Below this neither was it clear enough which intent was meant. */
const leastConfidence = 0.4;
/** What a word that no example has weighs, against ln(intents) for a word of one intent alone. */
const strangeWeight = 2.2;
/** A Chinese word that is strange comes in signs. */
const strangeSignWeight = 1.1;
/** Filters go with every list, so they say little about which one is meant. */
const filterWeight = 0.3;
const filters = /^<(?:branch|segment|tier|manager|limit|year|measure|another-customer)>$/;
const pairWeight = 0.35;
/** How much the classifier's probability counts beside the likeness to examples. */
const trust = 0.65;

/** What only a customer of a bank has, so that an uncertain name beside it is one. */
const ofCustomers =
  /^~(?:worth|leave|risk|likely|balance|contribution|transactions|whose|customer)$/;

const exampleNames: BankNames = {
  branches: [{ name: 'Prague', aliases: ['布拉格'] }],
  segments: [{ nameEn: 'dormant savers', nameZh: '沉睡储户' }],
  managers: [],
};

/**
 * Learns to tell intents by the examples of the commands. A sentence is the terms it says (concepts of the lexicon in
 * either language, marks for what it mentions, other words by their stem) and neighbouring pairs of them, weighted by
 * how few intents have them (tf–idf over intents, Spärck Jones 1972); it is as like an intent as its examples, by
 * cosine, the nearest before all.
 */
export function trainRecogniser(commands: readonly CommandDescription[]): Recogniser {
  const vocabulary = new Set(lexiconStems);
  const examples = commands.flatMap(({ intent, examples: { en, zh } }) =>
    [...en, ...zh].map((text) => {
      const { marked } = findMentions(normalise(text), exampleNames, 'UTC');
      const words = cut(marked);
      for (const word of words) if (word.kind === 'latin') vocabulary.add(stem(word.said));
      return { intent, terms: termsOf(words, marked) };
    }),
  );
  const intents = commands.map(({ intent }) => intent);
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
      const strange = /^\p{Script=Han}$/u.test(feature) ? strangeSignWeight : strangeWeight;
      const rarity = seen === undefined ? strange : Math.log((intents.length + 1) / seen);
      vector.set(feature, rarity * (pair ? pairWeight : filters.test(feature) ? filterWeight : 1));
    }
    const length = Math.hypot(...vector.values());
    return new Map([...vector].map(([feature, weight]) => [feature, weight / length]));
  };
  const vectors = examples.map(({ intent, terms }) => ({ intent, vector: weigh(terms) }));
  const classify = trainClassifier(
    vectors.map(({ intent, vector }) => ({ label: intent, vector })),
    intents,
  );

  return (text, names, timezone) => {
    const mentions = findMentions(normalise(text), names, timezone);
    let { marked } = mentions;
    const entities = { ...mentions.entities };
    let words = corrected(cut(marked), vocabulary);
    if (!('customer' in entities)) {
      const found = findCustomerName(marked, words, (word) => vocabulary.has(stem(word)));
      const rest = found === undefined ? [] : corrected(cut(found.marked), vocabulary);
      const isName =
        found?.sure ||
        termsOf(rest, found?.marked ?? marked).some((term) => ofCustomers.test(term));
      if (found !== undefined && isName) {
        entities.customer = found.name;
        marked = found.marked;
        words = rest;
      }
    }
    const sentence = weigh(termsOf(words, marked));
    const likeness = nearest(sentence, vectors);
    const probability = classify(sentence);
    const ranked = intents
      .map((intent): [Intent, number] => {
        const alike = likeness.get(intent) ?? 0;
        return [intent, alike * (1 - trust + trust * (probability.get(intent) ?? 0))];
      })
      .sort((a, b) => b[1] - a[1]);
    const [intent = 'unknown', confidence = 0] = ranked[0] ?? [];
    const alike = likeness.get(intent) ?? 0;
    const sure = intent !== 'unknown' && alike >= threshold && confidence >= leastConfidence;
    const known = commands.find((command) => command.intent === intent)?.entities ?? [];
    return {
      intent: sure ? intent : 'unknown',
      entities: sure ? { ...choicesIn(text, known), ...entities } : entities,
      confidence: Math.round(Math.min(1, sure ? confidence : 1 - confidence) * 100) / 100,
      ranking: ranked.flatMap(([each, score]) => (each === 'unknown' || score === 0 ? [] : [each])),
    };
  };
}

/** Terms and neighbouring pairs of them, each once. */
function featuresOf(terms: readonly string[]): Set<string> {
  const pairs = terms.slice(1).map((term, i) => `${terms[i]} ${term}`);
  return new Set([...terms, ...pairs]);
}

/** By intent, the likeness to its nearest examples: the nearest counts most. */
function nearest(
  sentence: Vector,
  examples: readonly { intent: Intent; vector: Vector }[],
): Map<Intent, number> {
  const byIntent = new Map<Intent, number[]>();
  for (const { intent, vector } of examples) {
    const list = byIntent.get(intent) ?? [];
    list.push(cosine(sentence, vector));
    byIntent.set(intent, list);
  }
  return new Map(
    [...byIntent].map(([intent, list]) => {
      const [first = 0, second = 0, third = 0] = list.sort((a, b) => b - a);
      return [intent, 0.8 * first + 0.13 * second + 0.07 * third];
    }),
  );
}

function cosine(a: Vector, b: Vector): number {
  let dot = 0;
  for (const [feature, weight] of a) dot += weight * (b.get(feature) ?? 0);
  return dot;
}

/** Words with slips of the keyboard mended; a capital inside a sentence is a name rather than a slip. */
function corrected(words: readonly Word[], vocabulary: ReadonlySet<string>): Word[] {
  return words.map((word, at) => {
    const root = stem(word.said);
    if (word.kind !== 'latin' || vocabulary.has(root)) return word;
    if (at > 0 && /^\p{Lu}\p{Ll}/u.test(word.said)) return word;
    const meant = correct(root, vocabulary);
    return meant === undefined ? word : { ...word, said: meant, known: true };
  });
}
