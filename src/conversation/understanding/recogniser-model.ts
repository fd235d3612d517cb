import { Worker } from 'node:worker_threads';
import { folded, normalise } from '../../language/fold.ts';
import type { Locale } from '../../language/locale.ts';
import type { Token } from '../../language/reading.ts';
import { seededRandom } from '../../valuation/index.ts';
import type { RegisteredCommand } from '../command.ts';
import type { Intent } from '../intent.ts';
import { corrected, mendedText } from './corrected-tokens.ts';
import { rowsInMemory } from './embedding-rows.ts';
import { exampleGazetteer, readExampleNames, withNames } from './example-names.ts';
import { openingLines } from './follow-up/learnt/conversations.ts';
import { taughtBank, taughtNames } from './follow-up/learnt/taught-bank.ts';
import type { Gazetteer } from './gazetteer.ts';
import { joinedPairsOf } from './joined-pairs.ts';
import { findMentions } from './mentions/find-mentions.ts';
import {
  type EmbeddingRows,
  type Inputs,
  inputOf,
  type Network,
  probabilities,
  type TrainedNetwork,
} from './network.ts';
import { readableText } from './readable-text.ts';
import { sentenceFeatures } from './sentence-features.ts';
import { termsOf } from './terms.ts';
import { tokenise } from './tokenise.ts';
import {
  inputsOf,
  type TrainingSentences,
  trainingSentences,
  trainNetwork,
} from './train-network.ts';
import { withinTypos } from './typos.ts';
import { knownRoots, rootOf, rootsOfSenses } from './vocabulary.ts';
import { withCustomerNames } from './with-customer-names.ts';

/** What a recogniser has learnt from the sentences of the commands. */
export type RecogniserModel = {
  intents: readonly Intent[];
  inputs: Inputs;
  /** trained alike from other beginnings; their mean is what counts */
  networks: readonly Network[];
  /** of the networks, in their order */
  rows: EmbeddingRows;
  /** roots of words between spaces that the sentences or the vocabularies have */
  vocabulary: ReadonlySet<string>;
  /** pairs of characters, in scripts without spaces, that the sentences have again and again */
  pairs: ReadonlySet<string>;
  /** the terms that sentences of an intent have */
  termsOf: ReadonlyMap<Intent, ReadonlySet<string>>;
};

/** The same as plain data, with all rows: by network, inputs × hidden, by input. */
export type LearntModel = Omit<RecogniserModel, 'rows'> & { embeddings: readonly Int8Array[] };

/** What was learnt, with its rows in memory. */
export function inMemory({ embeddings, ...model }: LearntModel): RecogniserModel {
  return { ...model, rows: rowsInMemory(embeddings, model.networks[0]?.hidden ?? 0) };
}

/** What each of the networks that judge a sentence begins with. */
const seeds = [1, 2, 3];

const folder = new URL('../commands/sentences/', import.meta.url);

/** A sentence of a command, with its slots filled. */
export type Example = { intent: Intent; locale: Locale; text: string };

/** Every sentence of the commands. */
export function examplesOf(
  commands: readonly Pick<RegisteredCommand, 'intent' | 'phrases'>[],
): Example[] {
  const names = readExampleNames(folder);
  return commands.flatMap(({ intent, phrases }) =>
    [...phrases].flatMap(([locale, { sentences }]) =>
      sentences.map((sentence, at) => ({
        intent,
        locale,
        text: withNames(sentence, names.get(locale), at),
      })),
    ),
  );
}

/** All that teaches to tell intents: the sentences of the commands, and what conversations begin with. */
export function lessonsOf(
  commands: readonly Pick<RegisteredCommand, 'intent' | 'phrases'>[],
): Example[] {
  const names = readExampleNames(folder);
  const openings = openingLines().map(({ intent, locale, text }, at) => ({
    intent,
    locale,
    text: withNames(withoutCustomers(text), names.get(locale), at),
  }));
  return [...examplesOf(commands), ...openings];
}

/** The parts of the names in conversations that teach: somebody else may be called so, too. */
const partsOfNames = [...Object.values(taughtBank.customers), ...taughtBank.managers].flatMap(
  (name) => folded(name).split(' '),
);

/** Whether a word is part of such a name, or a long one with an accent and a slip. */
const isPartOfName = (root: string): boolean =>
  partsOfNames.some(
    (part) =>
      folded(root) === part ||
      (part.length > 4 && /[^\x20-\x7e]/.test(root) && withinTypos(folded(root), part, 1)),
  );

/** A line of a conversation with a slot for whoever it names: in the lessons those names may be others'. */
const withoutCustomers = (line: string): string =>
  Object.values(taughtBank.customers).reduce(
    (rest, name) => rest.replaceAll(name, '{customer}'),
    line,
  );

/** What the lessons call branches, segments, campaigns and managers. */
function lessonNames(): Gazetteer {
  const { branches, segments, managers, ...others } = exampleGazetteer(readExampleNames(folder));
  return {
    ...others,
    branches: [...branches, ...taughtNames.branches],
    segments: [...segments, ...taughtNames.segments],
    managers: [...managers, ...taughtNames.managers],
  };
}

/** Learns to tell intents by sentences. The same sentences give the same model. */
export function learn(examples: readonly Pick<Example, 'intent' | 'text'>[]): LearntModel {
  const { sentences, ...model } = readToLearn(examples);
  return { ...model, ...apart(seeds.map((seed) => trainSeeded(sentences, seed))) };
}

/** The same on threads, as many as networks. */
export async function learnOnThreads(
  examples: readonly Pick<Example, 'intent' | 'text'>[],
): Promise<LearntModel> {
  const { sentences, ...model } = readToLearn(examples);
  const trained = await Promise.all(seeds.map((seed) => trainAside({ sentences, seed })));
  return { ...model, ...apart(trained) };
}

/** Networks and their rows, each apart. */
function apart(trained: readonly TrainedNetwork[]): Pick<LearntModel, 'networks' | 'embeddings'> {
  return {
    networks: trained.map(({ embedding: _, ...network }) => network),
    embeddings: trained.map(({ embedding }) => embedding),
  };
}

/** The network that a seed begins. */
export const trainSeeded = (sentences: TrainingSentences, seed: number): TrainedNetwork =>
  trainNetwork(sentences, seededRandom(seed).next);

/** Trains a network on a thread of its own. */
function trainAside(task: { sentences: TrainingSentences; seed: number }): Promise<TrainedNetwork> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./learn-network.ts', import.meta.url), { workerData: task });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`Training a network ended with ${code}.`)));
  });
}

/** What sentences teach beside the networks, and the sentences as networks learn from them. */
function readToLearn(
  examples: readonly Pick<Example, 'intent' | 'text'>[],
): Omit<LearntModel, 'networks' | 'embeddings'> & { sentences: TrainingSentences } {
  const names = lessonNames();
  const found = examples.map(({ intent, text }) => {
    const typed = normalise(text);
    const mentions = findMentions(readableText(typed), names, 'UTC');
    return { intent, typed, mentions };
  });
  const vocabulary = new Set([
    ...knownRoots,
    ...spacedWordsOf(found.map(({ mentions }) => tokenise(mentions.marked))).filter(
      (root) => !isPartOfName(root),
    ),
    ...rootsOfSenses(),
  ]);
  const pairs = joinedPairsOf(found.map(({ mentions }) => mentions.marked.text));
  const read = found.map(({ intent, typed, mentions }) => {
    const { marked } = withCustomerNames(typed, mentions, { words: vocabulary, pairs }, 1, {
      managers: names.managers,
    });
    const tokens = corrected(tokenise(marked), vocabulary);
    const terms = termsOf(tokens, marked);
    return { intent, terms, features: sentenceFeatures(terms, mendedText(marked, tokens)) };
  });
  const intents = [...new Set(examples.map(({ intent }) => intent))];
  const places = new Map(intents.map((intent, place) => [intent, place]));
  const inputs = inputsOf(read.map(({ features }) => features));
  const labelled = read.map(({ intent, features }) => ({
    features,
    label: places.get(intent) ?? 0,
  }));
  const termsByIntent = new Map(intents.map((intent) => [intent, new Set<string>()]));
  for (const { intent, terms } of read)
    for (const term of terms) termsByIntent.get(intent)?.add(term);
  return {
    intents,
    inputs,
    vocabulary,
    pairs,
    termsOf: termsByIntent,
    sentences: trainingSentences(labelled, inputs, intents.length),
  };
}

/** Roots of words between spaces; one that is seldom written without a capital is a name, and left out. */
export function spacedWordsOf(sentences: readonly (readonly Token[])[]): string[] {
  const counts = new Map<string, number>();
  for (const tokens of sentences)
    for (const [at, { kind, said }] of tokens.entries()) {
      if (kind !== 'spaced') continue;
      const capital = /^\p{Lu}/u.test(said);
      // What begins a sentence has a capital, whatever it is.
      if (capital && (at === 0 || !/\p{Ll}/u.test(said))) continue;
      const root = rootOf(said);
      counts.set(root, (counts.get(root) ?? 0) + (capital ? -1 : 1));
    }
  return [...counts].flatMap(([root, count]) => (count > 0 ? [root] : []));
}

/** How likely a sentence means each intent, by its features. */
export function judge(
  { intents, inputs, networks, rows: rowsOf }: RecogniserModel,
  features: readonly string[],
): Map<Intent, number> {
  const input = inputOf(features, inputs);
  const rows = rowsOf(input.columns);
  const votes = networks.map((network, i) => probabilities(network, input, rows[i]!));
  return new Map(
    intents.map((intent, i) => [
      intent,
      votes.reduce((sum, vote) => sum + vote[i]!, 0) / votes.length,
    ]),
  );
}
