import { normalise } from '../../language/fold.ts';
import type { RegisteredCommand } from '../command.ts';
import type { Intent } from '../intent.ts';
import { choicesIn } from './choices.ts';
import { trainClassifier, type Vector } from './classifier.ts';
import { findCustomerName } from './customer-names.ts';
import { type BareReading, findMentions, type Mentions } from './entities.ts';
import { withoutAsides } from './fillers.ts';
import type { BankNames } from './gazetteer.ts';
import { writtenOut } from './shorthand.ts';
import { stem } from './stem.ts';
import { simplified } from './traditional-characters.ts';
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
const leastConfidence = 0.45;
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
/** How much it counts that an intent's examples together say what a sentence says, beside one example that says all of it. */
const grasp = 0.5;
/** What an intent loses that cannot take what a sentence mentions. */
const misfit = 0.5;
/** What a small number that stands alone may be but a customer's id. */
const otherReadings = ['limit', 'digest'] as const;
/** How much less clear such a reading may be: few customers have ids so short. */
const doubt = 0.05;
/** What is told only to those who can take it. */
const telling = ['customer', 'limit', 'assumptions'];

/** What only a customer of a bank has, so that an uncertain name beside it is one. */
const ofCustomers =
  /^~(?:worth|leave|risk|likely|balance|contribution|transactions|whose|customer)$/;

const exampleNames: BankNames = {
  branches: [{ name: 'Prague', aliases: ['布拉格'] }],
  segments: [{ en: 'dormant savers', zh: '沉睡储户' }],
  cuts: [{ en: 'spending habits', zh: '消费习惯' }],
  managers: [],
};

/**
 * Learns to tell intents by the examples of the commands. A sentence is the terms it says (concepts of the lexicon in
 * either language, marks for what it mentions, other words by their stem) and neighbouring pairs of them, weighted by
 * how few intents have them (tf–idf over intents, Spärck Jones 1972); it is as like an intent as its examples, by
 * cosine, the nearest before all.
 */
export function trainRecogniser(
  commands: readonly Pick<RegisteredCommand, 'intent' | 'phrases' | 'entities'>[],
): Recogniser {
  const vocabulary = new Set(lexiconStems);
  const examples = commands.flatMap(({ intent, phrases }) =>
    [...phrases.values()]
      .flatMap(({ sentences }) => sentences)
      .map((text) => {
        const { marked } = findMentions(readable(normalise(text)), exampleNames, 'UTC');
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
  const wordsOf = new Map(
    intents.map((intent) => [
      intent,
      new Set([...seenIn].flatMap(([feature, seen]) => (seen.has(intent) ? [feature] : []))),
    ]),
  );
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

  const takes = (intent: Intent, entity: string) =>
    commands.some((command) => command.intent === intent && command.entities.includes(entity));

  const read = (typed: string, mentions: Mentions): Recognition => {
    let { marked } = mentions;
    const entities = { ...mentions.entities };
    let words = corrected(cut(marked), vocabulary);
    if (!('customer' in entities)) {
      const found = findCustomerName(marked, words, (word) => vocabulary.has(stem(word)));
      const rest = found === undefined ? [] : corrected(cut(found.marked), vocabulary);
      const isName =
        found?.sure ||
        'assumptions' in entities ||
        (found !== undefined && saysWho(termsOf(rest, found.marked), found.likely));
      if (found !== undefined && isName) {
        entities.customer = asTyped(found.name, typed);
        marked = found.marked;
        words = rest;
      }
    }
    const terms = termsOf(words, marked);
    const sentence = weigh(terms);
    const likeness = nearest(sentence, vectors);
    const probability = classify(sentence);
    const ranked = commands
      .map(({ intent, entities: taken }) => {
        const alike =
          (1 - grasp) * (likeness.get(intent) ?? 0) +
          grasp * covered(sentence, wordsOf.get(intent));
        const trusted = 1 - trust + trust * (probability.get(intent) ?? 0);
        return {
          intent,
          alike,
          confidence: alike * trusted * (intent === 'unknown' ? 1 : suits(entities, taken)),
        };
      })
      .sort((a, b) => b.confidence - a.confidence);
    const { intent = 'unknown', alike = 0, confidence = 0 } = ranked[0] ?? {};
    const sure = intent !== 'unknown' && alike >= threshold && confidence >= leastConfidence;
    const known = commands.find((command) => command.intent === intent)?.entities ?? [];
    return {
      intent: sure ? intent : 'unknown',
      entities: sure ? { ...choicesIn(readable(typed), terms, known), ...entities } : entities,
      confidence: Math.round(Math.min(1, sure ? confidence : 1 - confidence) * 100) / 100,
      ranking: ranked.flatMap((each) =>
        each.intent === 'unknown' || each.confidence === 0 ? [] : [each.intent],
      ),
    };
  };

  return (text, names, timezone) => {
    const typed = normalise(text);
    const line = readable(typed);
    const said = (bare: BareReading) => findMentions(line, names, timezone, bare);
    const plain = said('customer');
    const small = 'customer' in plain.entities && /(?<!\d)\d{1,3}(?!\d)/.test(line);
    const asCustomer = read(typed, plain);
    if (!small) return asCustomer;
    const others = otherReadings
      .map((bare) => ({ bare, recognition: read(typed, said(bare)) }))
      .filter(({ bare, recognition: { intent } }) => takes(intent, bare))
      .map(({ recognition }) => recognition);
    return others.reduce(
      (best, each) => (clearness(each) > clearness(best) - doubt ? each : best),
      asCustomer,
    );
  };
}

/** How clearly an intent was understood; 0 where none was. */
const clearness = ({ intent, confidence }: Recognition) => (intent === 'unknown' ? 0 : confidence);

const readable = (text: string) => withoutAsides(writtenOut(simplified(text)));

/** 1 where an intent takes what a sentence mentions. */
function suits(mentioned: Record<string, unknown>, taken: readonly string[]): number {
  return telling.some((each) => each in mentioned && !taken.includes(each)) ? misfit : 1;
}

/** The share of a sentence, 0 to 1, that words of an intent's examples make up: a cosine, as the likeness is. */
function covered(sentence: Vector, words: ReadonlySet<string> | undefined): number {
  let share = 0;
  for (const [feature, weight] of sentence) if (words?.has(feature)) share += weight * weight;
  return Math.sqrt(share);
}

/** A name found in readable text, as it was typed: with its traditional signs. */
function asTyped(name: string, typed: string): string {
  const at = simplified(typed).indexOf(name);
  return at < 0 ? name : typed.slice(at, at + name.length);
}

/** Whether a sentence with an uncertain name in it is about a customer, or says nothing else at all. */
function saysWho(terms: readonly string[], likely: boolean): boolean {
  return terms.some((term) => ofCustomers.test(term)) || (likely && terms.length === 1);
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
    const whole = /in$/i.test(word.said) ? stem(`${word.said}g`) : '';
    if (vocabulary.has(whole)) return { ...word, said: `${word.said}g`, known: true };
    const meant = correct(root, vocabulary);
    return meant === undefined ? word : { ...word, said: meant, known: true };
  });
}
