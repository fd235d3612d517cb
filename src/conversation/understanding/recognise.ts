import { plainCharacters } from '../../language/characters.ts';
import { normalise } from '../../language/fold.ts';
import { customersKind } from '../arguments/customers.ts';
import type { Arguments } from '../arguments/grammar.ts';
import { kinds } from '../arguments/kinds.ts';
import type { RegisteredCommand } from '../command.ts';
import type { Intent } from '../intent.ts';
import { trainClassifier } from './classifier.ts';
import { corrected } from './corrected-tokens.ts';
import { findCustomerName } from './customer-names.ts';
import { exampleNames } from './example-names.ts';
import type { Gazetteer } from './gazetteer.ts';
import { covered, nearestExamples } from './likeness.ts';
import { withCustomer } from './mentions/customer.ts';
import { findMentions } from './mentions/find-mentions.ts';
import type { Mentions } from './mentions/step.ts';
import { readableText } from './readable-text.ts';
import { termWeights } from './term-weights.ts';
import { termsOf } from './terms.ts';
import { tokenise } from './tokenise.ts';
import { unservedIn } from './unserved.ts';
import { knownRoots, rootOf } from './vocabulary.ts';

/** What a sentence was understood to ask. */
export type Recognition = {
  intent: Intent;
  entities: Record<string, unknown>;
  /** 0 to 1 */
  confidence: number;
  /** the intents it is at all like, but `unknown`, the likeliest first */
  ranking: Intent[];
  /** what it says that the command does not take, in its own words */
  unserved?: string;
};

/** Reads sentences. `timezone` is for schedules that name none. */
export type Recogniser = (text: string, names: Gazetteer, timezone: string) => Recognition;

/** Below this likeness to every example nothing was understood. */
const threshold = 0.5;
/** Below this neither was it clear enough which intent was meant. */
const leastConfidence = 0.415;
/** From here it is said what an intent does not take, though not clear enough that it was meant. */
const nearly = 0.3;
/** How much the classifier's probability counts beside the likeness to examples. */
const trust = 0.65;
/** How much it counts that an intent's examples together say what a sentence says, beside one example that says all of it. */
const grasp = 0.5;
/** What an intent loses that cannot take what a sentence mentions. */
const misfit = 0.5;
/** What a small number that stands alone may be but a customer's id. */
const numbered = kinds.flatMap(({ bareNumber, entity }) =>
  bareNumber && entity !== undefined ? [entity] : [],
);
/** How much less clear such a reading may be: few customers have ids so short. */
const doubt = 0.05;
/** No question names more customers. */
const mostCustomers = 5;
/** What is told only to those who can take it. */
const telling = kinds.flatMap(({ countsAgainst, entity }) =>
  countsAgainst && entity !== undefined ? [entity] : [],
);
/** What is told where it is needed. */
const toldWhereNeeded = kinds.flatMap(({ saidWhereNeeded, entity }) =>
  saidWhereNeeded && entity !== undefined ? [entity] : [],
);
/** What is said of customers alone. */
const saidOfCustomers = kinds.flatMap(({ ofCustomers, entity }) =>
  ofCustomers && entity !== undefined ? [entity] : [],
);
/** What only customers have to do with, so that an uncertain name beside it is one of theirs. */
const conceptsOfCustomers = new Set(
  kinds.flatMap(({ concepts = [] }) => concepts.map((concept) => `~${concept}`)),
);

const names = exampleNames(new URL('../commands/sentences/', import.meta.url));

/**
 * Learns to tell intents by the examples of the commands. A sentence is the terms it says (concepts of the vocabularies,
 * marks for what it mentions, other words by their root) and neighbouring pairs of them, weighted by how few intents have
 * them; it is as like an intent as its examples, by cosine, the nearest before all.
 */
export function trainRecogniser(
  commands: readonly Pick<RegisteredCommand, 'intent' | 'phrases' | 'arguments' | 'changes'>[],
): Recogniser {
  const vocabulary = new Set(knownRoots);
  const examples = commands.flatMap(({ intent, phrases }) =>
    [...phrases.values()]
      .flatMap(({ sentences }) => sentences)
      .map((text) => {
        const { marked } = findMentions(readableText(normalise(text)), names, 'UTC');
        const tokens = tokenise(marked);
        for (const { kind, said } of tokens) if (kind === 'spaced') vocabulary.add(rootOf(said));
        return { intent, terms: termsOf(tokens, marked) };
      }),
  );
  const intents = commands.map(({ intent }) => intent);
  const { weigh, wordsOf } = termWeights(examples, intents);
  const vectors = examples.map(({ intent, terms }) => ({ label: intent, vector: weigh(terms) }));
  const likenessTo = nearestExamples(vectors);
  const classify = trainClassifier(vectors, intents);

  const takes = (intent: Intent, entity: string) =>
    commands.some((command) => command.intent === intent && entity in command.arguments);
  const takesSeveral = (intent: Intent) =>
    commands.some(
      (command) =>
        command.intent === intent &&
        Object.values(command.arguments).some(({ kind }) => kind === customersKind),
    );

  /** Finds names of customers, until there are so many customers. */
  const withNames = (typed: string, mentions: Mentions, most: number): Mentions => {
    const found = mentions.marked;
    const tokens = corrected(tokenise(found), vocabulary);
    const kind = customersIn(mentions).length === 0 ? 'customer' : 'another-customer';
    if (customersIn(mentions).length >= most) return mentions;
    const name = findCustomerName(found, tokens, kind, (word) => vocabulary.has(rootOf(word)));
    if (name === undefined) return mentions;
    const terms = termsOf(corrected(tokenise(name.marked), vocabulary), name.marked);
    const isName =
      name.sure ||
      saidOfCustomers.some((entity) => entity in mentions.entities) ||
      saysWho(terms, name.likely);
    if (!isName) return mentions;
    const entities = withCustomer(mentions.entities, asTyped(name.name, typed));
    return withNames(typed, { entities, marked: name.marked }, most);
  };

  const read = (typed: string, { entities, marked }: Mentions): Recognition => {
    const tokens = corrected(tokenise(marked), vocabulary);
    const terms = termsOf(tokens, marked);
    const sentence = weigh(terms);
    const likeness = likenessTo(sentence);
    const probability = classify(sentence);
    const ranked = commands
      .map(({ intent, arguments: taken, changes }) => {
        const alike =
          (1 - grasp) * (likeness.get(intent) ?? 0) +
          grasp * covered(sentence, wordsOf.get(intent));
        const trusted = 1 - trust + trust * (probability.get(intent) ?? 0);
        return {
          intent,
          alike,
          confidence:
            alike * trusted * (intent === 'unknown' ? 1 : suits(entities, taken, changes)),
        };
      })
      .sort((a, b) => b.confidence - a.confidence);
    const { intent = 'unknown', alike = 0, confidence = 0 } = ranked[0] ?? {};
    const sure = intent !== 'unknown' && alike >= threshold && confidence >= leastConfidence;
    const argumentsOf = (asked: Intent) =>
      commands.find((command) => command.intent === asked)?.arguments ?? {};
    const taken = argumentsOf(intent);
    const meant = sure
      ? ranked[0]
      : ranked.find((each) => each.intent !== 'unknown' && each.alike >= nearly);
    const unserved =
      meant &&
      unservedIn(marked, tokens, argumentsOf(meant.intent), {
        knows: (term) => wordsOf.get(meant.intent)?.has(term) ?? false,
        plainly: !sure,
      });
    const chosen = Object.entries(taken).flatMap(([name, argument]) => {
      const choice = argument.chosen(readableText(typed), terms);
      return choice === undefined ? [] : [[name, choice]];
    });
    return {
      intent: sure ? intent : 'unknown',
      entities: sure ? { ...Object.fromEntries(chosen), ...entities } : entities,
      confidence: Math.round(Math.min(1, sure ? confidence : 1 - confidence) * 100) / 100,
      ranking: ranked.flatMap((each) =>
        each.intent === 'unknown' || each.confidence === 0 ? [] : [each.intent],
      ),
      ...(unserved === undefined ? {} : { unserved }),
    };
  };

  return (text, bank, timezone) => {
    const typed = normalise(text);
    const line = readableText(typed);
    const said = (number?: string) => findMentions(line, bank, timezone, number);
    const plain = said();
    const small = 'customer' in plain.entities && /(?<!\d)\d{1,3}(?!\d)/.test(line);
    const asCustomer = withNames(typed, plain, 1);
    const asSeveral = withNames(typed, plain, mostCustomers);
    const others = [
      ...(customersIn(asSeveral).length > customersIn(asCustomer).length
        ? [{ mentions: inOrder(asSeveral, typed), fits: takesSeveral }]
        : []),
      ...(small ? numbered : []).map((number) => ({
        mentions: withNames(typed, said(number), 1),
        fits: (intent: Intent) => takes(intent, number),
      })),
    ];
    return others
      .map(({ mentions, fits }) => ({ fits, recognition: read(typed, mentions) }))
      .filter(({ fits, recognition: { intent } }) => fits(intent))
      .reduce(
        (best, { recognition }) =>
          clearness(recognition) > clearness(best) - doubt ? recognition : best,
        read(typed, asCustomer),
      );
  };
}

const customersIn = ({ entities }: Mentions): unknown[] => [entities.customer ?? []].flat();

/** Mentions with their customers in the order in which a line names them. */
function inOrder(mentions: Mentions, typed: string): Mentions {
  const customer = customersIn(mentions)
    .map(String)
    .sort((a, b) => typed.indexOf(a) - typed.indexOf(b));
  return { ...mentions, entities: { ...mentions.entities, customer } };
}

/** How clearly an intent was understood; 0 where none was. */
const clearness = ({ intent, confidence }: Recognition) => (intent === 'unknown' ? 0 : confidence);

/** 1 where an intent takes what a sentence mentions, and the sentence tells what the intent needs. */
function suits(mentioned: Record<string, unknown>, taken: Arguments, changes: boolean): number {
  const takes = telling.every((each) => !(each in mentioned) || each in taken);
  const needs = toldWhereNeeded.some((each) => taken[each]?.required && !(each in mentioned));
  // Of nobody, nothing is changed.
  const ofNobody = changes && taken.customer?.required && !('customer' in mentioned);
  return takes && !needs && !ofNobody ? 1 : misfit;
}

/** A name found in readable text, as it was typed: with its characters. */
function asTyped(name: string, typed: string): string {
  const at = plainCharacters(typed).indexOf(name);
  return at < 0 ? name : typed.slice(at, at + name.length);
}

/** Whether a sentence with an uncertain name in it is about a customer, or says nothing else at all. */
function saysWho(terms: readonly string[], likely: boolean): boolean {
  return terms.some((term) => conceptsOfCustomers.has(term)) || (likely && terms.length === 1);
}
